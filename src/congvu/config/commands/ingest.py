"""``congvu ingest``: files and folders into the library, here and now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.people import person
from congvu.config.commands.progress import shown
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.accounts.models import Agency
    from congvu.ingestion.models import IngestionItem, IngestionRun

READERS = ("province", "agency")


@click.command("ingest", help=_("Read files into the library."))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH…")
@click.option("--agency", "code", metavar="CODE", help=_("Code of the agency that supplies the files."))
@click.option(
    "--visibility",
    type=click.Choice(READERS),
    default="province",
    show_default=True,
    help=_("Who may read them: the whole province, or the people of the agency."),
)
@click.option("--as", "username", metavar="USER", help=_("Supply them in the name of this account."))
@json_option
def command(paths: tuple[Path, ...], code: str | None, visibility: str, username: str | None, as_json: bool) -> int:
    """Exit status 0 when every file is in the library now, 2 when one could not be read (the others are)."""
    if visibility == "agency" and code is None:
        raise InvalidInputError(_("--visibility agency needs an agency."), _("Name it with --agency CODE."))
    from congvu.config import boot

    boot.database()
    from congvu.ingestion.folder import ingest_paths

    with shown(quiet=as_json) as progress:
        run, found = ingest_paths(
            person(username) if username else None,  # None: the program itself, for whoever has a shell here
            paths,
            agency=agency_of(code),
            visibility=visibility,
            progress_callback=lambda run, name: progress(name, run.total - run.queued, run.total),
        )
    items = list(run.items.select_related("version__document"))
    if as_json:
        write_json(payload(run, items, found.skipped))
    else:
        _tell(items, found.skipped)
    return 2 if any(item.reason_code for item in items) else 0


def agency_of(code: str | None) -> Agency | None:
    """The agency that a code names and that exists today; None without a code. Raises InvalidInputError."""
    from congvu.accounts.queries import agency_by_code
    from congvu.common.clock import today

    if code is None:
        return None
    agency = agency_by_code(code)
    if agency is None or not agency.holds(today()):
        raise InvalidInputError(
            _("No agency with the code “{code}” exists today.").format(code=code), _("Check the code.")
        )
    return agency


def payload(run: IngestionRun, items: Sequence[IngestionItem], skipped: Sequence[Path]) -> dict[str, Any]:
    """The stable JSON of a run: counts by state, every file in its order, and what no reader is for."""
    from congvu.ingestion.models import IngestionItem

    states = [str(state) for state in IngestionItem.State]
    return {
        "run": str(run.pk),
        "counts": {state: sum(item.state == state for item in items) for state in states},
        "items": [_item(item) for item in items],
        "skipped": [str(path) for path in skipped],
    }


def _item(item: IngestionItem) -> dict[str, Any]:
    document = item.version.document if item.version else None
    return {
        "file": item.file_name,
        "state": item.state,
        "reason": item.reason_code or None,
        "detail": item.reason_detail or None,
        "document": {"number": document.number, "title": document.title} if document else None,
    }


def _tell(items: Sequence[IngestionItem], skipped: Sequence[Path]) -> None:
    for path in skipped:
        click.echo(_("{path}: left out, this kind of file cannot be read.").format(path=path))
    for item in items:
        if item.reason_code:
            click.echo(f"{item.file_name}: {item.get_state_display()}. {_why(item)}")
    counts: dict[str, int] = {}
    for item in items:
        label = str(item.get_state_display())
        counts[label] = counts.get(label, 0) + 1
    click.echo(", ".join(f"{label}: {count}" for label, count in counts.items()))


def _why(item: IngestionItem) -> str:
    """Why a file was not read and what to do, with the technical fact where there is one."""
    from congvu.ingestion.reasons import explain
    from congvu.ingestion.told import told

    found = explain(item.reason_code)
    words = f"{found.message} {found.advice}" if found else ""
    return f"{words} ({told(item.reason_detail)})" if item.reason_detail else words
