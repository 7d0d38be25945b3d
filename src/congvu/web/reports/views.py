"""Pages of reports, for the province's operators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from congvu.campaigns.queries import participation
from congvu.common.errors import CongVuError
from congvu.reports import definitions
from congvu.reports.actions import file_of, issue, verify
from congvu.reports.exporters import MEDIA_TYPES, Format
from congvu.reports.exporters.pdf import is_available
from congvu.reports.frozen import Given
from congvu.reports.models import ReportRun
from congvu.reports.policies import can_issue_reports, can_see_reports
from congvu.reports.queries import compare
from congvu.reports.tables import COUNTS
from congvu.reports.types import Issue
from congvu.reports.wording import authority_lines
from congvu.web.objects import Refused, visible_or_404
from congvu.web.reports.forms import KINDS, OtherForm, ReportForm
from congvu.web.request import PersonRequest

_PER_PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD"])
def runs(request: PersonRequest) -> HttpResponse:
    """What was issued, the newest first."""
    if not can_see_reports(request.viewer):
        raise Refused
    found = ReportRun.objects.visible_to(request.viewer).defer("content", "rows").select_related("issued_by")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    rows = [(run, KINDS.get(run.definition, run.definition)) for run in page]
    return render(request, "reports/list.html", {"page": page, "rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: PersonRequest) -> HttpResponse:
    """Choose campaign, period and kind; what is issued stays."""
    if not can_issue_reports(request.viewer):
        raise Refused
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = issue(request.user, _given(form.cleaned_data))
        except CongVuError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("reports:run", args=[made.pk]))
    return render(request, "reports/make.html", {"form": form}, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def run(request: PersonRequest, pk: str) -> HttpResponse:
    """One issued report: its figures, its files, its hash."""
    found = visible_or_404(ReportRun.objects.visible_to(request.viewer), pk)
    context = {
        "run": found,
        "kind": KINDS.get(found.definition, found.definition),
        "rows": [[row["agency"], *(row[name] for name in COUNTS)] for row in found.rows],
        "headings": _headings().values(),
        "formats": [form for form in Format if form != Format.PDF or is_available()],
        "other": OtherForm(found, ReportRun.objects.visible_to(request.viewer)),
    }
    return render(request, "reports/run.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
def file(request: PersonRequest, pk: str, form: str) -> HttpResponse:
    """A file of an issued report, made of what was frozen."""
    found = visible_or_404(ReportRun.objects.visible_to(request.viewer), pk)
    if form not in set(Format):
        raise Http404
    try:
        data = file_of(found, Format(form))
    except CongVuError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("reports:run", args=[found.pk]))
    name = f"{found.definition}-{found.campaign}-{found.hash[:8]}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=MEDIA_TYPES[Format(form)], headers=headers)


@require_POST
def prove(request: PersonRequest, pk: str) -> HttpResponse:
    """Whether the run is what was issued; the finding is an event of the log."""
    found = visible_or_404(ReportRun.objects.visible_to(request.viewer), pk)
    verdict = verify(request.user, found)
    if verdict.intact:
        messages.success(request, _("The report is what was issued: its figures fit its hash."))
    else:
        messages.error(request, verdict.problem)
    return HttpResponseRedirect(reverse("reports:run", args=[found.pk]))


@never_cache
@require_http_methods(["GET", "HEAD"])
def differences(request: PersonRequest, pk: str) -> HttpResponse:
    """What changed from another run of the campaign to this one."""
    visible = ReportRun.objects.visible_to(request.viewer)
    found = visible_or_404(visible, pk)
    form = OtherForm(found, visible, request.GET)
    if not form.is_valid():
        return HttpResponseRedirect(reverse("reports:run", args=[found.pk]))
    other = form.cleaned_data["other"]
    told = compare(other, found)
    headings = _headings()
    changes = [(change, headings[change.field]) for change in told.changes]
    context = {"run": found, "other": other, "told": told, "changes": changes}
    return render(request, "reports/compare.html", context)


def _given(chosen: dict[str, Any]) -> Given:
    campaign = chosen["campaign"]
    figures = participation(campaign, chosen["first"], chosen["last"], roll_up=chosen["roll_up"])
    settled = Issue(
        number=chosen["number"],
        issued_on=chosen["issued_on"],
        accounts=chosen["accounts"],
        target=campaign.target,
        deadline=campaign.deadline,
        agency=chosen["agency"] if chosen["kind"] == definitions.SHEET else "",
        electronic=chosen["electronic"],
        authority=authority_lines(chosen["authority"].splitlines()),
        signer=" ".join(chosen["signer"].split()),
    )
    return Given(definitions.load(chosen["kind"]), figures, settled, {"roll_up": chosen["roll_up"]})


def _headings() -> dict[str, str]:
    """What the figures are called, by their field."""
    return {
        "accounts": _("Accounts"),
        "users": _("Users"),
        "likes": _("Likes"),
        "dislikes": _("Dislikes"),
        "questions": _("Questions"),
        "valid": _("Valid questions"),
    }
