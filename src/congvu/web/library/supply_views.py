"""Supplying documents: choose files, watch them being read, try again what failed."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from congvu.common.errors import CongVuError, NotAllowedError
from congvu.corpus.models import Document
from congvu.ingestion.actions import retry_item, start_run
from congvu.ingestion.archives import opened
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.ingestion.queries import progress, worker_is_running
from congvu.web.context import may_supply
from congvu.web.library.forms import SupplyForm
from congvu.web.library.outcomes import described
from congvu.web.objects import Refused, note_refused_choices, visible_or_404
from congvu.web.request import PersonRequest

_RECENT = 10


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: PersonRequest) -> HttpResponse:
    """The form; a good one starts a run and goes to its page."""
    if not may_supply(request.viewer):
        raise Refused
    form = SupplyForm(request.viewer, request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            started = _start(request, form)
            if started is not None:
                return HttpResponseRedirect(reverse("library:run", args=[started.pk]))
        note_refused_choices(request, form)
        status = 422
    recent = IngestionRun.objects.visible_to(request.viewer).select_related("agency", "started_by")[:_RECENT]
    context = {
        "form": form,
        "runs": [(one, progress(one)) for one in recent],
        "upload_max_mb": settings.CONGVU_UPLOAD_MAX_BYTES // 1024 // 1024,
    }
    return render(request, "library/upload.html", context, status=status)


def _start(request: PersonRequest, form: SupplyForm) -> IngestionRun | None:
    chosen = form.cleaned_data
    try:
        return start_run(
            request.user,
            opened([(file.name or "", content_of(file)) for file in chosen["papers"]]),
            agency=chosen["agency"],
            visibility=chosen["visibility"],
            groups=chosen.get("groups", ()),
        )
    except NotAllowedError:
        raise
    except CongVuError as error:
        form.add_error(None, str(error))
        return None


def content_of(file: UploadedFile[bytes]) -> bytes | Path:
    """Small files are in memory; larger ones lie in a temporary file and are handed on by their path."""
    return Path(file.temporary_file_path()) if isinstance(file, TemporaryUploadedFile) else file.read()


@never_cache
@require_safe
def run(request: PersonRequest, pk: str) -> HttpResponse:
    """How far a run is, file by file; asked for again by htmx until everything is done."""
    found = visible_or_404(IngestionRun.objects.visible_to(request.viewer).select_related("agency", "started_by"), pk)
    items = list(found.items.select_related("version__document").defer("version__text").order_by("ordinal"))
    documents = [item.version.document_id for item in items if item.version is not None]
    readable = frozenset(
        Document.objects.visible_to(request.viewer).filter(pk__in=documents).values_list("pk", flat=True)
    )
    how_far = progress(found)
    context = {
        "run": found,
        "progress": how_far,
        "stuck": not how_far.finished and not worker_is_running(),
        "items": [described(item, readable) for item in items],
    }
    fragment = "HX-Request" in request.headers
    return render(request, "components/run.html" if fragment else "library/run.html", context)


@require_POST
def retry(request: PersonRequest, pk: int) -> HttpResponse:
    """Put one file that failed back in the queue."""
    runs = IngestionRun.objects.visible_to(request.viewer)
    item = visible_or_404(IngestionItem.objects.filter(run__in=runs), pk)
    try:
        retry_item(request.user, item)
    except NotAllowedError:
        raise
    except CongVuError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("library:run", args=[item.run_id]))
