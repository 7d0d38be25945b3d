"""Indicator sets: what they ask for and where that comes from; taking one over."""

from __future__ import annotations

import tomllib

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congvu.campaigns.models import IndicatorSet
from congvu.campaigns.scoring.actions import import_set
from congvu.campaigns.scoring.policies import can_score, can_see_scores
from congvu.campaigns.scoring.sets import parse, shipped
from congvu.campaigns.scoring.types import Formula, Indicators, Kind
from congvu.campaigns.scoring.words import number, rule
from congvu.common.errors import CongVuError, InvalidInputError
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest
from congvu.web.scoring.forms import SetForm

_MAX_BYTES = 1_000_000
_ANY_TARGET = 50


@require_safe
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """Every indicator with its formula in words and what is ours or from which text."""
    if not can_see_scores(request.viewer):
        raise Refused(target_type="IndicatorSet", target_id=pk)
    found = visible_or_404(IndicatorSet.objects.all(), pk)
    indicators = parse(found.content)
    groups = [
        (group, [(one, rule(one.formula, _ANY_TARGET), _of_target(one.formula)) for one in group.indicators])
        for group in indicators.groups
    ]
    context = {
        "set": found,
        "indicators": indicators,
        "groups": groups,
        "person_share": f"{number(indicators.person_share * 100)}%",
    }
    return render(request, "scoring/set.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: PersonRequest) -> HttpResponse:
    """Take over a set from a file, or one that comes with the program."""
    if not can_score(request.viewer):
        raise Refused
    form = SetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = import_set(_chosen(form), actor=request.user)
            return HttpResponseRedirect(reverse("scoring:set", args=[made.pk]))
        except CongVuError as error:
            form.add_error(None, str(error))
    status = 422 if request.method == "POST" else 200
    return render(request, "scoring/import.html", {"form": form}, status=status)


def _of_target(formula: Formula) -> bool:
    """Whether the campaign's target stands where a number would."""
    return formula.kind == Kind.RATIO and formula.full is None


def _chosen(form: SetForm) -> Indicators:
    paper = form.cleaned_data["paper"]
    if paper is None:
        if form.cleaned_data["code"]:
            return shipped(form.cleaned_data["code"])
        raise InvalidInputError(_("Nothing is chosen."), _("Choose a set or a file."))
    if paper.size > _MAX_BYTES:
        raise InvalidInputError(_("The file is larger than 1 MB."), _("An indicator set is a short text file."))
    try:
        return parse(tomllib.loads(paper.read().decode("utf-8")))
    except ValueError as error:
        raise InvalidInputError(
            _("%(path)s cannot be read as an indicator set: %(error)s.") % {"path": paper.name, "error": error},
            _("It must be a TOML file in UTF-8."),
        ) from error
