"""The roster and one account of it; for operators, everybody else gets "not found"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from congvu.accounts.actions import (
    AccountData,
    end_account,
    grant_role,
    place,
    provision,
    revoke_role,
    take_back,
)
from congvu.accounts.models import User
from congvu.accounts.policies import can_manage_people
from congvu.accounts.queries import current_agency, people_for, roster_counts
from congvu.accounts.types import AccountSource, AccountState, Role
from congvu.common.clock import today
from congvu.common.errors import CongVuError
from congvu.web.objects import Refused, visible_or_404
from congvu.web.people.forms import GrantForm, PeopleFilterForm, PersonForm, PlaceForm
from congvu.web.request import PersonRequest

PER_PAGE = 50


@require_safe
def people(request: PersonRequest) -> HttpResponse:
    """The roster, searched and filtered, in pages; the three counts are of everybody."""
    _operators_only(request)
    form = PeopleFilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    state = chosen.get("state")
    found = people_for(
        request.viewer,
        text=chosen.get("q", ""),
        agency=chosen.get("agency"),
        state=AccountState(state) if state else None,
    ).prefetch_related("memberships__agency__names")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    day = today()
    rows = [(user, next((m for m in user.memberships.all() if m.holds(day)), None)) for user in page]
    counts = [(state.label, count) for state, count in roster_counts(request.viewer).items()]
    context = {"form": form, "page": page, "rows": rows, "counts": counts, "narrowed": form.narrowed}
    return render(request, "people/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PersonRequest) -> HttpResponse:
    """One new person, who comes in through the province's sign-on."""
    _operators_only(request)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if User.objects.filter(username__iexact=chosen["username"]).exists():
            form.add_error("username", _("This user name is taken."))
        else:
            data = AccountData(
                chosen["username"], chosen["full_name"], chosen["email"], chosen["agency"], chosen["title"]
            )
            user = provision(data, source=AccountSource.LIST, actor=request.user)
            messages.success(request, _("%(name)s is in the roster.") % {"name": user.full_name})
            return HttpResponseRedirect(reverse("people:account", args=[user.pk]))
    return render(request, "people/add.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_safe
def account(request: PersonRequest, pk: int) -> HttpResponse:
    """What is known of a person, their agencies and roles through time, and what can be done."""
    return _page(request, _person(request, pk))


def _page(
    request: PersonRequest, person: User, *, place_form: Form | None = None, grant_form: Form | None = None
) -> HttpResponse:
    day = today()
    agency = current_agency(person)
    grants = person.grants.select_related("field").prefetch_related("agency__names").order_by("-starts_on", "-pk")
    memberships = person.memberships.prefetch_related("agency__names").order_by("-starts_on", "-pk")
    now = next((m for m in memberships if m.holds(day)), None)
    context = {
        "person": person,
        "agency": agency,
        "memberships": memberships,
        "grants": [(grant, Role(grant.role).label, grant.holds(day)) for grant in grants],
        "place_form": place_form or PlaceForm(initial={"agency": agency, "title": now.title if now else ""}),
        "grant_form": grant_form or GrantForm(initial={"agency": agency}),
        "is_me": person.pk == request.user.pk,
    }
    wrong = (place_form is not None and place_form.errors) or (grant_form is not None and grant_form.errors)
    return render(request, "people/account.html", context, status=422 if wrong else 200)


@require_POST
def place_account(request: PersonRequest, pk: int) -> HttpResponse:
    """Move somebody, or take back somebody who had left."""
    person = _person(request, pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, person, place_form=form)
    agency, title = form.cleaned_data["agency"], form.cleaned_data["title"]
    if person.is_active:
        return _done(request, person, form, lambda: place(person, agency, title=title, actor=request.user))
    return _done(request, person, form, lambda: take_back(person, agency, title=title, actor=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask whether it is meant, then end the account."""
    person = _person(request, pk)
    if request.method != "POST":
        return render(request, "people/end.html", {"person": person})
    return _done(request, person, None, lambda: end_account(person, actor=request.user))


@require_POST
def give(request: PersonRequest, pk: int) -> HttpResponse:
    """Give a role."""
    person = _person(request, pk)
    form = GrantForm(request.POST)
    if not form.is_valid():
        return _page(request, person, grant_form=form)
    chosen = form.cleaned_data

    def act() -> None:
        grant_role(
            person, Role(chosen["role"]), agency=chosen["agency"], field=chosen["field"], actor=request.user
        )  # fmt: skip

    return _done(request, person, form, act)


@require_POST
def take(request: PersonRequest, pk: int, grant: int) -> HttpResponse:
    """Take a role away; the grant must be that person's."""
    person = _person(request, pk)
    found = visible_or_404(person.grants.all(), grant)
    return _done(request, person, None, lambda: revoke_role(found, actor=request.user))


def _done(request: PersonRequest, person: User, form: Form | None, act: Callable[[], Any]) -> HttpResponse:
    """Do it and go back to the person, with one line that says how it went."""
    try:
        act()
    except CongVuError as error:
        if form is not None:
            form.add_error(None, str(error))
            places = isinstance(form, PlaceForm)
            return _page(
                request, person, place_form=form if places else None, grant_form=None if places else form
            )  # fmt: skip
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done; it holds from now on."))
    return HttpResponseRedirect(reverse("people:account", args=[person.pk]))


def _person(request: PersonRequest, pk: int) -> User:
    if not can_manage_people(request.viewer):
        raise Refused(target_type="User", target_id=pk)
    return visible_or_404(User.objects.visible_to(request.viewer), pk)


def _operators_only(request: PersonRequest) -> None:
    if not can_manage_people(request.viewer):
        raise Refused
