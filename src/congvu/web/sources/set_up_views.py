"""Setting sources up, and the keys of those who send to them; for operators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from congvu.common.errors import CongVuError, InvalidInputError
from congvu.ingestion.connector_models import SourceConnection
from congvu.ingestion.source_keys import make_key, revoke_key
from congvu.ingestion.source_policies import can_set_up_sources
from congvu.ingestion.sources import change_source, create_source
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest
from congvu.web.sources.forms import KeyForm, SourceForm
from congvu.web.sources.source_views import shown, source_or_404, to


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: PersonRequest) -> HttpResponse:
    """A new source."""
    if not can_set_up_sources(request.viewer):
        raise Refused
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return to(create_source(form.data_of(), actor=request.user))
        except InvalidInputError as error:
            form.add_error(None, str(error))
    return render(request, "sources/form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PersonRequest, code: str) -> HttpResponse:
    """Change how a source is looked at."""
    found = _set_up(request, code)
    form = SourceForm(request.POST or None, connection=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_source(found, form.data_of(), actor=request.user)
            messages.success(request, _("Done; it holds from now on."))
            return to(found)
        except InvalidInputError as error:
            form.add_error(None, str(error))
    context = {"form": form, "connection": found}
    return render(request, "sources/form.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_POST
def key(request: PersonRequest, code: str) -> HttpResponse:
    """Make a key; it is on this page and never again."""
    found = _set_up(request, code)
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            return shown(request, found, token=make_key(found, form.cleaned_data["name"], actor=request.user))
        except CongVuError as error:
            form.add_error("name", str(error))
    return shown(request, found, key_form=form, status=422)


@require_POST
def revoke(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Refuse a key from now on."""
    found = _set_up(request, code)
    one = visible_or_404(found.keys.all(), pk)
    revoke_key(one, actor=request.user)
    messages.success(request, _("The key of “%(name)s” is refused from now on.") % {"name": one.name})
    return HttpResponseRedirect(reverse("sources:source", args=[code]))


def _set_up(request: PersonRequest, code: str) -> SourceConnection:
    found = source_or_404(request, code)
    if not can_set_up_sources(request.viewer):
        raise Refused(found)
    return found
