"""Learning to rank from approved corrections: judged questions put through the real search of the library.

The ranker that serves is continued, not replaced: corrections are few, and what it knows from before stays. Questions
are judged by rankers that had not seen their documents, in all and by field of work, and on frozen sets beside that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from congvu import __version__
from congvu.accounts.types import Viewer
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError
from congvu.corpus.models import Unit
from congvu.retrieval import training
from congvu.retrieval.collection import Progress, opened
from congvu.retrieval.features import article_key, features
from congvu.retrieval.forest import Forest
from congvu.retrieval.gate import MARGIN, GateRow, decide, mean_reciprocal_rank
from congvu.retrieval.judging import Judged, judge
from congvu.retrieval.labelled import LabelledQuery, LabelledSet
from congvu.retrieval.lessons import Lesson
from congvu.retrieval.models import Judgement
from congvu.retrieval.ranking import Ranker, compared
from congvu.retrieval.service import unranked
from congvu.retrieval.statistics import rarity
from congvu.retrieval.types import Evidence
from congvu.retrieval.ways_of_typing import TYPINGS

LEAST = 20
"""Judged questions below which nothing is learned: folds of fewer say nothing."""
LEAST_OF_A_FIELD = 5
"""Judged questions from which a field of work has a row of its own in the gate's table."""
LEARNED_TYPINGS = ("as_written", "no_diacritics")
_EVERYBODY = Viewer(0, frozenset(), frozenset(), frozenset())
"""Reads what the whole province may read, and nothing else: restricted texts teach nothing."""
_Span = tuple[int, int, int]
"""Version, start, end."""


@dataclass(frozen=True)
class Taught:
    """A judged question of the library and the field of work that it was approved in ("" none)."""

    judged: Judged
    field: str


def taught(
    typings: Sequence[str] = LEARNED_TYPINGS, progress: Progress = lambda _what, _done, _total: None
) -> list[Taught]:
    """Every question that has an approved unit which answers it, asked of the library as it is now.

    A unit that was judged in an earlier version counts where the current one has it. Candidates that nobody judged
    count as not answering.
    """
    by_question: dict[str, list[Judgement]] = {}
    for row in Judgement.objects.order_by("pk"):
        by_question.setdefault(row.question, []).append(row)
    asked = {text: rows for text, rows in by_question.items() if any(row.relevant for row in rows)}
    found = []
    for number, (text, rows) in enumerate(asked.items(), start=1):
        found += [Taught(_judged(text, rows, typing), rows[-1].field) for typing in typings]
        progress("judgements", number, len(asked))
    return found


def learn_from_judgements(
    name: str,
    gates: Sequence[LabelledSet],
    serving: Ranker,
    *,
    margin: float = MARGIN,
    vectors: bool = True,
    cache: Path | None = None,
    progress: Progress = lambda _what, _done, _total: None,
) -> Lesson:
    """Continue the ranker that serves from approved corrections; judge it by folds, by field, and on ``gates``.

    Raises InvalidInputError where there are too few corrections.
    """
    lessons = taught(progress=progress)
    questions = {one.judged.question.text for one in lessons}
    if len(questions) < LEAST:
        raise InvalidInputError(
            _("There are %(count)d judged questions; %(least)d are needed.")
            % {"count": len(questions), "least": LEAST},
            _("Experts' approved corrections make them; try again when there are more."),
        )
    judged = [one.judged for one in lessons]
    after = dict(zip(map(id, judged), _out_of_fold(serving.ranking, judged, progress), strict=True))
    forest = training.continue_ranking(serving.ranking, judged)
    rows = [
        _row(label, typing, chosen, serving.ranking, lambda one: after[id(one)])
        for label, typing, chosen in _parts(lessons)
    ]
    for gate in gates:
        with opened(gate, vectors=vectors, cache=cache, progress=progress) as corpus:
            asked = list(judge(corpus, tuple(TYPINGS), vectors=vectors, progress=progress))
        # Both know a set by heart that the serving one was learned from, so both are asked as they are.
        of_gate = [(typing, [one for one in asked if one.typing == typing]) for typing in TYPINGS]
        rows += [
            _row(gate.name, typing, chosen, serving.ranking, lambda one: forest.predict(one.rows))
            for typing, chosen in of_gate
        ]
    card = {
        **serving.card,
        "continued": serving.version,
        "judged_questions": len(questions),
        "continued_with": {**training.CONTINUED, "rounds": training.CONTINUED_ROUNDS},
        "learned_at": now().date().isoformat(),
        "learned_by": __version__,
    }
    return Lesson(Ranker(name, forest, serving.confidence, card), decide(rows, margin))


def _judged(text: str, rows: Sequence[Judgement], typing: str) -> Judged:
    query, evidence = unranked(_EVERYBODY, TYPINGS[typing](text))
    found = [one for one in evidence if not one.structural]
    spans = _spans(rows)
    right = np.array([_lies_in(one, spans) for one in found], dtype=bool)
    compares = tuple(map(compared, found))
    articles = tuple(f"{one.document_id}:{article_key(one.document_id, one.headings)[1]}" for one in found)
    relevant = frozenset(article for article, answers in zip(articles, right, strict=True) if answers)
    return Judged(
        question=LabelledQuery(text, text, relevant),
        typing=typing,
        held_out=False,
        with_vectors=any(one.dense is not None for one in compares),
        found=compares,
        articles=articles,
        rows=features(query, compares, rarity()),
        right=right,
        by_words=(),
        by_vector=(),
        fused=articles,
        kin=frozenset(str(row.document_id) for row in rows if row.relevant),
        timings_ms={},
    )


def _spans(rows: Iterable[Judgement]) -> list[_Span]:
    """Where the units that answer stand in the current versions."""
    wanted: dict[int, set[str]] = {}
    for row in rows:
        if row.relevant:
            wanted.setdefault(row.document_id, set()).add(row.anchor)
    units = Unit.objects.filter(version__current_of__in=wanted, anchor__in=set().union(*wanted.values()))
    return [
        (unit.version_id, unit.start, unit.end)
        for unit in units.select_related("version")
        if unit.anchor in wanted[unit.version.document_id]
    ]


def _lies_in(evidence: Evidence, spans: Iterable[_Span]) -> bool:
    """Whether a passage and a unit that answers share text."""
    return any(v == evidence.version_id and s < evidence.end and evidence.start < e for v, s, e in spans)


def _out_of_fold(base: Forest, judged: Sequence[Judged], progress: Progress) -> list[NDArray[np.float64]]:
    """What continued rankers that had not seen a question's documents say of it."""
    fold = training.folds_by_kin(judged)
    before = [base.predict(one.rows) for one in judged]
    after = list(before)
    for number in range(training.FOLDS):
        others, own = np.flatnonzero(fold != number).tolist(), np.flatnonzero(fold == number).tolist()
        more = training.further_trees([judged[i] for i in others], [before[i] for i in others])
        for place in own:
            if more is not None:
                after[place] = before[place] + more.predict(judged[place].rows)
        progress("folds", number + 1, training.FOLDS)
    return after


def _parts(lessons: Sequence[Taught]) -> list[tuple[str, str, list[Judged]]]:
    """What has a row in the gate's table: all corrections by way of typing, and each field that has enough."""
    parts = [
        (_("approved corrections"), typing, [one.judged for one in lessons if one.judged.typing == typing])
        for typing in LEARNED_TYPINGS
    ]
    by_field: dict[str, list[Judged]] = {}
    for one in lessons:
        if one.field and one.judged.typing == LEARNED_TYPINGS[0]:
            by_field.setdefault(one.field, []).append(one.judged)
    parts += [
        (_("field %s") % field, LEARNED_TYPINGS[0], chosen)
        for field, chosen in sorted(by_field.items())
        if len(chosen) >= LEAST_OF_A_FIELD
    ]
    return parts


def _row(
    label: str, typing: str, asked: Sequence[Judged], base: Forest, after: Callable[[Judged], NDArray[np.float64]]
) -> GateRow:
    before = mean_reciprocal_rank([(one, base.predict(one.rows).tolist()) for one in asked])
    return GateRow(label, typing, before, mean_reciprocal_rank([(one, after(one).tolist()) for one in asked]))
