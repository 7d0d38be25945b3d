"""How good answers are, over time: figures without words, from verdicts on answers that chance has drawn."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import QuerySet

from congvu.accounts.models import Agency, WorkField
from congvu.answering.approved import VERSION_KEY
from congvu.answering.models import Answer
from congvu.answering.types import AnswerStatus
from congvu.common.clock import VIETNAM
from congvu.knowledge.models import KnowledgeEntry, Signal
from congvu.knowledge.opening import key_of
from congvu.knowledge.types import SAMPLED, Judgement, Origin
from congvu.retrieval.understanding import QUESTION_WORDS
from congvu.text import accented_syllables, fold

Z = 1.96
"""95 %."""
MOST_QUESTIONS = 50_000
"""Of a period; more are not looked through for repeats and themes."""
FEWEST_ASKERS = 3
"""People who must have asked about a theme before it is named: a theme must not point to anybody."""
_ANSWERED = (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL)
_UNANSWERED = (AnswerStatus.NO_EVIDENCE, AnswerStatus.PARTIAL)


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``total`` with the 95 % interval of Wilson (0..1); all None where nothing was counted."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.hits, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Sampled answers of one field or agency, by verdict; ``name`` is "" for those of none."""

    name: str
    right: int
    partly: int
    wrong: int
    no_source: int

    @property
    def share(self) -> Share:
        """Of answers that were right."""
        return Share(self.right, self.right + self.partly + self.wrong + self.no_source)


@dataclass(frozen=True, slots=True)
class Quality:
    """Of a period. ``days_to_answer``: median days from a dislike to the approved answer, None where there is none.

    ``themes`` are (words, questions, people) of what could not be answered.
    """

    sampled: Verdicts
    by_field: tuple[Verdicts, ...]
    by_agency: tuple[Verdicts, ...]
    answered: Share
    repeats: Share
    days_to_answer: float | None
    put_right: int
    themes: tuple[tuple[str, int, int], ...]


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % score interval of a share; ``total`` is at least 1."""
    share, spread = hits / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def quality(first: dt.date, last: dt.date, agency_ids: frozenset[int] | None = None) -> Quality:
    """Between two days, both included; of questions from these agencies only where any are named."""
    begins = dt.datetime.combine(first, dt.time(), VIETNAM)
    span = (begins, dt.datetime.combine(last, dt.time(), VIETNAM) + dt.timedelta(days=1))
    judged = Signal.objects.filter(case__judged_at__range=span, origin__in=SAMPLED)
    asked = Answer.objects.filter(question__asked_at__range=span, finished_at__isnull=False)
    if agency_ids is not None:
        judged = judged.filter(agency__in=agency_ids)
        asked = asked.filter(question__agency__in=agency_ids)
    rows = list(judged.values_list("case__field", "agency", "case__judgement"))
    fields = dict(WorkField.objects.values_list("pk", "name"))
    known = Agency.objects.filter(pk__in={row[1] for row in rows}).prefetch_related("names")
    agencies = {agency.pk: agency.known_as() for agency in known}
    days, put_right = _days_to_answer(span, agency_ids)
    repeats, themes = _asked(_texts(asked))
    return Quality(
        _verdicts("", [row[2] for row in rows]),
        _grouped([(fields.get(row[0], ""), row[2]) for row in rows]),
        _grouped([(agencies.get(row[1], ""), row[2]) for row in rows]),
        Share(asked.filter(status__in=_ANSWERED).count(), asked.count()),
        repeats,
        days,
        put_right,
        themes,
    )


def _verdicts(name: str, judgements: list[str]) -> Verdicts:
    count = Counter(judgements)
    kinds = (Judgement.RIGHT, Judgement.PARTLY, Judgement.WRONG, Judgement.NO_SOURCE)
    return Verdicts(name, *(count[kind] for kind in kinds))


def _grouped(rows: list[tuple[str, str]]) -> tuple[Verdicts, ...]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, judgement in rows:
        found[name].append(judgement)
    return tuple(_verdicts(name, found[name]) for name in sorted(found))


def _days_to_answer(
    span: tuple[dt.datetime, dt.datetime], agency_ids: frozenset[int] | None
) -> tuple[float | None, int]:
    entries = KnowledgeEntry.objects.filter(published_at__range=span)
    signals = Signal.objects.filter(origin=Origin.DISLIKE, case__corrections__entry__in=entries)
    if agency_ids is not None:
        signals = signals.filter(agency__in=agency_ids)
    waits = [
        (published - at).total_seconds() / 86_400
        for at, published in signals.values_list("at", "case__corrections__entry__published_at")
    ]
    return (round(statistics.median(waits), 1) if waits else None), len(waits)


def _texts(asked: QuerySet[Answer]) -> list[tuple[str, int, str, str | None]]:
    columns = ("question__text", "question__conversation__user_id", "status", f"versions__{VERSION_KEY}")
    return list(asked.order_by("question__asked_at").values_list(*columns)[:MOST_QUESTIONS])


def _asked(rows: list[tuple[str, int, str, str | None]]) -> tuple[Share, tuple[tuple[str, int, int], ...]]:
    """Questions that were asked before, and how many of those were answered from approved knowledge; themes."""
    seen: set[str] = set()
    repeated = known = 0
    questions: Counter[str] = Counter()
    people: dict[str, set[int]] = defaultdict(set)
    for text, user, status, approved in rows:
        key = key_of(text)
        if key in seen:
            repeated += 1
            known += approved is not None
        seen.add(key)
        if status in _UNANSWERED:
            for theme in _themes(text):
                questions[theme] += 1
                people[theme].add(user)
    named = [(theme, count, len(people[theme])) for theme, count in questions.most_common() if _enough(people[theme])]
    return Share(known, repeated), tuple(named[:10])


def _enough(people: set[int]) -> bool:
    return len(people) >= FEWEST_ASKERS


def _themes(text: str) -> set[str]:
    """Pairs of neighbouring words that carry a subject."""
    words = [word for word in accented_syllables(text) if not word.isdigit()]
    return {
        f"{left} {right}"
        for left, right in pairwise(words)
        if fold(left) not in QUESTION_WORDS and fold(right) not in QUESTION_WORDS
    }
