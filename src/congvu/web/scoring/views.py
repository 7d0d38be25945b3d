"""Scorings as a whole: list, ranking, what if, adoption, proof, files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from congvu.campaigns.models import ScoreRun
from congvu.campaigns.policies import agencies_seen
from congvu.campaigns.scoring.actions import adopt, open_draft, verify
from congvu.campaigns.scoring.policies import can_score, can_see_all_scores, can_see_scores
from congvu.campaigns.scoring.queries import indicator_sets, scored, what_if
from congvu.campaigns.scoring.sets import parse
from congvu.campaigns.scoring.types import Change
from congvu.common.errors import CongVuError, InvalidInputError
from congvu.reports.exporters import MEDIA_TYPES, Format
from congvu.reports.exporters.pdf import is_available
from congvu.reports.scores import FORMATS, export_scores
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest
from congvu.web.scoring.forms import DraftForm, WhatIfForm


@never_cache
@require_safe
def runs(request: PersonRequest) -> HttpResponse:
    """Scorings that this person sees, and the sets."""
    if not can_see_scores(request.viewer):
        raise Refused
    found = ScoreRun.objects.visible_to(request.viewer).select_related("campaign", "indicators").defer("content")
    context = {"runs": found, "sets": indicator_sets(), "may_score": can_score(request.viewer)}
    return render(request, "scoring/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: PersonRequest) -> HttpResponse:
    """A new draft, or the one that is there."""
    if not can_score(request.viewer):
        raise Refused
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            made = open_draft(
                chosen["campaign"],
                chosen["indicators"],
                actor=request.user,
                roll_up=chosen["roll_up"] or ScoreRun.RollUp.AS_WAS,
            )
            return HttpResponseRedirect(reverse("scoring:run", args=[made.pk]))
        except CongVuError as error:
            form.add_error(None, str(error))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "sets": indicator_sets()}
    return render(request, "scoring/make.html", context, status=status)


@never_cache
@require_safe
def run(request: PersonRequest, pk: str) -> HttpResponse:
    """The ranking; whoever sees one agency only goes on to that one."""
    found = run_or_404(request, pk)
    made = scored(found)
    everything = can_see_all_scores(request.viewer)
    mine = agencies_seen(request.viewer)
    shown = [sheet for sheet in made.sheets if everything or sheet.agency_id in mine]
    context = {
        "run": found,
        "scored": made,
        "sheets": shown,
        "count": len(made.sheets),
        "everything": everything,
        "may_score": can_score(request.viewer),
        "waiting": found.stated.filter(state="stated").count() if everything else 0,
        "formats": formats(),
    }
    return render(request, "scoring/run.html", context)


@never_cache
@require_safe
def try_out(request: PersonRequest, pk: str) -> HttpResponse:
    """Other points and thresholds: how the ranking moves. Nothing is stored."""
    if not can_score(request.viewer):
        raise Refused(target_type="ScoreRun", target_id=pk)
    found = run_or_404(request, pk)
    if not found.is_draft:
        return HttpResponseRedirect(reverse("scoring:run", args=[pk]))
    form = _what_if_form(found, request.GET)
    changes: dict[str, Change] = {}
    moves: Any = ()
    made = scored(found)
    if form.is_bound and form.is_valid():
        changes = form.changes()
        try:
            made, moves = what_if(found, changes)
        except InvalidInputError as error:
            form.add_error(None, str(error))
    context = {"run": found, "form": form, "scored": made, "moves": moves, "changes": changes}
    return render(request, "scoring/what_if.html", context)


@require_POST
def adopted(request: PersonRequest, pk: str) -> HttpResponse:
    """Freeze the draft, with the changes that stood on the page of what if."""
    if not can_score(request.viewer):
        raise Refused(target_type="ScoreRun", target_id=pk)
    found = run_or_404(request, pk)
    form = _what_if_form(found, request.POST)
    try:
        if form.is_bound and not form.is_valid():
            raise InvalidInputError(_("A number cannot be read."), _("Go back and check the numbers."))
        adopt(found, actor=request.user, changes=form.changes() if form.is_bound else {})
        messages.success(request, _("Adopted; from now on nothing of it changes."))
    except CongVuError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("scoring:run", args=[pk]))


@require_POST
def prove(request: PersonRequest, pk: str) -> HttpResponse:
    """Whether an adopted scoring is what was adopted."""
    if not can_see_all_scores(request.viewer):
        raise Refused(target_type="ScoreRun", target_id=pk)
    found = run_or_404(request, pk)
    try:
        problem = verify(found, actor=request.user)
    except CongVuError as error:
        problem = str(error)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("The scores are what was adopted: they fit their hash and their figures."))
    return HttpResponseRedirect(reverse("scoring:run", args=[pk]))


@never_cache
@require_safe
def file(request: PersonRequest, pk: str, form: str) -> HttpResponse:
    """The ranking as a file."""
    if not can_see_all_scores(request.viewer):
        raise Refused(target_type="ScoreRun", target_id=pk)
    found = run_or_404(request, pk)
    return file_response(request, found, form, None, reverse("scoring:run", args=[pk]))


def run_or_404(request: PersonRequest, pk: str) -> ScoreRun:
    visible = ScoreRun.objects.visible_to(request.viewer).select_related("campaign", "indicators", "adopted_by")
    return visible_or_404(visible, pk)


def formats() -> list[Format]:
    return [form for form in FORMATS if form != Format.PDF or is_available()]


def file_response(request: PersonRequest, run: ScoreRun, form: str, agency: int | None, back: str) -> HttpResponse:
    """A download, or the page again with what went wrong."""
    if form not in set(FORMATS):
        raise Http404
    try:
        data = export_scores(scored(run), Format(form), agency)
    except CongVuError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(back)
    name = f"cham-diem-{run.campaign.code}-{str(run.pk)[:8]}{f'-{agency}' if agency else ''}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=MEDIA_TYPES[Format(form)], headers=headers)


def _what_if_form(run: ScoreRun, data: QueryDict) -> WhatIfForm:
    """Bound only where numbers were sent."""
    given = any(name.startswith(("max-", "full-")) for name in data)
    return WhatIfForm(parse(run.indicators.content), data if given else None, run.campaign.target)
