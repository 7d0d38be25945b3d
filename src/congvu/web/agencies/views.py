"""The agencies of the province through time, for everybody who has signed in."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from congvu.accounts.agency_history import history_of
from congvu.accounts.agency_search import FOUND_AT_MOST, agencies_ended, find_agencies, successors_of
from congvu.accounts.periods import in_words
from congvu.accounts.policies import can_manage_agencies
from congvu.accounts.queries import agencies_on, agency_by_code
from congvu.common.clock import today
from congvu.web.agencies import presenting
from congvu.web.agencies.forms import AgencyForm
from congvu.web.request import PersonRequest

PER_PAGE = 50


@require_safe
def agencies(request: PersonRequest) -> HttpResponse:
    """Agencies in Vietnamese order: those of a day, those that had ended by it, or those that fit a name or a code."""
    form = AgencyForm(request.GET)
    form.is_valid()
    text = form.cleaned_data.get("q", "").strip()
    on = form.cleaned_data.get("on") or today()
    ended = form.cleaned_data.get("ended", False)
    context = {
        "form": form,
        "text": text,
        "on": on,
        "ended": ended,
        "is_today": on == today(),
        "may_change": can_manage_agencies(request.viewer),
    }
    if text:
        rows = [presenting.found_row(found, on) for found in find_agencies(text, on)]
        return render(request, "agencies/list.html", {**context, "rows": rows, "more": len(rows) == FOUND_AT_MOST})
    page = Paginator(agencies_ended(on) if ended else agencies_on(on), PER_PAGE).get_page(request.GET.get("page"))
    after = successors_of(page.object_list, on) if ended else {}
    rows = [presenting.row(agency, on, after.get(agency.pk, ())) for agency in page.object_list]
    return render(request, "agencies/list.html", {**context, "rows": rows, "page": page})


@require_safe
def agency(request: PersonRequest, code: str) -> HttpResponse:
    """One agency with its history; any code that it has or had leads here."""
    found = agency_by_code(code)
    if found is None:
        raise Http404
    if found.code != code:
        return HttpResponseRedirect(presenting.url_of(found))
    history = history_of(found)
    told = {step.pk for successor in history.successors for step in successor.steps}
    context = {
        "history": history,
        "may_change": can_manage_agencies(request.viewer),
        "name": found.known_as(history.on),
        "ended": found.has_ended(history.on),
        "names": [(row.name, in_words(row.starts_on, row.ends_on), row.ordered_by) for row in history.names],
        "codes": [(row.code, in_words(row.starts_on, row.ends_on), row.get_scheme_display()) for row in history.codes],
        "parents": [
            (
                row.parent.known_as(row.starts_on or history.on),
                presenting.url_of(row.parent),
                in_words(row.starts_on, row.ends_on),
                row.ordered_by,
            )
            for row in history.parents
        ],
        "below": [presenting.row(unit, history.on) for unit in history.below],
        "came_from": [presenting.sentence(step) for step in history.came_from],
        "went_to": [presenting.sentence(step) for step in history.went_to if step.pk not in told],
        "in_its_place": [presenting.row(s.agency, history.on) for s in history.successors],
        "became": presenting.became(history.successors),
    }
    return render(request, "agencies/agency.html", context)
