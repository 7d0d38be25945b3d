"""When there is no answer, and which of the closed statuses says so. Pure: decides from the question and a
confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from congvu.answering import wording
from congvu.answering.refusals import asks_for_personal_data, asks_for_secret
from congvu.answering.scope import topic_out_of_scope
from congvu.answering.types import AnswerStatus, Block, Draft
from congvu.corpus.relations import number_key
from congvu.legal import LegalReference
from congvu.retrieval.force import asked_of_force, is_about_the_text
from congvu.retrieval.types import Query, Retrieval
from congvu.retrieval.understanding import subject_terms


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits on ``Retrieval.confidence`` (0..1) and on the question itself.

    Below ``enough`` nothing is quoted; from ``high`` on the evidence overrules the table of out-of-scope
    topics; a question needs ``content`` words that carry a subject, or a reference, and one of up to ``vague``
    such words for which too little was found is asked back instead of turned down.
    """

    enough: float = 0.1
    high: float = 0.85
    content: int = 2
    vague: int = 4


THRESHOLDS = Thresholds()

# Words that open or close a talk; with nothing else there is no question.
_COURTESY = frozenset(
    ["chao", "xin", "cam", "on", "tam", "biet", "alo", "hello", "hi", "ok", "vang", "da", "a", "oi", "nhe"]
)


def before_search(text: str) -> AnswerStatus | None:
    """What is refused before anything is looked up; secrecy goes first, because such a text is not even
    stored."""
    if asks_for_secret(text):
        return AnswerStatus.REFUSED_SECRET
    return AnswerStatus.REFUSED_PERSONAL_DATA if asks_for_personal_data(text) else None


def unit_without_document(query: Query) -> LegalReference | None:
    """The reference of a question that names a unit ("Điều 15") but no document anywhere."""
    if not query.references or any(r.names_document for r in query.references):
        return None
    return next((r for r in query.references if r.article or r.chapter or r.clause or r.annex), None)


def unit_words(reference: LegalReference) -> str:
    """How the unit is called: "khoản 2 Điều 15", "Chương III"."""
    named = (
        ("điểm", reference.point),
        ("khoản", reference.clause),
        ("Điều", reference.article),
        ("Chương", reference.chapter if not reference.article else None),
        ("Phụ lục", reference.annex),
    )
    return " ".join(f"{word} {number}" for word, number in named if number)


def content_of(query: Query) -> tuple[str, ...]:
    """Folded words of the question that carry a subject; a bare number or the name of a unit is none."""
    units = {"dieu", "khoan", "diem", "chuong", "muc", "phan"}
    skip = _COURTESY | units
    return tuple(t for t in subject_terms(query.terms) if t not in skip and not t.isdigit())


def _force_of_a_missing_text(retrieval: Retrieval) -> bool:
    """Whether a text is in force, and nothing here is that text or says anything of it: others that cite it do not
    answer.
    """
    query = retrieval.query
    asked = {number_key(r.document_symbol) for r in query.references if r.document_symbol}
    if not asked or asked_of_force(query) is None or not is_about_the_text(query, ""):
        return False
    return asked.isdisjoint(number_key(e.number) for e in retrieval.evidence)


def after_search(retrieval: Retrieval, thresholds: Thresholds = THRESHOLDS) -> AnswerStatus | None:
    """The status that forbids quoting, or None where the evidence may be quoted."""
    query = retrieval.query
    if any(e.structural for e in retrieval.evidence):
        return None
    if retrieval.force is None and _force_of_a_missing_text(retrieval):
        return AnswerStatus.NO_EVIDENCE
    content = content_of(query)
    if unit_without_document(query) is not None and len(content) < thresholds.content:
        return AnswerStatus.CLARIFY
    if retrieval.confidence < thresholds.high and topic_out_of_scope(query.text) is not None:
        return AnswerStatus.OUT_OF_SCOPE
    if len(content) < thresholds.content and not any(r.names_document for r in query.references):
        return AnswerStatus.CLARIFY
    if not retrieval.evidence:
        return AnswerStatus.NO_EVIDENCE
    if retrieval.confidence < thresholds.enough:
        return AnswerStatus.CLARIFY if len(content) <= thresholds.vague else AnswerStatus.NO_EVIDENCE
    return None


def draft(status: AnswerStatus, *, unit: str = "", documents: Sequence[str] = ()) -> Draft:
    """The fixed words of a status without an answer: why, and what next. Never a citation.

    ``unit`` ("Điều 15") and ``documents`` (up to three names) shape the question back when a document is
    missing.
    """
    why, then = wording.which_document(unit) if unit else wording.status_words(status)
    blocks = [Block("note", why)]
    if documents:
        blocks.append(Block("note", wording.such_as(documents)))
    blocks.append(Block("note", then))
    return Draft(status, tuple(blocks))
