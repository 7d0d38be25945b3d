"""Rankers with the tables of the gate; letting one serve that passed, and going back, in one step each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congvu.common.errors import InvalidInputError
from congvu.retrieval.models import Judgement, RankerVersion
from congvu.retrieval.policies import can_manage_rankers
from congvu.retrieval.rankers import active_ranker, default_ranker, go_back
from congvu.retrieval.rankers import promote as let_serve
from congvu.web.objects import Refused
from congvu.web.request import PersonRequest

TYPINGS = {
    "as_written": gettext_lazy("as written"),
    "no_diacritics": gettext_lazy("without diacritics"),
    "half_diacritics": gettext_lazy("half of the diacritics"),
    "typos": gettext_lazy("with slips"),
}


@dataclass(frozen=True, slots=True)
class GateLine:
    """One line of the gate's table, in points out of a hundred."""

    label: str
    typing: str
    before: float
    after: float
    change: str


@never_cache
@require_safe
def rankers(request: PersonRequest) -> HttpResponse:
    """Every ranker that was learned here, the newest first, and the one that serves."""
    _check(request)
    rows = RankerVersion.objects.defer("document").order_by("-pk")
    context = {
        "serving": active_ranker().version,
        "own": default_ranker().version,
        "rankers": [(row, _lines(row.verdict)) for row in rows],
        "can_go_back": any(row.active for row in rows),
        "judgements": Judgement.objects.count(),
        "questions": Judgement.objects.values("question").distinct().count(),
    }
    return render(request, "rankers/list.html", context)


@require_POST
def promote(request: PersonRequest, version: str) -> HttpResponse:
    """Let a ranker serve that passed the gate."""
    _check(request)
    if not RankerVersion.objects.filter(version=version).exists():
        raise Http404
    try:
        let_serve(version, request.user)
        messages.success(request, _("%(version)s serves from the next question on.") % {"version": version})
    except InvalidInputError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("rankers:list"))


@require_POST
def back(request: PersonRequest) -> HttpResponse:
    """Let the one serve again that served before."""
    _check(request)
    try:
        messages.success(
            request, _("%(version)s serves from the next question on.") % {"version": go_back(request.user)}
        )
    except InvalidInputError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("rankers:list"))


def _check(request: PersonRequest) -> None:
    if not can_manage_rankers(request.viewer):
        raise Refused


def _lines(verdict: dict[str, Any]) -> list[GateLine]:
    return [
        GateLine(
            row["set"],
            str(TYPINGS.get(row["typing"], row["typing"])),
            round(100 * row["before"], 1),
            round(100 * row["after"], 1),
            f"{100 * (row['after'] - row['before']):+.1f}".replace(".", ","),
        )
        for row in verdict.get("rows", [])
    ]
