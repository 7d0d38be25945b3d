"""Asking an agency for the data that an answer needs, until it has come."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import Agency, User
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.clock import now, today
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.corpus.models import Document
from congvu.knowledge.actions import locked, owned, short
from congvu.knowledge.conf import case_days
from congvu.knowledge.events import note, tell_askers
from congvu.knowledge.models import Case, DataRequest
from congvu.knowledge.policies import can_supply
from congvu.knowledge.types import CaseState, Lack, NoticeKind, RequestState
from congvu.legal import symbol_key

_LONGEST = 500


@transaction.atomic
def ask_for_data(case: Case, actor: User, agency: Agency, lack: str, what: str, number: str = "") -> DataRequest:
    """The case waits from now on; whoever asked is told. Only whoever works on the case asks."""
    held = owned(case, actor)
    if held.state not in (CaseState.CLAIMED, CaseState.WAITING):
        raise InvalidInputError(_("This case waits for something else just now."), _("Look at its history."))
    words, symbol = short(what), short(number)[:120]
    if lack not in Lack.values or not words or len(words) > _LONGEST:
        raise InvalidInputError(_("Say which document is needed, in at most 500 characters."), _("Name it exactly."))
    request: DataRequest = DataRequest.objects.create(
        case=held,
        agency=agency,
        lack=lack,
        what=words,
        number=symbol,
        number_key=symbol_key(symbol)[:120] if symbol else "",
        requested_by=actor,
        requested_at=now(),
        due_on=today() + dt.timedelta(days=case_days()),
    )
    held.state = CaseState.WAITING
    held.save(update_fields=["state"])
    note(held, "data_asked", actor=actor, words=words, request=request.pk, agency=agency.code)
    audit.record("data.requested", actor=actor, target=request, detail={"agency": agency.code, "lack": lack})
    tell_askers(held, NoticeKind.DATA_ASKED)
    return request


@transaction.atomic
def arrived(request: DataRequest, actor: User | None, document: Document) -> DataRequest:
    """The document is here: the case goes on, and whoever asked is told. ``actor`` None is the program."""
    held, case = _held(request, actor)
    if held.state != RequestState.OPEN:
        return held
    if actor is not None and not Document.objects.visible_to(viewer_for(actor)).filter(pk=document.pk).exists():
        raise NotAllowedError(_("This document was not found."))
    held.document = document
    return _close(held, case, RequestState.ARRIVED, actor, "", NoticeKind.DATA_ARRIVED)


@transaction.atomic
def refuse(request: DataRequest, actor: User, why: str) -> DataRequest:
    """It cannot be supplied; why must be said, and the expert decides what follows."""
    held, case = _held(request, actor)
    words = short(why)[:_LONGEST]
    if not words:
        raise InvalidInputError(_("Say why it cannot be supplied."), _("The expert reads it."))
    if held.state != RequestState.OPEN:
        return held
    return _close(held, case, RequestState.REFUSED, actor, words, NoticeKind.DATA_REFUSED)


def sweep_arrivals() -> int:
    """Requests whose document has come in by its number since; how many."""
    count = 0
    for request in DataRequest.objects.filter(state=RequestState.OPEN).exclude(number_key=""):
        came = Document.objects.filter(
            number_key=request.number_key, withdrawn_at=None, current__created_at__gt=request.requested_at
        ).first()
        if came is not None:
            arrived(request, None, came)
            count += 1
    return count


def _held(request: DataRequest, actor: User | None) -> tuple[DataRequest, Case]:
    case = locked(request.case)
    held = DataRequest.objects.select_for_update(of=("self",)).select_related("case").get(pk=request.pk)
    if actor is not None and not can_supply(viewer_for(actor), held):
        raise NotAllowedError(_("This request is not for your agency."))
    return held, case


def _close(
    held: DataRequest, case: Case, state: RequestState, actor: User | None, words: str, told: NoticeKind
) -> DataRequest:
    held.state, held.note, held.closed_by, held.closed_at = state, words, actor, now()
    held.save()
    if case.state == CaseState.WAITING and not case.requests.filter(state=RequestState.OPEN).exists():
        case.state = CaseState.CLAIMED if case.owner_id else CaseState.OPEN
        case.save(update_fields=["state"])
    note(case, "data_" + state, actor=actor, words=words, request=held.pk)
    audit.record(f"data.{state}", actor=actor, target=held)
    tell_askers(case, told)
    return held
