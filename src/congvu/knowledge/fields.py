"""Which field of work a question belongs to, and which agency is in charge: a first guess that people may change."""

from __future__ import annotations

from collections.abc import Iterable

from congvu.accounts.models import Agency, RoleGrant, WorkField, holds_on
from congvu.accounts.queries import current_agency
from congvu.accounts.types import Role
from congvu.answering.models import Answer, AnswerEvidence
from congvu.common.clock import today
from congvu.corpus.models import Document
from congvu.knowledge.models import Case
from congvu.text import syllables


def field_of(answer: Answer) -> WorkField | None:
    """The field that the question names, or the title of what was found for it; else that of earlier cases about the
    same text; None where nothing says so.
    """
    documents = _documents(answer)
    known = list(WorkField.objects.order_by("pk"))
    for texts in ([answer.question.text], [document.title for document in documents]):
        named = [field for field in known if any(_names(text, field.name) for text in texts)]
        if len(named) == 1 or (named and texts != [answer.question.text]):
            return named[0]
    earlier = (
        Case.objects.filter(
            field__isnull=False, corrections__sources__version__document__in=[document.pk for document in documents]
        )
        .order_by("-pk")
        .select_related("field")
        .first()
    )
    return earlier.field if earlier is not None else None


def agency_of(answer: Answer, field: WorkField | None) -> Agency | None:
    """Whose document was found first; else where an expert of the field works."""
    for document in _documents(answer):
        if document.agency is not None:
            return document.agency
    return agency_of_experts(field)


def agency_of_experts(field: WorkField | None) -> Agency | None:
    """The agency of whoever has been an expert of the field for longest."""
    if field is None:
        return None
    grants = RoleGrant.objects.filter(holds_on(today()), role=Role.EXPERT, field=field, user__is_active=True)
    agencies = (current_agency(grant.user) for grant in grants.select_related("user").order_by("pk"))
    return next((agency for agency in agencies if agency is not None), None)


def _documents(answer: Answer) -> list[Document]:
    found = AnswerEvidence.objects.filter(answer=answer, passage__isnull=False).order_by("rank")
    order = list(dict.fromkeys(found.values_list("passage__version__document_id", flat=True)[:5]))
    documents = Document.objects.select_related("agency").in_bulk(order)
    return [documents[pk] for pk in order]


def _names(text: str, name: str) -> bool:
    """Whether the syllables of a field's name stand next to each other in a text."""
    words: Iterable[str] = syllables(text)
    return f" {' '.join(syllables(name))} " in f" {' '.join(words)} "
