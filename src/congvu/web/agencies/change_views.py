"""What operators record of agencies: new ones, names, codes, places in the order of units, successors, ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from congvu.accounts.agencies import (
    AgencyData,
    add_code,
    create_agency,
    end_agency,
    move_agency,
    record_succession,
    rename_agency,
)
from congvu.accounts.models import Agency, User
from congvu.accounts.policies import can_manage_agencies
from congvu.accounts.queries import agency_by_code
from congvu.common.clock import today
from congvu.common.errors import CongVuError
from congvu.web.agencies import presenting
from congvu.web.agencies.forms import CodeForm, EndForm, MoveForm, NewAgencyForm, RenameForm, SuccessionForm
from congvu.web.objects import Refused
from congvu.web.request import PersonRequest

_Chosen = dict[str, Any]


def _rename(agency: Agency, actor: User, chosen: _Chosen) -> None:
    short_name, ordered_by = chosen["short_name"], chosen["ordered_by"]
    rename_agency(agency, chosen["name"], chosen["on"], short_name=short_name, ordered_by=ordered_by, actor=actor)


def _code(agency: Agency, actor: User, chosen: _Chosen) -> None:
    add_code(agency, chosen["code"], starts_on=chosen["starts_on"], ends_on=chosen["ends_on"], actor=actor)


def _move(agency: Agency, actor: User, chosen: _Chosen) -> None:
    move_agency(agency, chosen["parent"], chosen["on"], ordered_by=chosen["ordered_by"], actor=actor)


def _hand_on(agency: Agency, actor: User, chosen: _Chosen) -> None:
    function, ordered_by = chosen["function"], chosen["ordered_by"]
    record_succession(
        agency, chosen["successor"], chosen["kind"], chosen["on"],
        function=function, ordered_by=ordered_by, actor=actor,
    )  # fmt: skip


def _end(agency: Agency, actor: User, chosen: _Chosen) -> None:
    end_agency(agency, chosen["on"], ordered_by=chosen["ordered_by"], actor=actor)


CHANGES: dict[str, tuple[Promise, type[forms.Form], Callable[[Agency, User, _Chosen], None]]] = {
    "ten": (gettext_lazy("Another name"), RenameForm, _rename),
    "ma": (gettext_lazy("Another code"), CodeForm, _code),
    "truc-thuoc": (gettext_lazy("Under another unit"), MoveForm, _move),
    "ke-thua": (gettext_lazy("Somebody took over"), SuccessionForm, _hand_on),
    "cham-dut": (gettext_lazy("It ended"), EndForm, _end),
}
"""What can be recorded, by the last part of its address: in words, the form, the action."""


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PersonRequest) -> HttpResponse:
    """A new agency; afterwards its page."""
    if not can_manage_agencies(request.viewer):
        raise Refused
    form = NewAgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        data = AgencyData(
            chosen["code"], chosen["name"], chosen["short_name"], chosen["kind"], chosen["parent"], chosen["on"],
            chosen["ordered_by"],
        )  # fmt: skip
        try:
            made = create_agency(data, actor=request.user)
        except CongVuError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(name)s” is recorded.") % {"name": chosen["name"]})
            return HttpResponseRedirect(presenting.url_of(made))
    return render(request, "agencies/add.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PersonRequest, code: str, what: str) -> HttpResponse:
    """One kind of change to one agency; the others are a link away."""
    found = agency_by_code(code)
    if not can_manage_agencies(request.viewer):
        raise Refused(found) if found else Refused
    if found is None or what not in CHANGES:
        raise Http404
    label, form_class, act = CHANGES[what]
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(found, request.user, form.cleaned_data)
        except CongVuError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is recorded."))
            return HttpResponseRedirect(presenting.url_of(found))
    context = {
        "form": form,
        "code": found.code,
        "name": found.known_as(today()),
        "label": label,
        "what": what,
        "changes": [(key, words) for key, (words, _form, _act) in CHANGES.items()],
    }
    return render(request, "agencies/change.html", context, status=422 if request.method == "POST" else 200)
