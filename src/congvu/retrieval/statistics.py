"""How rare each syllable is in the corpus: a snapshot kept in the database and held by each process.

The snapshot only weighs words when evidence is compared with a question, so it may lag behind the corpus; it is
renewed in the background once the corpus has changed by more than a fiftieth.
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from congvu.corpus.models import Passage
from congvu.retrieval.models import TermStatistics
from congvu.text import syllables

_REREAD_AFTER_S = 30.0
_MIN_DOCUMENTS = 2


@dataclass(frozen=True, slots=True)
class Rarity:
    """Inverse document frequency of syllables: 0 for one that is everywhere, about 10 for one never seen."""

    documents: int = 0
    frequency: Mapping[str, int] = field(default_factory=dict)

    def idf(self, term: str) -> float:
        if self.documents < _MIN_DOCUMENTS:
            return 1.0
        df = self.frequency.get(term, 0)
        return math.log(1 + (self.documents - df + 0.5) / (df + 0.5))

    def __getitem__(self, term: str) -> float:
        return self.idf(term)


class _Held:
    """The snapshot this process works with, re-read at most twice a minute."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.rarity = Rarity()
        self.pk: int | None = None
        self.read_at = -math.inf

    def get(self) -> Rarity:
        with self.lock:
            if time.monotonic() - self.read_at > _REREAD_AFTER_S:
                self._read()
            return self.rarity

    def _read(self) -> None:
        newest = TermStatistics.objects.order_by("-pk").values_list("pk", flat=True).first()
        if newest != self.pk:
            row = TermStatistics.objects.get(pk=newest) if newest else None
            self.rarity = Rarity(row.documents, row.frequency) if row else Rarity()
            self.pk = newest
        self.read_at = time.monotonic()

    def forget(self) -> None:
        with self.lock:
            self.read_at = -math.inf


_held = _Held()


def forget() -> None:
    """Read the snapshot anew at the next use: the corpus was replaced as a whole."""
    _held.forget()


def rarity() -> Rarity:
    """The current snapshot; every syllable weighs the same until the first one has been made."""
    return _held.get()


def is_stale() -> bool:
    """True when the corpus has changed by more than a fiftieth since the snapshot."""
    row = TermStatistics.objects.order_by("-pk").only("documents").first()
    counted = row.documents if row else 0
    return abs(Passage.objects.count() - counted) * 50 > counted


def refresh() -> int:
    """Count again over all passages and make that the snapshot; returns the number of passages counted.

    Counts carry no text, so restricted passages are counted too.
    """
    frequency: Counter[str] = Counter()
    total = 0
    for text in Passage.objects.values_list("text", flat=True).iterator(chunk_size=1000):
        frequency.update(set(syllables(text)))
        total += 1
    with transaction.atomic():
        row = TermStatistics.objects.create(documents=total, frequency=dict(frequency))
        TermStatistics.objects.filter(pk__lt=row.pk).delete()
    _held.forget()
    return total
