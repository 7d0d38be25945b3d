"""``congvu scoring``: indicator sets and the scores of agencies."""

from __future__ import annotations

import uuid
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.config.commands.output import json_option, write_file, write_json
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.campaigns.models import ScoreRun
    from congvu.campaigns.scoring.queries import Scored
    from congvu.campaigns.scoring.types import Change, Indicators, Sheet

_FORMATS = ("docx", "pdf", "xlsx", "csv")


@click.group("scoring", help=_("Scores of agencies by indicator sets."))
def command() -> None:
    """Commands on scores."""


def _as_option(function: Any) -> Any:
    text = _("The account that does it, with its rights.")
    return click.option("--as", "username", required=True, metavar="USER", help=text)(function)


def _change_options(function: Any) -> Any:
    for name, text in (("--full", _("Another value that gives all points.")), ("--max", _("Another maximum."))):
        function = click.option(name, f"{name[2:]}s", multiple=True, metavar="CODE=NUMBER", help=text)(function)
    return function


@command.command("check", help=_("Check an indicator set: a TOML file, or the code of a shipped one."))
@click.argument("file")
@json_option
def check(file: str, as_json: bool) -> None:
    """One line with the place, and exit status 2, where it cannot be used."""
    from congvu.config import boot

    boot.settings()
    found = _read(file)
    told = {
        "code": found.code,
        "version": found.version,
        "title": found.title,
        "indicators": len(found.indicators),
        "maximum": float(found.maximum),
    }
    if as_json:
        write_json(told)
        return
    click.echo(_("{code} {version}: {indicators} indicators, {maximum:g} points. It can be imported.").format(**told))


@command.command("import", help=_("Take over an indicator set for scoring."))
@click.argument("file")
@_as_option
@json_option
def take(file: str, username: str, as_json: bool) -> None:
    """The very same set is taken over once; a changed one needs a new version."""
    from congvu.config import boot

    boot.database()
    from congvu.campaigns.scoring.actions import import_set
    from congvu.config.commands.people import person

    made = import_set(_read(file), actor=person(username))
    told = {"code": made.code, "version": made.version, "hash": made.hash}
    if as_json:
        write_json(told)
        return
    click.echo(_("{code} {version} is there, hash {hash}").format(**told))


@command.command("draft", help=_("Open the draft of a campaign by an indicator set."))
@click.option("--campaign", "campaign", required=True, metavar="CODE", help=_("The campaign's code."))
@click.option("--set", "code", required=True, metavar="CODE", help=_("The set's code; its newest version is taken."))
@click.option("--roll-up", type=click.Choice(["as-was", "as-of-today"]), default="as-was", show_default=True,
              help=_("Agencies as they were, or as they are today."))  # fmt: skip
@_as_option
@json_option
def draft(campaign: str, code: str, roll_up: str, username: str, as_json: bool) -> None:
    """Tells the identifier by which the other commands know it."""
    from congvu.config import boot

    boot.database()
    from congvu.campaigns.models import Campaign, IndicatorSet
    from congvu.campaigns.scoring.actions import open_draft
    from congvu.config.commands.people import person

    actor = person(username)
    found = Campaign.objects.filter(code=campaign).first()
    indicators = IndicatorSet.objects.filter(code=code).order_by("-imported_at").first()
    if found is None or indicators is None:
        missing = _("There is no campaign “{code}”.").format(code=campaign)
        if found is not None:
            missing = _("The set “{code}” was not imported.").format(code=code)
        raise InvalidInputError(missing, _("Check the code."))
    made = open_draft(found, indicators, actor=actor, roll_up=roll_up.replace("-", "_"))
    if as_json:
        write_json({"run": str(made.pk), "campaign": campaign, "set": str(indicators), "state": made.state})
        return
    click.echo(_("Draft {run}").format(run=made.pk))


@command.command("list", help=_("Scorings, drafts and adopted ones."))
@_as_option
@json_option
def list_runs(username: str, as_json: bool) -> None:
    """Those that the account sees."""
    from congvu.config import boot

    boot.database()
    from congvu.accounts.queries import viewer_for
    from congvu.campaigns.models import ScoreRun
    from congvu.config.commands.people import person

    found = ScoreRun.objects.visible_to(viewer_for(person(username))).select_related("campaign", "indicators")
    rows = [
        {"run": str(one.pk), "campaign": one.campaign.code, "set": one.indicators.code,
         "version": one.indicators.version, "state": one.state, "hash": one.hash}
        for one in found
    ]  # fmt: skip
    if as_json:
        write_json(rows)
        return
    click.echo("\n".join("\t".join(row.values()) for row in rows) or _("Nothing was scored yet."))


@command.command("show", help=_("The ranking, or one agency with its points explained; --max, --full: what if."))
@click.argument("run", type=click.UUID)
@click.option("--agency", metavar="CODE", help=_("One agency's sheet."))
@_change_options
@_as_option
@json_option
def show(
    run: uuid.UUID, agency: str | None, maxs: tuple[str, ...], fulls: tuple[str, ...], username: str, as_json: bool
) -> None:
    """Changes are tried out and never stored."""
    from congvu.config import boot

    boot.database()
    from congvu.campaigns.scoring.queries import scored

    found = _run(run, username)
    changes = _changes(maxs, fulls)
    if changes and not found.is_draft:
        raise InvalidInputError(_("This scoring is adopted and stays as it is."), _("Leave --max and --full out."))
    made = scored(found, changes)
    sheets = _seen(made, username, agency)
    if as_json:
        write_json(_told(found, made, sheets))
    elif agency:
        click.echo("\n".join(_lines(sheets[0])))
    else:
        click.echo("\n".join(f"{sheet.rank}\t{sheet.agency}\t{sheet.total}" for sheet in sheets))


@command.command("adopt", help=_("Freeze a draft; nothing of it changes from then on."))
@click.argument("run", type=click.UUID)
@_change_options
@_as_option
@json_option
def adopt_run(run: uuid.UUID, maxs: tuple[str, ...], fulls: tuple[str, ...], username: str, as_json: bool) -> None:
    """With the changes that are named."""
    from congvu.config import boot

    boot.database()
    from congvu.campaigns.scoring.actions import adopt
    from congvu.config.commands.people import person

    made = adopt(_run(run, username), actor=person(username), changes=_changes(maxs, fulls))
    if as_json:
        write_json({"run": str(made.pk), "state": made.state, "hash": made.hash})
        return
    click.echo(_("Adopted, hash {hash}").format(hash=made.hash))


@command.command("verify", help=_("Prove that adopted scores are what was adopted."))
@click.argument("run", type=click.UUID)
@_as_option
@json_option
def verify_run(run: uuid.UUID, username: str, as_json: bool) -> int:
    """Exit status 0 where they are, 2 where they are not."""
    from congvu.config import boot

    boot.database()
    from congvu.campaigns.scoring.actions import verify
    from congvu.config.commands.people import person

    found = _run(run, username)
    problem = verify(found, actor=person(username))
    if as_json:
        write_json({"run": str(run), "hash": found.hash, "intact": not problem, "problem": problem})
    else:
        click.echo(problem or _("Intact: {hash}").format(hash=found.hash))
    return 2 if problem else 0


@command.command("export", help=_("The ranking, or one agency's sheet, as a file."))
@click.argument("run", type=click.UUID)
@click.option("--agency", metavar="CODE", help=_("One agency's sheet."))
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True, help=_("What to write."))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help=_("The file to write."))
@_as_option
def export(run: uuid.UUID, agency: str | None, form: str, out: Path, username: str) -> None:
    """Writes one file."""
    from congvu.config import boot

    boot.database()
    from congvu.campaigns.scoring.queries import scored
    from congvu.reports.exporters import Format
    from congvu.reports.scores import export_scores

    made = scored(_run(run, username))
    sheets = _seen(made, username, agency)
    if agency is None and len(sheets) < len(made.sheets):
        raise NotAllowedError(_("This account may not see the scores of all agencies."), _("Name one with --agency."))
    data = export_scores(made, Format(form), sheets[0].agency_id if agency else None)
    write_file(out, data)
    click.echo(_("{path}: {count} bytes").format(path=out, count=len(data)), err=str(out) == "-")


def _read(file: str) -> Indicators:
    from congvu.campaigns.scoring import sets

    return sets.shipped(file) if file in sets.SHIPPED else sets.load(Path(file))


def _run(key: uuid.UUID, username: str) -> ScoreRun:
    from congvu.accounts.queries import viewer_for
    from congvu.campaigns.models import ScoreRun
    from congvu.config.commands.people import person

    visible = ScoreRun.objects.visible_to(viewer_for(person(username))).select_related("campaign", "indicators")
    found = visible.filter(pk=key).first()
    if found is None:
        raise InvalidInputError(_("There is no such scoring."), _("Check the identifier: congvu scoring list."))
    return found


def _seen(made: Scored, username: str, code: str | None) -> list[Sheet]:
    from congvu.accounts.queries import agency_by_code, viewer_for
    from congvu.campaigns.scoring.policies import can_see_scores_of
    from congvu.config.commands.people import person

    viewer = viewer_for(person(username))
    sheets = [sheet for sheet in made.sheets if can_see_scores_of(viewer, sheet.agency_id)]
    if code is None:
        return sheets
    agency = agency_by_code(code)
    sheets = [sheet for sheet in sheets if agency is not None and sheet.agency_id == agency.pk]
    if not sheets:
        raise InvalidInputError(_("The agency “{code}” is not scored here.").format(code=code), _("Check its code."))
    return sheets


def _changes(maxs: tuple[str, ...], fulls: tuple[str, ...]) -> dict[str, Change]:
    from congvu.campaigns.scoring.types import Change

    maxima, full = dict(map(_pair, maxs)), dict(map(_pair, fulls))
    return {code: Change(maxima.get(code), full.get(code)) for code in {*maxima, *full}}


def _pair(text: str) -> tuple[str, Decimal]:
    code, _equals, value = text.partition("=")
    try:
        return code.strip(), Decimal(value)
    except InvalidOperation:
        raise InvalidInputError(
            _("“{text}” is no change.").format(text=text), _("Write CODE=NUMBER, as 1.2=40.")
        ) from None


def _lines(sheet: Sheet) -> list[str]:
    head = f"{sheet.agency}: {sheet.total} ({sheet.rank})"
    return [head, *(f"{p.code}\t{'-' if p.points is None else p.points}/{p.maximum}\t{p.words}" for p in sheet.points)]


def _told(run: ScoreRun, made: Scored, sheets: list[Sheet]) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "run": str(run.pk),
        "campaign": run.campaign.code,
        "set": run.indicators.code,
        "version": run.indicators.version,
        "state": run.state,
        "hash": run.hash or None,
        "until": made.last,
        "maximum": float(made.indicators.maximum),
        "agencies": [_numbers(asdict(sheet)) for sheet in sheets],
    }


def _numbers(value: Any) -> Any:
    """Decimals as JSON numbers."""
    if isinstance(value, dict):
        return {key: _numbers(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_numbers(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value
