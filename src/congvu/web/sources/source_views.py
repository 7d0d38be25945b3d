"""Sources as operators and coordinators see them: what came, what did not and why, and trying again."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congvu.common.errors import CongVuError, InvalidInputError, NotAllowedError
from congvu.corpus.models import Document
from congvu.ingestion.arrivals import retry_all as retry_failed
from congvu.ingestion.arrivals import retry_arrival, supply_by_hand
from congvu.ingestion.connector_models import Arrival, SourceConnection
from congvu.ingestion.forgetting import can_retry_any
from congvu.ingestion.queries import worker_is_running
from congvu.ingestion.source_policies import can_set_up_sources
from congvu.ingestion.source_queries import counts_of, last_runs, open_organs
from congvu.ingestion.sources import ask_for_run
from congvu.web.context import may_supply
from congvu.web.library.supply_views import content_of
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest
from congvu.web.sources.forms import KeyForm, PapersForm
from congvu.web.sources.presenting import arrival_rows, source_rows

PER_PAGE = 30
_RUNS = 5


@never_cache
@require_safe
def sources(request: PersonRequest) -> HttpResponse:
    """The sources that this person looks after, each with its last look and what waits or failed."""
    if not may_supply(request.viewer):
        raise Refused
    found = list(SourceConnection.objects.visible_to(request.viewer).select_related("source", "agency"))
    may_set_up = can_set_up_sources(request.viewer)
    context = {
        "rows": source_rows(found, counts_of(found), last_runs(found)),
        "may_set_up": may_set_up,
        "open_organs": open_organs().count() if may_set_up else 0,
    }
    return render(request, "sources/list.html", context)


@never_cache
@require_safe
def source(request: PersonRequest, code: str) -> HttpResponse:
    """One source: looks, what came, keys."""
    return shown(request, source_or_404(request, code))


@require_POST
def run(request: PersonRequest, code: str) -> HttpResponse:
    """Have it looked at now."""
    found = source_or_404(request, code)
    try:
        ask_for_run(request.user, found)
    except NotAllowedError:
        raise
    except CongVuError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The source is being looked at; reload this page in a moment."))
    return to(found)


@require_POST
def retry(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Try one thing again."""
    found = source_or_404(request, code)
    arrival = visible_or_404(found.arrivals.all(), pk)
    try:
        retry_arrival(request.user, arrival)
    except NotAllowedError:
        raise
    except CongVuError as error:
        messages.error(request, str(error))
    return to(found)


@require_POST
def retry_all(request: PersonRequest, code: str) -> HttpResponse:
    """Try everything again that failed."""
    found = source_or_404(request, code)
    count = retry_failed(request.user, found)
    words = ngettext("%(count)d is tried again.", "%(count)d are tried again.", count)
    messages.success(request, words % {"count": count})
    return to(found)


@require_POST
def supply(request: PersonRequest, code: str) -> HttpResponse:
    """Files by hand; archives are unpacked."""
    found = source_or_404(request, code)
    form = PapersForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, found, papers=form, status=422)
    files = [(file.name or "", content_of(file)) for file in form.cleaned_data["papers"]]
    try:
        new = supply_by_hand(request.user, found, files)
    except InvalidInputError as error:
        form.add_error("papers", str(error))
        return shown(request, found, papers=form, status=422)
    words = ngettext("%(count)d new file was taken in.", "%(count)d new files were taken in.", new)
    messages.success(request, words % {"count": new})
    return to(found)


def shown(
    request: PersonRequest,
    found: SourceConnection,
    *,
    token: str = "",
    key_form: KeyForm | None = None,
    papers: PapersForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a source; ``token`` is a key that was made just now, to be seen this once."""
    state = request.GET.get("trang-thai", "")
    arrivals = found.arrivals.prefetch_related("documents").defer("facts")
    if state in Arrival.State.values:
        arrivals = arrivals.filter(state=state)
    page = Paginator(arrivals, PER_PAGE).get_page(request.GET.get("page"))
    documents = [document.pk for arrival in page for document in arrival.documents.all()]
    readable = Document.objects.visible_to(request.viewer).filter(pk__in=documents).values_list("pk", flat=True)
    counts = counts_of([found])[found.pk]
    context = {
        "connection": found,
        "row": source_rows([found], {found.pk: counts}, last_runs([found]))[0],
        "runs": found.runs.all()[:_RUNS],
        "page": page,
        "arrivals": arrival_rows(page, frozenset(readable)),
        "states": [(value, label, counts[value]) for value, label in Arrival.State.choices if counts.get(value)],
        "state": state,
        "can_retry_any": bool(counts.get(Arrival.State.FAILED)) and can_retry_any(found),
        "stuck": bool(counts.get(Arrival.State.QUEUED)) and not worker_is_running(),
        "may_set_up": can_set_up_sources(request.viewer),
        "keys": found.keys.all(),
        "takes_keys": found.connector == SourceConnection.Connector.ENDPOINT,
        "is_fetched": found.connector not in (SourceConnection.Connector.ENDPOINT, SourceConnection.Connector.UPLOAD),
        "receive_at": request.build_absolute_uri(reverse("receive")),
        "token": token,
        "key_form": key_form or KeyForm(),
        "papers": papers or PapersForm(),
    }
    return render(request, "sources/source.html", context, status=status)


def source_or_404(request: PersonRequest, code: str) -> SourceConnection:
    """The source of a code among those that the person looks after."""
    pk = SourceConnection.objects.filter(source__code=code).values_list("pk", flat=True).first()
    visible = SourceConnection.objects.visible_to(request.viewer).select_related("source", "agency")
    return visible_or_404(visible, pk or 0)


def to(found: SourceConnection) -> HttpResponseRedirect:
    """Back to the page of a source."""
    return HttpResponseRedirect(reverse("sources:source", args=[found.source.code]))
