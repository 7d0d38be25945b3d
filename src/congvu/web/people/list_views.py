"""Lists of people: choose a file, see what it would do, take it over or put it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from congvu.accounts.models import RosterImport
from congvu.accounts.policies import can_manage_people
from congvu.accounts.roster.actions import apply_import, discard_import, plan_again, show_import
from congvu.accounts.roster.table import MAX_BYTES
from congvu.accounts.roster.types import Effect
from congvu.common.errors import CongVuError
from congvu.web.objects import Refused, visible_or_404
from congvu.web.people.forms import ListForm
from congvu.web.request import PersonRequest

_SHOWN = 200
"""Rows of each kind on the page; the counts are of all."""
_ORDER = (Effect.ENDED, Effect.MOVED, Effect.CHANGED, Effect.CREATED)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: PersonRequest) -> HttpResponse:
    """The form, and the lists of before."""
    if not can_manage_people(request.viewer):
        raise Refused
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["paper"]
        if file.size > MAX_BYTES:
            form.add_error("paper", _("The file is larger than 20 MB. Keep only the list of people in it."))
        else:
            try:
                found, _plan = show_import(
                    file.name or "", file.read(), complete=form.cleaned_data["complete"], actor=request.user
                )
                return HttpResponseRedirect(reverse("people:shown", args=[found.pk]))
            except CongVuError as error:
                form.add_error("paper", str(error))
    recent = RosterImport.objects.defer("content").select_related("uploaded_by")[:10]
    context = {"form": form, "recent": recent}
    return render(request, "people/upload.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def shown(request: PersonRequest, pk: str) -> HttpResponse:
    """What the list would do, worked out anew from the roster of this moment."""
    return _page(request, _import(request, pk))


def _page(request: PersonRequest, found: RosterImport, refused: str = "") -> HttpResponse:
    context: dict[str, object] = {"found": found, "counts": _counts(found.counts), "refused": refused}
    if found.state == RosterImport.State.SHOWN:
        plan = plan_again(found)
        rows = {effect: [change for change in plan.changes if change.effect == effect] for effect in _ORDER}
        context |= {
            "plan": plan,
            "counts": _counts(plan.counts()),
            "problems": plan.problems[:_SHOWN],
            "more_problems": max(0, len(plan.problems) - _SHOWN),
            "rows": [
                (_headings()[effect], changes[:_SHOWN], max(0, len(changes) - _SHOWN))
                for effect, changes in rows.items()
                if changes
            ],
            "nothing": not any(rows.values()),
        }
    return render(request, "people/shown.html", context, status=422 if refused else 200)


@require_POST
def apply(request: PersonRequest, pk: str) -> HttpResponse:
    """Take the list over as it was shown, or say why not."""
    found = _import(request, pk)
    try:
        plan = apply_import(
            found,
            skip_problems=bool(request.POST.get("skip")),
            digest=request.POST.get("digest", ""),
            actor=request.user,
        )
    except CongVuError as error:
        found.refresh_from_db()
        return _page(request, found, str(error))
    messages.success(
        request,
        _("Taken over: %(created)s new, %(moved)s moved, %(changed)s changed, %(ended)s ended.") % plan.counts(),
    )
    return HttpResponseRedirect(reverse("people:list"))


@require_POST
def discard(request: PersonRequest, pk: str) -> HttpResponse:
    """Put the list away; nothing of it is kept."""
    discard_import(_import(request, pk), actor=request.user)
    messages.success(request, _("The list is put away; nothing was taken over."))
    return HttpResponseRedirect(reverse("people:upload"))


def _import(request: PersonRequest, pk: str) -> RosterImport:
    if not can_manage_people(request.viewer):
        raise Refused(target_type="RosterImport", target_id=pk)
    return visible_or_404(RosterImport.objects.all(), pk)


def _counts(counts: dict[str, int]) -> list[tuple[str, int]]:
    words = {
        "created": _("new"), "moved": _("to another agency"), "changed": _("with changes"),
        "unchanged": _("as before"), "ended": _("leaving"), "problems": _("rows with flaws"),
    }  # fmt: skip
    return [(word, counts.get(name, 0)) for name, word in words.items()]


def _headings() -> dict[Effect, str]:
    return {
        Effect.ENDED: _("Accounts that end"), Effect.MOVED: _("To another agency"),
        Effect.CHANGED: _("Changes"), Effect.CREATED: _("New accounts"),
    }  # fmt: skip
