"""One answer from one question: refuse, search, compose. Reads only; ``production`` writes the outcome
down."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from congvu import __version__
from congvu.accounts.types import Viewer
from congvu.answering import abstain, approved
from congvu.answering.changes import load_changes
from congvu.answering.clarifying import choice_blocks, choices
from congvu.answering.compose.extractive import VERSION, compose
from congvu.answering.compose.force import compose_force
from congvu.answering.compose.tree import UnitTree
from congvu.answering.context import Resolved, resolve
from congvu.answering.models import Question
from congvu.answering.queries import documents_with_article, previous_turn
from congvu.answering.readings import reading_notes
from congvu.answering.trees import load_trees
from congvu.answering.types import AnswerStatus, Block, Draft
from congvu.retrieval.force import MOST as MOST_FACTS
from congvu.retrieval.service import retrieve, understand
from congvu.retrieval.statistics import rarity
from congvu.retrieval.types import Evidence, Retrieval
from congvu.text import clean

EVIDENCE = 10
# Statuses that show no evidence: what was found has nothing to do with what was asked.
_WITHOUT_EVIDENCE = frozenset({AnswerStatus.OUT_OF_SCOPE, AnswerStatus.REFUSED_PERSONAL_DATA, AnswerStatus.CLARIFY})


@dataclass(frozen=True, slots=True)
class Ground:
    """What a language model may write from: the question as it was read, what was found, and the notes on its reading
    that every answer to it begins with.
    """

    question: str
    earlier: str
    retrieval: Retrieval
    trees: Mapping[int, UnitTree]
    notes: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """An answer before it is stored, with all that could have changed it; timings in milliseconds; ``names`` as in
    ``models.Answer``. ``stale`` are documents (ids) of approved knowledge whose sources have changed. ``ground`` is
    there where the draft quotes sources that a model may put into words.
    """

    draft: Draft
    evidence: tuple[Evidence, ...]
    confidence: float | None
    timings_ms: Mapping[str, float]
    versions: Mapping[str, str]
    names: tuple[int, ...] = ()
    stale: tuple[int, ...] = ()
    ground: Ground | None = None


def make(question: Question, viewer: Viewer) -> Made:
    """Make the answer; searches at most once."""
    begun = time.perf_counter()
    versions = {"congvu": __version__, "composer": VERSION}
    refused = abstain.before_search(question.text)
    if refused is not None:
        return Made(abstain.draft(refused), (), None, {"total": _ms(begun)}, versions)
    previous = previous_turn(question, viewer)
    if previous is None:  # complete as it stands, and read once, by the search
        resolved = Resolved(clean(question.text).strip(), from_context=False)
    else:
        resolved = resolve(understand(question.text, question.on, rarity()), previous)
    carried = previous.names if resolved.from_context and previous is not None else ()
    if resolved.from_context:
        versions["resolved_question"] = resolved.text
    looked_up = time.perf_counter()
    known = approved.look_up(viewer, resolved.text, question.on)
    if known.draft is not None:
        return Made(
            draft=known.draft,
            evidence=(),
            confidence=known.score,
            timings_ms={"approved": _ms(looked_up), "total": _ms(begun)},
            versions={**versions, approved.VERSION_KEY: str(known.version_id)},
            names=carried,
            stale=known.stale,
        )
    retrieving = time.perf_counter()
    retrieval = retrieve(viewer, resolved.text, question.on, limit=EVIDENCE)
    composing = time.perf_counter()
    trees = load_trees(retrieval.evidence)
    draft, offered, plain = _draft(retrieval, viewer, trees)
    notes: tuple[Block, ...] = ()
    if draft.status not in _WITHOUT_EVIDENCE:
        # A choice is a question to ask instead, and only a whole one can be asked.
        whole = bool(draft.quotes) and resolved.whole
        readings = choices(resolved.text, retrieval, trees, idf=rarity()) if whole else ()
        offered = {*offered, *(choice.document_id for choice in readings)}
        notes = (*reading_notes(retrieval.query.rewrites), *choice_blocks(readings))
        draft = replace(draft, blocks=(*notes, *draft.blocks))
        if notes and resolved.from_context:
            versions["reading_notes"] = str(len(notes))  # they may repeat words of an earlier question: see forgetting
    return Made(
        draft=draft,
        evidence=() if draft.status in _WITHOUT_EVIDENCE else retrieval.evidence,
        confidence=retrieval.confidence,
        timings_ms={
            **{f"retrieve_{k}" if k == "total" else k: v for k, v in retrieval.timings_ms.items()},
            "approved": _ms(looked_up, until=retrieving),
            "compose": _ms(composing),
            "total": _ms(begun),
        },
        versions={**versions, **retrieval.versions},
        names=tuple(sorted({*carried, *offered})),
        stale=known.stale,
        ground=Ground(
            question=retrieval.query.search_text,
            earlier=previous.text if previous is not None and resolved.from_context else "",
            retrieval=retrieval,
            trees=trees,
            notes=notes,
        )
        if draft.quotes and plain
        else None,
    )


def _draft(
    retrieval: Retrieval, viewer: Viewer, trees: Mapping[int, UnitTree]
) -> tuple[Draft, Iterable[int], bool]:
    """The draft, the documents (ids) that it names itself, as when asking back, and whether all that it quotes reads as
    it was stored: a unit that was amended, and what is said about force, is told by the rules and not by a model.
    """
    if retrieval.force is not None:
        draft = compose_force(retrieval.force, retrieval, load_trees(retrieval.evidence, most=MOST_FACTS))
        if draft.quotes:
            return draft, retrieval.force.documents, False
    status = abstain.after_search(retrieval)
    if status is None:
        changes = load_changes(viewer, retrieval.evidence, trees)
        draft = compose(retrieval.query.search_text, retrieval, trees, idf=rarity(), changes=changes)
        named = {pk for found in changes.values() for change in found for pk in change.names}
        return (draft if draft.quotes else abstain.draft(AnswerStatus.NO_EVIDENCE)), named, not any(changes.values())
    reference = abstain.unit_without_document(retrieval.query)
    if status is not AnswerStatus.CLARIFY or reference is None:
        return abstain.draft(status), (), False
    likely = [e.document_id for e in retrieval.evidence]
    documents = documents_with_article(viewer, reference.article, likely) if reference.article else {}
    draft = abstain.draft(status, unit=abstain.unit_words(reference), documents=list(documents.values()))
    return draft, documents, False


def _ms(since: float, until: float | None = None) -> float:
    return round(((time.perf_counter() if until is None else until) - since) * 1000, 2)
