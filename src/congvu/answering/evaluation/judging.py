"""Scoring what a model wrote, without asking it again: pure, from what ``answers`` kept.

Both sides are judged by the same rule (docs/measurements.md defines the words): what an answer says outright
("Kết luận: Sai", "Đáp án: C", the words of the key) decides; where it says nothing outright, whether it shows the
provision that decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from congvu.answering.compose.generative import Outcome, Sentence, written
from congvu.answering.compose.sources import Reading
from congvu.answering.evaluation.answers import Asked, Kept
from congvu.text import syllables

_LEAST_OF_KEY = 0.7
_TOKEN = re.compile(r"\[[^\[\]\n]{1,24}\]")
_TRUE = {"đúng": "Đúng", "có": "Đúng", "sai": "Sai", "không": "Sai"}
_TRUE_SAID = re.compile(
    r"kết luận\s*:?\s*(?:là\s+)?(đúng|sai|có|không)\b|^(đúng|sai)\b\s*[:.,]|(?:\blà|:)\s*(đúng|sai)\s*[.]?$",
    re.IGNORECASE | re.MULTILINE,
)
_CONCLUDED = re.compile(r"kết luận\s*:\s*(.{4,})", re.IGNORECASE)
_LETTER_SAID = re.compile(
    r"(?i:kết luận|đáp án|lựa chọn|chọn)\s*(?:đúng\s*)?(?:là\s*)?:?\s*\(?([A-D])\b|^([A-D])[.):]", re.MULTILINE
)


class Found(StrEnum):
    """What an answer gives its reader; the first two are right."""

    SAID = "said"
    SHOWN = "shown"
    WRONG = "wrong"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a question: the text as shown, and what it gives."""

    text: str
    found: Found

    @property
    def right(self) -> bool:
        return self.found in {Found.SAID, Found.SHOWN}


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with both sides; ``outcome`` and ``sentences`` are those of the checked one."""

    kept: Kept
    sentences: tuple[Sentence, ...]
    outcome: Outcome
    unchecked: Side
    checked: Side

    @property
    def useful(self) -> bool:
        """Something written is shown, and it gives the right answer."""
        return bool(self.sentences) and self.checked.right


def judge(kept: Kept) -> Judged:
    """Run the kept words through composer and checker, and compare both sides with the key."""
    sources = [Reading(s["token"], s["place"], s["text"]) for s in kept.sources]
    outcome = Outcome()
    sentences = tuple(s for s in written([kept.raw], sources, outcome, kept.asked.text) if s is not None)
    shown = "\n".join(s.text for s in sentences) or "\n".join(kept.quoted)
    cited = {token for s in sentences for token in s.tokens}
    raw = _TOKEN.sub("", kept.raw).strip()
    named = {token for group in _TOKEN.findall(kept.raw) for token in re.findall(r"\w+", group)}
    return Judged(
        kept,
        sentences,
        outcome,
        Side(raw, what_is_found(kept.asked, raw, _gold(kept, named))),
        Side(shown, what_is_found(kept.asked, shown, _gold(kept, cited) if sentences else kept.quotes_gold)),
    )


def _gold(kept: Kept, tokens: set[str]) -> bool:
    """Whether one of the tokens stands for a passage of a right article."""
    return any(source["gold"] for source in kept.sources if source["token"] in tokens)


def what_is_found(asked: Asked, text: str, from_gold: bool) -> Found:
    """What a text gives; ``from_gold``: it rests on a passage of an article that is labelled as right."""
    if asked.kind == "text":
        return Found.SAID if _has_key(asked.key, text) else Found.NEITHER
    said = outright(asked, text)
    if said:
        return Found.SAID if said == asked.key else Found.WRONG
    return Found.SHOWN if text and from_gold else Found.NEITHER


def outright(asked: Asked, text: str) -> str:
    """The answer that a text names: the last "Đúng" or "Sai" of it, or a letter; "" where it names none."""
    if asked.kind == "true_false":
        said = [next(filter(None, groups)) for groups in _TRUE_SAID.findall(text)]
        return _TRUE[said[-1].casefold()] if said else ""
    letters = [first or second for first, second in _LETTER_SAID.findall(text)]
    concluded = _CONCLUDED.findall(text)
    if letters or not concluded:
        return letters[-1] if letters else ""
    named = " ".join(syllables(concluded[-1]))
    like = [letter for letter, words in asked.choices.items() if named and named in " ".join(syllables(words))]
    return like[0] if like else ""


def _has_key(key: str, text: str) -> bool:
    """Whether a text has most of the key's words, and every number of it."""
    wanted, there = set(syllables(key)), set(syllables(text))
    return len(wanted & there) >= _LEAST_OF_KEY * len(wanted) and _numbers(key) <= _numbers(text)


def _numbers(text: str) -> set[str]:
    return {digits.lstrip("0") for digits in re.findall(r"\d+", text)}


def table(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures, for all questions and by kind; shares of the questions."""
    kinds = {kind: [j for j in judged if j.kept.asked.kind == kind] for kind in ("true_false", "choice", "text")}
    shown = [s for j in judged for s in j.sentences]
    cited = [s for j in judged for sentence in j.sentences for s in _cited(j.kept, sentence)]
    seconds = sorted(j.kept.seconds for j in judged if j.kept.raw)
    return {
        "kept": len(judged),
        "kinds": {name: _rows(rows) for name, rows in {"all": judged, **kinds}.items() if rows},
        "sentences": {
            "shown": len(shown),
            "mended": sum(s.repaired for s in shown),
            "refused": sum(len(j.outcome.refused) for j in judged),
            "citations": len(cited),
            "valid": sum(source is not None and source["exact"] for source in cited),
        },
        "right_article_read": sum(any(s["gold"] for s in j.kept.sources) for j in judged) / len(judged),
        "seconds_p50": seconds[len(seconds) // 2] if seconds else None,
        "useful_by_id": sorted(j.kept.asked.id for j in judged if j.useful),
    }


def _cited(kept: Kept, sentence: Sentence) -> list[dict[str, Any] | None]:
    by_token = {source["token"]: source for source in kept.sources}
    return [by_token.get(token) for token in sentence.tokens] or [None]


def _rows(judged: Sequence[Judged]) -> dict[str, Any]:
    written_ones = [j for j in judged if j.sentences]
    without = [j for j in judged if not j.sentences]
    count = len(judged)
    return {
        "questions": count,
        "unchecked": _shares([j.unchecked for j in judged]),
        "checked": _shares([j.checked for j in judged]),
        "written": len(written_ones) / count,
        "useful": sum(j.useful for j in judged) / count,
        "written_wrong": sum(j.checked.found is Found.WRONG for j in written_ones) / count,
        "quoted": sum(bool(j.kept.quoted) for j in without) / count,
        "declined": sum(not j.kept.quoted for j in without) / count,
    }


def _shares(sides: Sequence[Side]) -> dict[str, float]:
    count = len(sides)
    shares = {found.value: sum(s.found is found for s in sides) / count for found in Found}
    return {"right": sum(s.right for s in sides) / count, **shares}


def written_out(judged: Sequence[Judged], count: int) -> list[dict[str, Any]]:
    """The first so many written answers, with all that a person needs to judge them: the order of the questions is one
    of chance, and stays when more are kept.
    """
    drawn = [j for j in judged if j.sentences][:count]
    return [
        {
            "id": j.kept.asked.id,
            "asked": j.kept.asked.typed,
            "key": j.kept.asked.key,
            "shown": [f"{s.text} [{', '.join(s.tokens)}]{' (mended)' if s.repaired else ''}" for s in j.sentences],
            "sources": [f"[{s['token']}] {s['place']}: {s['text']}" for s in j.kept.sources],
        }
        for j in drawn
    ]
