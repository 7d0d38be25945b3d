"""``congvu eval checker``: right and wrong sentences over real clauses, some to develop on, some kept aside."""

from __future__ import annotations

import time
from typing import Any

from congvu.answering.evaluation.sentence_files import Sentence, sentences
from congvu.answering.verify import Verdict, check, check_copy

WORDS = ("own", "any")
"""What is asked of a sentence: the text's own words in its order, as of every answer, or that the text says it."""


def judged(half: str, words: str = "own") -> list[tuple[Sentence, Verdict]]:
    """The sentences of a half (one of ``HALVES``, or "all") with the checker's verdicts; ``words``: of ``WORDS``."""
    checked = check_copy if words == "own" else check
    return [(s, checked(s.text, [s.basis])) for s in sentences() if half in {"all", s.half}]


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
