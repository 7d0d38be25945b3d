"""The audit log for auditors and operators: read, narrowed, taken along; never changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from congvu.accounts.policies import can_read_audit_log
from congvu.common import audit, audit_log
from congvu.common.clock import now
from congvu.web.audit.forms import LogForm
from congvu.web.audit.naming import kind_name
from congvu.web.audit.sheet import sheet
from congvu.web.objects import Refused
from congvu.web.request import PersonRequest

PER_PAGE = 50
MOST_ROWS = 50_000
"""Lines of one file: what a spreadsheet and a person can still look through."""


@never_cache
@require_safe
def log(request: PersonRequest) -> HttpResponse:
    """Events, newest first; ``?before=`` is the number of the event that the page goes on after."""
    _check(request)
    form = LogForm(request.GET)
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    page = audit_log.page(form.wanted(), before=number, size=PER_PAGE)
    context = {
        "form": form,
        "events": [(event, kind_name(event.action)) for event in page.events],
        "before": page.before,
        "is_first": number is None,
        "broken": audit_log.broken(page.events),
        "narrowed": any(form.cleaned_data.values()),
        "most_rows": MOST_ROWS,
    }
    return render(request, "audit/log.html", context)


@never_cache
@require_safe
def download(request: PersonRequest) -> HttpResponse:
    """The events that fit as a CSV file, the newest where there are too many; itself an event."""
    _check(request)
    wanted = LogForm(request.GET).wanted()
    rows = list(audit_log.events(wanted)[:MOST_ROWS])
    detail = {
        "rows": len(rows),
        "from": wanted.first.isoformat() if wanted.first else "",
        "to": wanted.last.isoformat() if wanted.last else "",
        "actor": wanted.actor,
        "action": wanted.action,
        "target": wanted.target,
    }
    audit.record("audit.exported", actor=request.user, detail=detail)
    name = f"nhat-ky-{now():%Y%m%d-%H%M%S}.csv"
    return HttpResponse(
        sheet(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


def _check(request: PersonRequest) -> None:
    if not can_read_audit_log(request.viewer):
        raise Refused
