"""``congvu report``: official reports on a campaign, as files and as issued runs."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.config.commands.output import json_option, write_file, write_json
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.campaigns.models import Campaign
    from congvu.reports.frozen import Given
    from congvu.reports.models import ReportRun

_FORMATS = ("docx", "pdf", "xlsx", "csv", "json")
_KINDS = {
    "letter": "participation_letter",
    "appendix": "participation_appendix",
    "report": "participation_report",
    "agency": "agency_sheet",
}
_DATE = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("report", help=_("Official reports on a campaign."))
def command() -> None:
    """Commands on reports."""


@command.command("participation", help=_("Who took part, agency by agency, in the official form."))
@click.option("--campaign", "code", required=True, metavar="CODE", help=_("The campaign's code."))
@click.option("--from", "first", type=_DATE, metavar="DATE", help=_("The first day; the campaign's by default."))
@click.option("--to", "last", type=_DATE, metavar="DATE", help=_("The last day, included."))
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True, help=_("What to write."))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True), required=True,
              help=_("The file to write; - for standard output."))  # fmt: skip
@click.option(
    "--kind",
    type=click.Choice(list(_KINDS)),
    default="letter",
    show_default=True,
    help=_("The letter with its appendix, the appendix alone, the report, or one agency's sheet."),
)
@click.option("--definition", type=_FILE, help=_("A definition of your own (TOML) instead."))
@click.option("--agency", default="", metavar="NAME", help=_("The agency that the sheet is about, as in the table."))
@click.option("--roll-up", type=click.Choice(["as-was", "as-of-today"]), default="as-was", show_default=True,
              help=_("Agencies as they were, or as they are today."))  # fmt: skip
@click.option("--accounts", type=click.IntRange(min=1), help=_("Accounts in all, where the figures do not tell."))
@click.option("--number", type=click.IntRange(min=1), help=_("The document's number; left open without it."))
@click.option("--issued-on", type=_DATE, metavar="DATE", help=_("The document's date; left open without it."))
@click.option("--electronic", is_flag=True, help=_("An electronic document: the appendix names no number and date."))
@click.option("--authority", default="", metavar="TEXT",
              help=_("Who signs, by commas (“KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC”); the definition's by default."))  # fmt: skip
@click.option("--signer", default="", metavar="NAME", help=_("The signer's name."))
@click.option("--words", "words", multiple=True, metavar="FIGURE=TEXT", help=_("Your own words for a figure."))
@click.option("--as", "username", metavar="USER", help=_("The operator who does it; needed to issue."))
@click.option("--issue", "issuing", is_flag=True, help=_("Keep it as an issued run that can be verified later."))
@json_option
def participation(
    code: str,
    first: dt.datetime | None,
    last: dt.datetime | None,
    form: str,
    out: Path,
    roll_up: str,
    username: str | None,
    issuing: bool,
    as_json: bool,
    **settled: Any,
) -> None:
    """Writes one file. Whoever can start this command on the server sees the figures; issuing takes an operator."""
    from congvu.config import boot

    boot.database()
    from congvu.reports.exporters import Format, export

    if issuing and username is None:
        raise InvalidInputError(_("Issuing needs the name of an operator."), _("Add --as USER."))
    given = _given(_campaign(code, username), first, last, roll_up.replace("-", "_"), settled)
    run = _issued(username, given) if issuing and username else None
    data = export(given.definition, given.participation, given.issue, Format(form))
    write_file(out, data)
    issued = {"run": str(run.pk), "hash": run.hash} if run else {"run": None, "hash": None}
    told = {"file": str(out), "bytes": len(data), **issued}
    if str(out) == "-":
        return
    if as_json:
        write_json(told)
        return
    click.echo(_("{path}: {count} bytes").format(path=out, count=len(data)))
    if run:
        click.echo(_("Issued as {run}, hash {hash}").format(run=run.pk, hash=run.hash))


@command.command("verify", help=_("Prove that an issued report is what was issued."))
@click.argument("run", type=click.UUID)
@click.option("--as", "username", required=True, metavar="USER", help=_("The operator who does it."))
@json_option
def verify_run(run: uuid.UUID, username: str, as_json: bool) -> int:
    """Exit status 0 where it is intact, 2 where it is not."""
    from congvu.config import boot

    boot.database()
    from congvu.config.commands.people import person
    from congvu.reports.actions import verify

    user = person(username)
    found = _run(user, run)
    verdict = verify(user, found)
    if as_json:
        told = {"intact": verdict.intact, "files_equal": verdict.files_equal, "problem": verdict.problem}
        write_json({"run": str(run), "hash": found.hash, **told})
    else:
        click.echo(_("Intact: {hash}").format(hash=found.hash) if verdict.intact else verdict.problem)
    return 0 if verdict.intact else 2


@command.command("compare", help=_("What changed from one issued report to another."))
@click.argument("before", type=click.UUID)
@click.argument("after", type=click.UUID)
@click.option("--as", "username", required=True, metavar="USER", help=_("The operator who does it."))
@json_option
def compare_runs(before: uuid.UUID, after: uuid.UUID, username: str, as_json: bool) -> None:
    """Agencies that went or came, and every figure that differs."""
    from congvu.config import boot

    boot.database()
    from congvu.config.commands.people import person
    from congvu.reports.queries import compare

    user = person(username)
    found = compare(_run(user, before), _run(user, after))
    if as_json:
        changes = [
            {"agency": c.agency, "field": c.field, "before": c.before, "after": c.after} for c in found.changes
        ]
        write_json({"gone": list(found.gone), "new": list(found.new), "changes": changes})
        return
    lines = [f"- {name}" for name in found.gone] + [f"+ {name}" for name in found.new]
    lines += [f"{c.agency}\t{c.field}\t{c.before} → {c.after}" for c in found.changes]
    click.echo("\n".join(lines) or _("No figure differs."))


def _campaign(code: str, username: str | None) -> Campaign:
    from congvu.accounts.queries import viewer_for
    from congvu.campaigns.models import Campaign
    from congvu.config.commands.people import person
    from congvu.reports.policies import can_see_reports

    if username is not None and not can_see_reports(viewer_for(person(username))):
        raise NotAllowedError(_("This account may not see the figures of all agencies."), _("Name an operator."))
    found = Campaign.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Campaign.objects.values_list("code", flat=True)) or "-"
        raise InvalidInputError(
            _("There is no campaign “{code}”.").format(code=code), _("Campaigns: {codes}.").format(codes=known)
        )
    return found


def _given(
    campaign: Campaign, first: dt.datetime | None, last: dt.datetime | None, roll_up: Any, settled: dict[str, Any]
) -> Given:
    from congvu.campaigns.queries import participation as figures_of
    from congvu.reports import definitions
    from congvu.reports.frozen import Given
    from congvu.reports.types import Issue
    from congvu.reports.wording import authority_lines

    own = settled["definition"]
    definition = definitions.load_file(own) if own else definitions.load(_KINDS[settled["kind"]])
    figures = figures_of(campaign, _day(first), _day(last), roll_up=roll_up)
    issue = Issue(
        number=settled["number"],
        issued_on=_day(settled["issued_on"]),
        accounts=settled["accounts"],
        target=campaign.target,
        deadline=campaign.deadline,
        agency=settled["agency"],
        electronic=settled["electronic"],
        words=dict(_pair(text) for text in settled["words"]),
        authority=authority_lines(settled["authority"].split(",")),
        signer=" ".join(settled["signer"].split()),
    )
    return Given(definition, figures, issue, {"roll_up": roll_up})


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InvalidInputError(_("“{text}” names no figure.").format(text=text), _("Write FIGURE=TEXT."))
    return name.strip(), value


def _issued(username: str, given: Given) -> ReportRun:
    from congvu.config.commands.people import person
    from congvu.reports.actions import issue

    return issue(person(username), given)


def _run(user: Any, key: uuid.UUID) -> ReportRun:
    from congvu.accounts.queries import viewer_for
    from congvu.reports.models import ReportRun

    found = ReportRun.objects.visible_to(viewer_for(user)).filter(pk=key).first()
    if found is None:
        raise InvalidInputError(_("There is no such issued report."), _("Check the identifier."))
    return found


def _day(value: dt.datetime | None) -> dt.date | None:
    return value.date() if value else None
