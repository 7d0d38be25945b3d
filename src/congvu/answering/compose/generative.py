"""The composer with a model: its words become sentences, each sentence is checked against what it cites, and only what
passes is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from congvu.answering.compose.sources import Reading
from congvu.answering.verify import Refusal, check
from congvu.answering.verify.repair import repaired
from congvu.answering.verify.types import Rule
from congvu.text import clean

VERSION = "generative-1"
MOST_SENTENCES = 8
_CITED = re.compile(r"\[([^\[\]\n]{1,24})\]")
_TOKEN = re.compile(r"\b[A-Z][2-9]\b")
_ENDS = re.compile(r"\n+|(?<=[.!?;])(?:\s*\[[^\[\]\n]{1,24}\])+[.;]?\s*|(?<=\])[.;]?[ \t]+(?=[A-ZÀ-ỸĐ])")
_MARKS = re.compile(r"^[\s\-–•*#>\d.)]{0,6}(?=\S)|[*_`#]+")
_NOTHING = re.compile(r"^\W*(?:không có|khong co)\W*$", re.IGNORECASE)
_LONGEST_LINE = 1200


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that passed, and the tokens of what it rests on; ``repaired``: the text's own words stand in its
    place.
    """

    text: str
    tokens: tuple[str, ...]
    repaired: bool = False


@dataclass
class Outcome:
    """What became of the model's words, filled while they come."""

    passed: int = 0
    mended: int = 0
    refused: list[tuple[str, tuple[Refusal, ...]]] = field(default_factory=list)
    nothing: bool = False

    @property
    def partial(self) -> bool:
        return bool(self.refused)


def written(words: Iterable[str | None], sources: Sequence[Reading], outcome: Outcome) -> Iterator[Sentence | None]:
    """Sentences as soon as each has passed, and None wherever the words pause. Faults of the words are the caller's."""
    by_token = {source.token: source for source in sources}
    said: set[str] = set()
    held = ""
    for piece in words:
        if piece is None:
            yield None
            continue
        held += piece
        while (end := _ENDS.search(held)) is not None:
            line, held = held[: end.end()], held[end.end() :]
            yield from _judged(line, by_token, said, outcome)
            if outcome.passed >= MOST_SENTENCES:
                return
        if len(held) > _LONGEST_LINE:
            held = ""
            outcome.refused.append(("", (Refusal(Rule.FORM, "", "too long for a sentence"),)))
    yield from _judged(held, by_token, said, outcome)


def _judged(line: str, by_token: dict[str, Reading], said: set[str], outcome: Outcome) -> Iterator[Sentence]:
    """The sentence of a line, if it holds one that passes or can be mended."""
    cited = [token for group in _CITED.findall(line) for token in _TOKEN.findall(group) if token in by_token]
    tokens = tuple(dict.fromkeys(cited))
    text = _bare(line)
    if not text or text.casefold() in said:
        return
    if _NOTHING.match(text):
        outcome.nothing = True
        return
    if not _CITED.search(line):
        tokens = _attributed(text, by_token)
    bases = [by_token[token].basis for token in tokens]
    verdict = check(text, bases)
    if verdict.ok:
        said.add(text.casefold())
        outcome.passed += 1
        yield Sentence(text, tokens)
        return
    outcome.refused.append((text, verdict.refusals))
    mended = repaired(text, verdict, bases)
    if mended is not None and mended.casefold() not in said:
        said.add(mended.casefold())
        outcome.passed += 1
        outcome.mended += 1
        outcome.refused.pop()
        yield Sentence(mended, tokens, repaired=True)


def _attributed(text: str, by_token: dict[str, Reading]) -> tuple[str, ...]:
    """The source that says what a sentence without any citation says, as small models write them; a forged citation
    is no missing one.
    """
    return next(((token,) for token, source in by_token.items() if check(text, [source.basis]).ok), ())


def _bare(line: str) -> str:
    """The words of a line without its citations and marks of lists and emphasis."""
    text = _MARKS.sub("", _CITED.sub("", clean(line))).strip()
    text = re.sub(r"\s+", " ", re.sub(r"\s+([.,;:])", r"\1", text)).strip()
    return text if not text or text[-1] in ".!?:;" else f"{text}."
