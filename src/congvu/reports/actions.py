"""Issuing a report: frozen with its rows, hashed, written into the audit log, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from congvu import __version__
from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import CongVuError, NotAllowedError
from congvu.common.hashing import sha256_hex
from congvu.reports.compose import title_of
from congvu.reports.exporters import Format, export
from congvu.reports.frozen import Given, freeze, hash_of, thaw
from congvu.reports.models import ReportRun
from congvu.reports.policies import can_issue_reports, can_see_reports

_TITLE = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What ``verify`` found. ``files_equal`` is None where another version of the program made the files."""

    intact: bool
    files_equal: bool | None
    problem: str = ""


def issue(user: User, given: Given) -> ReportRun:
    """The issued run; the very same figures, definition and settings give the run that is there already.

    Raises NotAllowedError, or InvalidInputError where the report cannot be made.
    """
    if not user.is_active or not can_issue_reports(viewer_for(user)):
        raise NotAllowedError(_("You may not issue reports."), _("Ask an operator of the province."))
    content = freeze(given)
    digest = hash_of(content)
    made = export(given.definition, given.participation, given.issue, Format.DOCX)
    title = title_of(given.definition, given.participation, given.issue)[:_TITLE]
    with transaction.atomic():
        run, created = ReportRun.objects.get_or_create(
            hash=digest,
            defaults={
                "definition": given.definition.code,
                "campaign": given.participation.campaign,
                "title": title,
                "starts_on": given.participation.starts_on,
                "ends_on": given.participation.ends_on,
                "rule_version": given.participation.rule_version,
                "filters": dict(given.filters),
                "rows": content["participation"]["rows"],
                "content": content,
                "docx_hash": sha256_hex(made),
                "program": __version__,
                "issued_at": now(),
                "issued_by": user,
            },
        )
        if created:
            detail = {"hash": digest, "campaign": run.campaign, "definition": run.definition}
            audit.record("report.issued", actor=user, target=run, detail=detail)
    return run


def verify(user: User, run: ReportRun) -> Verdict:
    """Whether a run is what was issued: its hash fits its content, and its DOCX comes out the same, byte by byte.

    The hash also stands in the audit log, so a row that was changed together with its hash shows there. The finding is
    written into the log. Raises NotAllowedError.
    """
    if not user.is_active or not can_see_reports(viewer_for(user)):
        raise NotAllowedError(_("You may not see reports."), _("Ask an operator of the province."))
    verdict = _verdict(run)
    with transaction.atomic():
        audit.record(
            "report.verified",
            actor=user,
            target=run,
            outcome="ok" if verdict.intact else "broken",
            detail={"hash": run.hash, "files_equal": verdict.files_equal},
        )
    return verdict


def _verdict(run: ReportRun) -> Verdict:
    if hash_of(run.content) != run.hash:
        return Verdict(False, None, _("The content does not fit its hash."))
    if run.rows != run.content["participation"]["rows"]:
        return Verdict(False, None, _("The rows are not those that were issued."))
    if _logged_hash(run) not in (None, run.hash):
        return Verdict(False, None, _("The audit log tells another hash."))
    try:
        made = file_of(run, Format.DOCX)
    except (CongVuError, KeyError, TypeError, ValueError) as error:
        return Verdict(False, None, _("The report cannot be made again: %(error)s") % {"error": error})
    if sha256_hex(made) == run.docx_hash:
        return Verdict(True, True)
    if run.program != __version__:  # the figures are proved; another version may set them otherwise
        return Verdict(True, None)
    return Verdict(False, False, _("The file comes out differently."))


def _logged_hash(run: ReportRun) -> str | None:
    from congvu.common.models import AuditEvent

    event = AuditEvent.objects.filter(action="report.issued", object_type="ReportRun", object_id=str(run.pk)).first()
    found = event.detail.get("hash") if event else None
    return found if isinstance(found, str) else None


def file_of(run: ReportRun, to: Format) -> bytes:
    """A file of an issued report, made of what was frozen."""
    given = thaw(run.content)
    return export(given.definition, given.participation, given.issue, to)
