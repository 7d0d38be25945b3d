"""``congvu eval checker``: right and wrong sentences over real clauses, some to develop on, some kept aside."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from congvu.answering.compose.generative import Outcome, written
from congvu.answering.compose.sources import Reading
from congvu.answering.evaluation.alterations import alterations
from congvu.answering.evaluation.sentence_files import Sentence, sentences
from congvu.answering.verify import Basis, Verdict, check, check_copy

WORDS = ("own", "any")
"""What is asked of a sentence: the text's own words in its order, as of every answer, or that the text says it."""


def judged(half: str, words: str = "own") -> list[tuple[Sentence, Verdict]]:
    """The sentences of a half (one of ``HALVES``, or "all") with the checker's verdicts; ``words``: of ``WORDS``."""
    checked = check_copy if words == "own" else check
    return [(s, checked(s.text, [s.basis])) for s in sentences() if half in {"all", s.half}]


_SEED = 23


def measure_kept(file: Path) -> dict[str, Any]:
    """Of what a real model wrote (``answers.read_kept``), each sentence of its own that was shown, altered by machine:
    how many alterations are caught, by kind, with every miss. Raises InvalidInputError.
    """
    draw = random.Random(_SEED)  # noqa: S311  # the same alterations at each run
    sentences_, altered, caught, missed = 0, Counter[str](), Counter[str](), list[str]()
    for text, basis in _shown(file):
        sentences_ += 1
        for kind, other in alterations(text, basis, draw):
            altered[kind] += 1
            if check_copy(other, [basis]).ok:
                missed.append(f"{kind}: {other}")
            else:
                caught[kind] += 1
    return {
        "kept": file.name,
        "sentences": sentences_,
        "wrong": altered.total(),
        "caught": caught.total(),
        "kinds": {kind: {"wrong": altered[kind], "caught": caught[kind]} for kind in sorted(altered)},
        "missed": missed,
    }


def _shown(file: Path) -> Iterator[tuple[str, Basis]]:
    from congvu.answering.evaluation.answers import read_kept  # it needs the settings of a site

    for kept in read_kept(file):
        sources = [Reading(source["token"], source["place"], source["text"]) for source in kept.sources]
        by_token = {source.token: source for source in sources}
        for sentence in written([kept.raw], sources, Outcome(), kept.asked.typed):
            if sentence is not None and not sentence.repaired and sentence.tokens:
                yield sentence.text, by_token[sentence.tokens[0]].basis


def measure(half: str, words: str = "own") -> dict[str, Any]:
    """Shares of wrong sentences caught and of right ones refused, in all and by kind, with every miss."""
    begun = time.perf_counter()
    verdicts = judged(half, words)
    seconds = time.perf_counter() - begun
    wrong = [(s, v) for s, v in verdicts if not s.right]
    right = [(s, v) for s, v in verdicts if s.right]
    return {
        "half": half,
        "words": words,
        "sentences": len(verdicts),
        "wrong": len(wrong),
        "caught": sum(not v.ok for _s, v in wrong),
        "right": len(right),
        "refused": sum(not v.ok for _s, v in right),
        "ms_each": round(seconds * 1000 / max(1, len(verdicts)), 2),
        "kinds": {
            kind: {
                "wrong": sum(s.kind == kind for s, _v in wrong),
                "caught": sum(s.kind == kind and not v.ok for s, v in wrong),
                "refused": sum(s.kind == kind and not v.ok for s, v in right),
            }
            for kind in sorted({s.kind for s, _v in verdicts})
        },
        "missed": [s.clause + ": " + s.text for s, v in wrong if v.ok],
        "refused_right": [
            f"{s.clause}: {s.text} ({'; '.join(f'{r.rule}: {r.words}: {r.reason}' for r in v.refusals)})"
            for s, v in right
            if not v.ok
        ],
    }
