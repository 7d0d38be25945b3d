"""Writes on cases: take, give back, move, judge, settle. Each locks the case's row, so nobody takes what is taken."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import Agency, User, WorkField
from congvu.accounts.queries import viewer_for
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.knowledge.events import note, tell_askers
from congvu.knowledge.models import Case
from congvu.knowledge.policies import can_claim, can_move
from congvu.knowledge.types import CaseState, CorrectionState, Judgement, NoticeKind, Outcome
from congvu.text import clean

MAX_NOTE = 2000
"""Characters of a note."""


@transaction.atomic
def claim(case: Case, actor: User) -> Case:
    """Take a case; taking one's own again changes nothing. Raises NotAllowedError, or InvalidInputError when taken."""
    held = locked(case)
    if not can_claim(viewer_for(actor), held):
        raise NotAllowedError(_("This case is not of your field."))
    if held.owner_id == actor.pk:
        return held
    if held.state != CaseState.OPEN:
        raise InvalidInputError(_("Somebody else has taken this case."), _("Choose another one from the list."))
    return _take(held, actor)


@transaction.atomic
def claim_next(actor: User) -> Case | None:
    """Take the case of one's fields that is due first; two people at once get two cases. None where nothing waits."""
    waiting = Case.objects.claimable_by(viewer_for(actor)).filter(state=CaseState.OPEN).order_by("due_on", "pk")
    held = waiting.select_for_update(of=("self",), skip_locked=True).first()
    return _take(held, actor) if held is not None else None


@transaction.atomic
def release(case: Case, actor: User) -> Case:
    """Give a case back to the queue; a draft stays for whoever takes it next only as history, so it goes."""
    held = _own(case, actor)
    held.corrections.filter(state=CorrectionState.DRAFT).delete()
    held.owner, held.state = None, CaseState.OPEN
    held.save(update_fields=["owner", "state"])
    note(held, "released", actor=actor)
    return held


@transaction.atomic
def move(case: Case, actor: User, field: WorkField | None, agency: Agency | None) -> Case:
    """Give a case the right field and the agency in charge. It waits again for an expert of a new field."""
    held = locked(case)
    viewer = viewer_for(actor)
    if not can_move(viewer, held):
        raise NotAllowedError(_("This case is not of your field."))
    if held.state not in (CaseState.OPEN, CaseState.CLAIMED) or held.owner_id not in (None, actor.pk):
        raise InvalidInputError(_("Somebody works on this case."), _("Ask them to give it back first."))
    if held.field_id == (field.pk if field else None) and held.agency_id == (agency.pk if agency else None):
        return held
    if field != held.field:
        held.corrections.filter(state=CorrectionState.DRAFT).delete()
        held.owner, held.state = None, CaseState.OPEN
    held.field, held.agency = field, agency
    held.save(update_fields=["field", "agency", "owner", "state"])
    note(held, "moved", actor=actor, field=field.code if field else "", agency=agency.code if agency else "")
    return held


@transaction.atomic
def judge(case: Case, actor: User, judgement: str, words: str = "") -> Case:
    """Say how good the answer was. "Right" settles the case and the askers are told; the rest wants a correction."""
    held = _own(case, actor)
    if judgement not in Judgement.values:
        raise InvalidInputError(_("Say whether the answer is right."), _("Choose from the list."))
    held.judgement, held.judged_at = judgement, now()
    held.save(update_fields=["judgement", "judged_at"])
    note(held, "judged", actor=actor, words=short(words), judgement=judgement)
    if judgement == Judgement.RIGHT:
        return settle(held, Outcome.RIGHT, actor=actor, tell=NoticeKind.RIGHT)
    return held


@transaction.atomic
def close(case: Case, actor: User, words: str) -> Case:
    """Nothing can be answered from texts; why must be said, and the askers are told."""
    held = _own(case, actor)
    if not short(words):
        raise InvalidInputError(_("Say why nothing can be answered."), _("The person who asked reads it."))
    return settle(held, Outcome.NO_ANSWER, actor=actor, tell=NoticeKind.NO_ANSWER, words=short(words))


def settle(held: Case, outcome: Outcome, *, actor: User | None, tell: NoticeKind, words: str = "") -> Case:
    """The end of a case that the caller holds locked."""
    held.corrections.filter(state=CorrectionState.DRAFT).delete()
    held.state, held.outcome, held.settled_at = CaseState.SETTLED, outcome, now()
    held.save(update_fields=["state", "outcome", "settled_at"])
    tell_askers(held, tell)
    note(held, "settled", actor=actor, words=words, outcome=outcome.value)
    return held


def locked(case: Case) -> Case:
    """The case, held until the end of the transaction."""
    return Case.objects.select_for_update(of=("self",)).select_related("field", "agency", "owner").get(pk=case.pk)


def owned(case: Case, actor: User) -> Case:
    """The case, held, if this person works on it and may still do so."""
    held = locked(case)
    if held.owner_id != actor.pk or not can_claim(viewer_for(actor), held):
        raise NotAllowedError(_("Somebody else works on this case, or nobody."), _("Take it first."))
    return held


def short(words: str) -> str:
    """Cleaned; InvalidInputError where it is too long."""
    found = clean(words).strip()
    if len(found) > MAX_NOTE:
        raise InvalidInputError(_("This is longer than 2.000 characters."), _("Say it in fewer words."))
    return found


def _own(case: Case, actor: User) -> Case:
    held = owned(case, actor)
    if held.state != CaseState.CLAIMED:
        raise InvalidInputError(_("This case waits for something else just now."), _("Look at its history."))
    return held


def _take(held: Case, actor: User) -> Case:
    held.owner, held.state = actor, CaseState.CLAIMED
    held.save(update_fields=["owner", "state"])
    note(held, "claimed", actor=actor)
    return held
