"""Learning to rank from approved corrections: judged questions put through the real search of the library.

The ranker that serves is continued, not replaced: corrections are few, and what it knows from before stays. Questions
are judged by rankers that had not seen them, in all and by field of work, and on frozen sets beside that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _

from congvu import __version__
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError
from congvu.corpus.models import Unit
from congvu.retrieval import recall, training
from congvu.retrieval.collection import Progress, opened
from congvu.retrieval.continuing import continued
from congvu.retrieval.features import article_key, features
from congvu.retrieval.gate import MARGIN, GateRow, decide, mean_reciprocal_rank
from congvu.retrieval.judging import Judged, judge
from congvu.retrieval.labelled import LabelledQuery, LabelledSet
from congvu.retrieval.lessons import Lesson
from congvu.retrieval.memory import Rows
from congvu.retrieval.memory_learning import Recalled
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
_Span = tuple[int, int, int]
"""Version, start, end."""


@dataclass(frozen=True)
class Taught:
    """A judged question of the library, what a memory without it says of its candidates, and the field of work that it
    was approved in ("" none).
    """

    judged: Judged
    recalled: Recalled
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
        found += [Taught(*_judged(text, rows, typing), rows[-1].field) for typing in typings]
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
    judged, recalled = [one.judged for one in lessons], [one.recalled for one in lessons]
    base, memory = [serving.ranking.predict(one.rows) for one in judged], np.array(serving.memory)
    learned = continued(judged, base, recalled, memory, margin)
    before = {id(one): scores + said.rows @ memory for one, scores, said in zip(judged, base, recalled, strict=True)}
    after = dict(zip(map(id, judged), learned.unseen, strict=True))
    forest = serving.ranking if learned.trees is None else training.planted_beside(serving.ranking, learned.trees)
    rows = [_row(label, typing, chosen, before, after) for label, typing, chosen in _parts(lessons)]
    new_before = {
        id(one): scores + said.apart @ memory for one, scores, said in zip(judged, base, recalled, strict=True)
    }
    new_after = dict(zip(map(id, judged), learned.apart, strict=True))
    rows += [_half_new(row, judged, new_before, new_after) for row in rows[: len(LEARNED_TYPINGS)]]
    for gate in gates:
        with opened(gate, vectors=vectors, cache=cache, progress=progress) as corpus:
            asked = list(judge(corpus, tuple(TYPINGS), vectors=vectors, progress=progress))
        # Both know a set by heart that the serving one was learned from, so both are asked as they are. Of these sets
        # the memory holds nothing.
        before = {id(one): serving.ranking.predict(one.rows) for one in asked}
        after = {id(one): forest.predict(one.rows) for one in asked}
        of_gate = [(typing, [one for one in asked if one.typing == typing]) for typing in TYPINGS]
        rows += [_row(gate.name, typing, chosen, before, after) for typing, chosen in of_gate]
    card = {
        **serving.card,
        "continued": serving.version,
        "judged_questions": len(questions),
        "continued_with": {**training.CONTINUED, "rounds": training.CONTINUED_ROUNDS} if learned.trees else {},
        "learned_at": now().date().isoformat(),
        "learned_by": __version__,
    }
    weights = tuple(round(float(weight), 4) for weight in learned.memory)
    return Lesson(Ranker(name, forest, serving.confidence, card, weights), decide(rows, margin))


def _judged(text: str, rows: Sequence[Judgement], typing: str) -> tuple[Judged, Recalled]:
    query, evidence = unranked(recall.PUBLIC, TYPINGS[typing](text))
    found = [one for one in evidence if not one.structural]
    spans = _spans(rows)
    right = np.array([_lies_in(one, spans) for one in found], dtype=bool)
    compares = tuple(map(compared, found))
    articles = tuple(f"{one.document_id}:{article_key(one.document_id, one.headings)[1]}" for one in found)
    relevant = frozenset(article for article, answers in zip(articles, right, strict=True) if answers)
    answers = frozenset(row.document_id for row in rows if row.relevant)
    recalled = Recalled(
        recall.table_of(query, found, without=text), recall.table_of(query, found, without=text, apart=answers)
    )
    judged = Judged(
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
    return judged, recalled


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


def _row(label: str, typing: str, asked: Sequence[Judged], before: dict[int, Rows], after: dict[int, Rows]) -> GateRow:
    """Scores by the identity of a judged question."""
    was, now_is = (mean_reciprocal_rank([(one, by[id(one)].tolist()) for one in asked]) for by in (before, after))
    return GateRow(label, typing, was, now_is, len(asked))


def _half_new(row: GateRow, judged: Sequence[Judged], before: dict[int, Rows], after: dict[int, Rows]) -> GateRow:
    """The row of all corrections as it would be if half of them were about texts that nobody was asked about: what is
    known must not push aside what is not.
    """
    new = _row("", row.typing, [one for one in judged if one.typing == row.typing], before, after)
    label = _("half of them about new texts")
    return GateRow(label, row.typing, (row.before + new.before) / 2, (row.after + new.after) / 2, row.questions)
