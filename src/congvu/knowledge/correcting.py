"""Writing a correction: begin, save, choose sources, mark what was found, submit. Only by whoever works on the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import current_agency, viewer_for
from congvu.answering.refusals import asks_for_secret
from congvu.common import audit
from congvu.common.clock import now, today
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.hashing import sha256_hex
from congvu.corpus.models import DocumentVersion, Passage, Source, Unit, Visibility
from congvu.corpus.standing import Cited, Standing, standings
from congvu.knowledge.actions import owned
from congvu.knowledge.content import hash_of
from congvu.knowledge.events import note
from congvu.knowledge.models import Case, Correction, CorrectionSource, EvidenceMark
from congvu.knowledge.types import CaseState, CorrectionState
from congvu.knowledge.visibility import narrowest
from congvu.text import clean

MAX_QUESTION, MAX_TEXT, MOST_PARAPHRASES, MOST_SOURCES = 500, 8000, 12, 8
"""Characters of a question and of an answer; how many other wordings, how many sources."""


@transaction.atomic
def begin(case: Case, actor: User) -> Correction:
    """The draft of a case, made where there is none: from what was returned, with its sources, or empty."""
    held = owned(case, actor)
    if held.field is None:
        raise InvalidInputError(_("The case has no field of work yet."), _("Choose its field first."))
    draft = held.corrections.filter(state=CorrectionState.DRAFT, author=actor).first()
    if draft is not None:
        return draft
    if held.state != CaseState.CLAIMED:
        raise InvalidInputError(_("This case waits for something else just now."), _("Look at its history."))
    held.corrections.filter(state=CorrectionState.DRAFT).delete()  # of somebody who worked on it before
    previous = held.corrections.filter(following=None).order_by("-pk").first()
    draft = Correction(case=held, field=held.field, author=actor, agency=current_agency(actor), previous=previous)
    if previous is not None:
        draft.question, draft.paraphrases, draft.text = previous.question, previous.paraphrases, previous.text
    draft.save()
    if previous is not None:
        _take_over(previous, draft)
    return draft


@transaction.atomic
def save_draft(correction: Correction, actor: User, question: str, paraphrases: Sequence[str], text: str) -> Correction:
    """Keep the words; nothing is checked yet but their length and that no state secret is typed."""
    draft = _own(correction, actor)
    asked, said = " ".join(clean(question).split()), clean(text).strip()
    others = list(dict.fromkeys(line for p in paraphrases if (line := " ".join(clean(p).split())) and line != asked))
    if len(asked) > MAX_QUESTION or any(len(line) > MAX_QUESTION for line in others):
        raise InvalidInputError(_("A question is longer than 500 characters."), _("Ask one thing at a time."))
    if len(others) > MOST_PARAPHRASES:
        raise InvalidInputError(_("At most 12 other wordings are kept."), _("Leave out those that are nearly equal."))
    if len(said) > MAX_TEXT:
        raise InvalidInputError(_("The answer is longer than 8.000 characters."), _("Say it in fewer words."))
    if any(asks_for_secret(words) for words in (asked, said, *others)):
        raise InvalidInputError(
            _("This seems to carry a state secret; it was not kept."), _("Take it out of the text.")
        )
    draft.question, draft.paraphrases, draft.text = asked, others, said
    draft.save(update_fields=["question", "paraphrases", "text"])
    return draft


@transaction.atomic
def add_source(correction: Correction, actor: User, unit: Unit) -> CorrectionSource:
    """A unit of the library, whole, that its author may read and that holds today; adding it twice changes nothing."""
    draft = _own(correction, actor)
    readable = Unit.objects.visible_to(viewer_for(actor)).select_related("version__document__source")
    found = readable.filter(pk=unit.pk).first()
    if found is None or found.version.document.current_id != found.version_id:
        raise NotAllowedError(_("This source was not found."))
    document = found.version.document
    if document.visibility == Visibility.PRIVATE or document.source.kind == Source.Kind.CURATED:
        raise InvalidInputError(
            _("Only texts of the library can be sources, no private ones and no approved knowledge."),
            _("Choose the text that governs the matter."),
        )
    known = draft.sources.filter(unit=found).first()
    if known is not None:
        return known
    if draft.sources.count() >= MOST_SOURCES:
        raise InvalidInputError(_("At most 8 sources are kept."), _("Leave out those that do not carry the answer."))
    text = found.version.text
    words = text[found.start : found.end]
    start, end = found.start + len(words) - len(words.lstrip()), found.start + len(words.rstrip())
    passage = Passage.objects.filter(version=found.version_id, start__lt=end, end__gt=start).order_by("ordinal").first()
    if start >= end or passage is None:
        raise InvalidInputError(_("This part of the text has no words of its own."), _("Choose one with words."))
    last = draft.sources.aggregate(last=Max("ordinal"))["last"]
    return CorrectionSource.objects.create(
        correction=draft,
        ordinal=0 if last is None else last + 1,
        version_id=found.version_id,
        unit=found,
        passage=passage,
        start=start,
        end=end,
        quote_hash=sha256_hex(text[start:end]),
    )


@transaction.atomic
def remove_source(correction: Correction, actor: User, source_id: int) -> None:
    _own(correction, actor).sources.filter(pk=source_id).delete()


@transaction.atomic
def mark(correction: Correction, actor: User, marks: Mapping[int, bool]) -> None:
    """Which of the passages that the answer had found are a basis (True) and which mislead (False); replaces all."""
    draft = _own(correction, actor)
    shown = set(
        Passage.objects.visible_to(viewer_for(actor))
        .filter(answerevidence__answer__knowledge_signal__case=draft.case_id, pk__in=marks)
        .values_list("pk", flat=True)
    )
    draft.marks.all().delete()
    EvidenceMark.objects.bulk_create(
        EvidenceMark(correction=draft, passage_id=pk, right=right) for pk, right in marks.items() if pk in shown
    )


@transaction.atomic
def submit(correction: Correction, actor: User) -> Correction:
    """Hand it to a reviewer; from now on it does not change. Refused without words, without a source, and where a
    source does not hold or readers of one could not read another.
    """
    draft = _own(correction, actor)
    sources = list(draft.sources.select_related("version__document"))
    if not draft.question or not draft.text:
        raise InvalidInputError(_("Question and answer must both be written."), _("Fill in what is missing."))
    if not sources:
        raise InvalidInputError(
            _("An answer without a source is not accepted."),
            _("Choose the passage of the library that it rests on, or ask an agency for the document."),
        )
    cited = [Cited(s.version_id, s.unit_id, s.start, s.end, s.quote_hash) for s in sources]
    for source, standing in zip(sources, standings(cited, today(), now()), strict=True):
        if standing is not Standing.HOLDS:
            raise InvalidInputError(
                _("A source does not hold today: %(source)s") % {"source": str(source.unit)},
                _("Choose the text that is in force."),
            )
    narrowest([source.version.document for source in sources])
    draft.hash, draft.state, draft.submitted_at = hash_of(draft), CorrectionState.SUBMITTED, now()
    draft.save(update_fields=["hash", "state", "submitted_at"])
    Case.objects.filter(pk=draft.case_id).update(state=CaseState.REVIEW)
    note(draft.case, "submitted", actor=actor, correction=draft.pk)
    audit.record("correction.submitted", actor=actor, target=draft, detail={"hash": draft.hash})
    return draft


def quotes_of(correction: Correction) -> dict[int, str]:
    """The words of each source, by its key, as the version holds them now."""
    return {
        source.pk: DocumentVersion.objects.filter(pk=source.version_id)
        .annotate(words=Substr("text", source.start + 1, source.end - source.start))
        .values_list("words", flat=True)
        .get()
        for source in correction.sources.all()
    }


def _take_over(previous: Correction, draft: Correction) -> None:
    """Sources that are still there are chosen again; those that were replaced are not."""
    for source in previous.sources.select_related("version__document"):
        if source.version.document.current_id == source.version_id and source.version.document.withdrawn_at is None:
            source.pk, source.correction = None, draft
            source.save(force_insert=True)
    for one in previous.marks.all():
        one.pk, one.correction = None, draft
        one.save(force_insert=True)


def _own(correction: Correction, actor: User) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related("case")
    held = rows.filter(pk=correction.pk).first()
    if held is None or held.author_id != actor.pk or held.state != CorrectionState.DRAFT:
        raise NotAllowedError(
            _("This correction cannot be changed."), _("Only its author writes it, until it is sent.")
        )
    owned(held.case, actor)
    return held
