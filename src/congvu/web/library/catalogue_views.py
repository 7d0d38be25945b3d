"""The list of documents, and taking one out of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congvu.corpus.models import Document
from congvu.corpus.policies import can_manage
from congvu.corpus.queries import documents_for
from congvu.ingestion.actions import withdraw_document
from congvu.web.library.forms import FilterForm
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
    return render(request, "library/list.html", {"form": form, "page": page, "narrowed": form.narrowed})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask whether it is meant, then take the document away from everybody."""
    document = get_object_or_404(Document.objects.visible_to(request.viewer), pk=pk)
    if not can_manage(request.viewer, document):
        raise Http404
    if request.method != "POST":
        return render(request, "library/withdraw.html", {"document": document})
    withdraw_document(request.user, document)
    messages.success(request, _("“%(title)s” is withdrawn.") % {"title": document.title})
    return HttpResponseRedirect(reverse("library:list"))
