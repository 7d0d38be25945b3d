"""What the text of approved knowledge is made of: questions, an answer, its sources; written with the version, so that
whoever finds the document needs nothing from the room where it was approved.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from congvu.corpus.models import DocumentVersion
from congvu.corpus.standing import Cited

_KEY = "curated"


@dataclass(frozen=True, slots=True)
class Curated:
    """``questions``: the first is the question itself, the others ask the same in other words.

    ``version.text[start:end]`` is the answer. ``reviewer`` is the account that approved it, ``sources`` what it rests
    on, in order.
    """

    questions: tuple[str, ...]
    start: int
    end: int
    sources: tuple[Cited, ...]
    reviewer: int
    approved_at: dt.datetime

    def front(self) -> dict[str, Any]:
        """For ``ReadDocument.front``."""
        told = {**asdict(self), "approved_at": self.approved_at.isoformat()}
        return {_KEY: {**told, "questions": list(self.questions), "sources": [asdict(one) for one in self.sources]}}


def curated(version: DocumentVersion) -> Curated | None:
    """What a version of approved knowledge holds; None for any other text."""
    told = version.front.get(_KEY)
    if told is None:
        return None
    return Curated(
        tuple(told["questions"]),
        told["start"],
        told["end"],
        tuple(Cited(**one) for one in told["sources"]),
        told["reviewer"],
        dt.datetime.fromisoformat(told["approved_at"]),
    )
