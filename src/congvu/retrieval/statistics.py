"""What the corpus is made of: how rare its syllables are and which stand side by side.

A snapshot kept in the database and held by each process. It only weighs words when evidence is compared with a
question, and tells words of the corpus from slips when one is read, so it may lag behind the corpus; it is renewed in
the background once the corpus has changed by more than a fiftieth.

Only what the whole province may read is counted: questions are read in the words of the snapshot, and a slip that was
read as a word of somebody's restricted text would betray it.
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet

from congvu.accounts.types import EVERYBODY
from congvu.corpus.models import Passage
from congvu.retrieval.diacritics import Spoken
from congvu.retrieval.models import TermStatistics
from congvu.retrieval.pairs import Nested, Pairs
from congvu.text import bigrams, both_syllables

_REREAD_AFTER_S = 30.0
_MIN_DOCUMENTS = 2
_FEWEST = 3
_MOST_PAIRS = 80_000
_HELD_WHILE_COUNTING = 1_000_000


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of ``documents`` passages syllables and frequent pairs of them occur; a ``Vocabulary``.

    ``idf`` is the inverse document frequency of a syllable: 0 for one that is everywhere, about 10 for one never seen.
    """

    documents: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    pairs: Pairs = field(default_factory=Pairs)
    spoken: Spoken = field(default_factory=Spoken)

    def frequency(self, term: str) -> int:
        return self.pairs.count(term) if "_" in term else self.counts.get(term, 0)

    def idf(self, term: str) -> float:
        if self.documents < _MIN_DOCUMENTS:
            return 1.0
        df = self.counts.get(term, 0)
        return math.log(1 + (self.documents - df + 0.5) / (df + 0.5))

    def pair_idf(self, pair: str) -> float:
        """The same for an adjacent pair ("dat_dai"); pairs that are not counted are as rare as can be."""
        if self.documents < _MIN_DOCUMENTS:
            return 1.0
        df = self.pairs.count(pair)
        return math.log(1 + (self.documents - df + 0.5) / (df + 0.5))

    def __getitem__(self, term: str) -> float:
        return self.idf(term)


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts over texts as the snapshot stores them; ``pairs`` holds only frequent ones.

    ``written`` and ``written_pairs`` are the same of syllables with their diacritics.
    """

    documents: int
    frequency: dict[str, int]
    pairs: Nested
    written: dict[str, int] = field(default_factory=dict)
    written_pairs: Nested = field(default_factory=dict)

    def rarity(self) -> Rarity:
        spoken = Spoken(self.written, Pairs(self.written_pairs))
        return Rarity(self.documents, self.frequency, Pairs(self.pairs), spoken)


def count_texts(texts: Iterable[str]) -> Counted:
    """Count in how many texts each syllable and each adjacent pair of syllables occurs, folded and as written. Pure.

    Kept are the ``_MOST_PAIRS`` pairs that occur most, each in at least ``_FEWEST`` texts.
    """
    folded, written = _Counter(), _Counter()
    total = 0
    for text in texts:
        plain, marked = both_syllables(text)
        folded.add(plain)
        written.add(marked)
        total += 1
    return Counted(total, dict(folded.singles), folded.frequent(), dict(written.singles), written.frequent())


class _Counter:
    """In how many texts syllables and pairs of them occur, in bounded memory: what was seen once may be forgotten."""

    def __init__(self) -> None:
        self.singles: Counter[str] = Counter()
        self.pairs: Counter[str] = Counter()

    def add(self, tokens: list[str]) -> None:
        self.singles.update(set(tokens))
        self.pairs.update(set(bigrams(tokens)))
        if len(self.pairs) > _HELD_WHILE_COUNTING:
            self.pairs = Counter({pair: count for pair, count in self.pairs.items() if count > 1})

    def frequent(self) -> Nested:
        nested: dict[str, dict[str, int]] = {}
        for pair, count in self.pairs.most_common(_MOST_PAIRS):
            if count < _FEWEST:
                break
            left, _, right = pair.partition("_")
            nested.setdefault(left, {})[right] = count
        return nested


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
            self.rarity = _counted(row).rarity() if row else Rarity()
            self.pk = newest
        self.read_at = time.monotonic()

    def forget(self) -> None:
        with self.lock:
            self.rarity, self.pk, self.read_at = Rarity(), None, -math.inf


def _counted(row: TermStatistics) -> Counted:
    return Counted(row.documents, row.frequency, row.pairs or {}, row.written or {}, row.written_pairs or {})


_held = _Held()


def forget() -> None:
    """Read the snapshot anew at the next use: the corpus was replaced as a whole."""
    _held.forget()


def rarity() -> Rarity:
    """The current snapshot; every syllable weighs the same until the first one has been made."""
    return _held.get()


def is_stale() -> bool:
    """True when the corpus has changed by more than a fiftieth since the snapshot, or not all was counted yet."""
    row = TermStatistics.objects.order_by("-pk").only("documents").annotate(bare=Q(written_pairs__isnull=True)).first()
    counted = row.documents if row and not row.bare else 0
    return abs(_public().count() - counted) * 50 > counted


def _public() -> QuerySet[Passage]:
    """What everybody may read now: no restricted text, none that was withdrawn, no earlier version."""
    return Passage.objects.filter(
        version__current_of__access__contains=[EVERYBODY], version__current_of__withdrawn_at__isnull=True
    )


def refresh() -> int:
    """Count again over all public passages and make that the snapshot; returns the number of passages counted."""
    counted = count_texts(_public().values_list("text", flat=True).iterator(chunk_size=1000))
    with transaction.atomic():
        row = TermStatistics.objects.create(
            documents=counted.documents,
            frequency=counted.frequency,
            pairs=counted.pairs,
            written=counted.written,
            written_pairs=counted.written_pairs,
        )
        TermStatistics.objects.filter(pk__lt=row.pk).delete()
    _held.forget()
    return counted.documents
