"""The list of documents, and taking one out of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from congvu.corpus.models import Document
from congvu.corpus.policies import can_manage
from congvu.corpus.queries import documents_for
from congvu.index.queries import status
from congvu.ingestion.actions import withdraw_document
from congvu.ingestion.queries import worker_is_running
from congvu.web.context import may_supply
from congvu.web.library.forms import FilterForm
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest

PER_PAGE = 20
_ORDERS = {"": ("-issued_on", "title_key"), "title": ("title_key", "pk"), "added": ("-created_at", "-pk")}


@require_safe
def documents(request: PersonRequest) -> HttpResponse:
    """The library as this person may see it, searched, filtered, sorted, in pages."""
    form = FilterForm(request.GET, request.viewer)
    form.is_valid()
    chosen = form.cleaned_data
    found = documents_for(
        request.viewer,
        text=chosen.get("q", ""),
        kind=chosen.get("kind", ""),
        issuer=chosen.get("issuer", ""),
        agency=chosen.get("agency"),
        in_force={"yes": True, "no": False}.get(chosen.get("force", "")),
    ).order_by(*_ORDERS.get(chosen.get("sort", ""), _ORDERS[""]))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "narrowed": form.narrowed}
    if may_supply(request.viewer):
        context |= how_far_by_meaning()
    return render(request, "library/list.html", context)


@never_cache
@require_safe
def by_meaning(request: PersonRequest) -> HttpResponse:
    """How far the background is with making passages searchable by meaning; htmx asks until it is done."""
    if not may_supply(request.viewer):
        raise Refused
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(reverse("library:list"))
    return render(request, "components/by_meaning.html", how_far_by_meaning())


def how_far_by_meaning() -> dict[str, Any]:
    """``meaning`` (counts), and ``meaning_waits`` where nobody is at work on the rest."""
    counts = status()
    return {"meaning": counts, "meaning_waits": counts.with_vectors < counts.entries and not worker_is_running()}


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask whether it is meant, then take the document away from everybody."""
    document = visible_or_404(Document.objects.visible_to(request.viewer), pk)
    if not can_manage(request.viewer, document):
        raise Refused(document)
    if request.method != "POST":
        return render(request, "library/withdraw.html", {"document": document})
    withdraw_document(request.user, document)
    messages.success(request, _("“%(title)s” is withdrawn.") % {"title": document.title})
    return HttpResponseRedirect(reverse("library:list"))
