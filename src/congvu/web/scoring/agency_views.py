"""One agency's points with their reasons; what its coordinator states, and an operator's word on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congvu.accounts.models import Agency
from congvu.campaigns.models import ManualScore, ScoreRun
from congvu.campaigns.scoring.actions import Stated, settle, state
from congvu.campaigns.scoring.policies import can_confirm, can_score, can_see_all_scores, can_see_scores_of, can_state
from congvu.campaigns.scoring.queries import scored
from congvu.campaigns.scoring.sets import parse
from congvu.campaigns.scoring.types import Indicator, Kind
from congvu.common.errors import CongVuError
from congvu.corpus.models import Document
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest
from congvu.web.scoring.forms import StatementForm
from congvu.web.scoring.views import file_response, formats, run_or_404


@never_cache
@require_safe
def agency(request: PersonRequest, pk: str, agency: int) -> HttpResponse:
    """Every point: formula, figures, calculation, proof."""
    found, run = _agency(request, pk, agency)
    return _page(request, run, found)


@never_cache
@require_safe
def file(request: PersonRequest, pk: str, agency: int, form: str) -> HttpResponse:
    """One agency's sheet as a file."""
    found, run = _agency(request, pk, agency)
    return file_response(request, run, form, found.pk, reverse("scoring:agency", args=[pk, agency]))


@require_POST
def stated(request: PersonRequest, pk: str, agency: int, indicator: str) -> HttpResponse:
    """The coordinator states a manual indicator with its document."""
    if not can_state(request.viewer, agency):
        raise Refused(target_type="Agency", target_id=agency)
    found, run = _agency(request, pk, agency)
    wanted = next((one for one in _manual(run) if one.code == indicator), None)
    if wanted is None:
        raise Http404
    form = StatementForm(wanted, request.POST)
    if not form.is_valid():
        return _page(request, run, found, {wanted.code: form}, status=422)
    given = form.cleaned_data
    try:
        state(
            run,
            found,
            indicator,
            Stated(given["level"], given["number"], given["title"], given["issued_on"]),
            actor=request.user,
        )
        messages.success(request, _("Stated; it counts once an operator has confirmed it."))
    except CongVuError as error:
        form.add_error(None, str(error))
        return _page(request, run, found, {wanted.code: form}, status=422)
    return HttpResponseRedirect(reverse("scoring:agency", args=[pk, agency]))


@require_POST
def settled(request: PersonRequest, pk: str, stated: int) -> HttpResponse:
    """An operator confirms what was stated, or returns it with a reason."""
    if not can_score(request.viewer):
        raise Refused(target_type="ManualScore", target_id=stated)
    run = run_or_404(request, pk)
    found = visible_or_404(run.stated.all(), stated)
    if request.POST.get("stated_at", "") != found.stated_at.isoformat():
        messages.error(request, _("It was stated anew in the meantime. Look at it again."))
    else:
        confirm = request.POST.get("confirm") == "1"
        try:
            settle(found, confirm=confirm, actor=request.user, note=request.POST.get("note", ""))
            messages.success(request, _("Confirmed.") if confirm else _("Returned; the coordinator sees your reason."))
        except CongVuError as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(reverse("scoring:agency", args=[pk, found.agency_id]))


def _agency(request: PersonRequest, pk: str, agency: int) -> tuple[Agency, ScoreRun]:
    if not can_see_scores_of(request.viewer, agency):
        raise Refused(target_type="Agency", target_id=agency)
    return visible_or_404(Agency.objects.prefetch_related("names"), agency), run_or_404(request, pk)


def _page(
    request: PersonRequest,
    run: ScoreRun,
    agency: Agency,
    forms: dict[str, StatementForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    made = scored(run)
    sheet = made.of(agency.pk)
    if sheet is None:
        raise Http404
    statements = {one.indicator: one for one in run.stated.filter(agency=agency).select_related("stated_by")}
    proofs = {point.proof.document for point in sheet.points if point.proof and point.proof.document}
    readable = {d.pk: d for d in Document.objects.visible_to(request.viewer).filter(pk__in=proofs)}
    manual = {one.code: one for one in _manual(run)} if run.is_draft else {}
    may_state = can_state(request.viewer, agency.pk)
    rows = []
    for point in sheet.points:
        statement = statements.get(point.code)
        form = None
        if may_state and point.code in manual:
            form = (forms or {}).get(point.code) or StatementForm(manual[point.code], initial=_initial(statement))
        rows.append(
            {
                "point": point,
                "stated": statement,
                "level": _level(manual.get(point.code), statement),
                "form": form,
                "document": readable.get(point.proof.document) if point.proof and point.proof.document else None,
                "may_settle": run.is_draft
                and statement is not None
                and statement.state == ManualScore.State.STATED
                and can_confirm(request.viewer, statement.stated_by_id),
            }
        )
    context = {
        "run": run,
        "scored": made,
        "sheet": sheet,
        "rows": rows,
        "count": len(made.sheets),
        "everything": can_see_all_scores(request.viewer),
        "formats": formats(),
    }
    return render(request, "scoring/agency.html", context, status=status)


def _manual(run: ScoreRun) -> list[Indicator]:
    return [one for one in parse(run.indicators.content).indicators if one.formula.kind == Kind.MANUAL]


def _initial(stated: ManualScore | None) -> dict[str, Any]:
    names = ("level", "number", "issued_on", "title")
    return {name: getattr(stated, name) for name in names} if stated else {}


def _level(indicator: Indicator | None, stated: ManualScore | None) -> str:
    return indicator.formula.levels[stated.level][0] if indicator and stated else ""
