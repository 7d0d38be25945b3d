"""``congvu source``: connected sources from the command line."""

from __future__ import annotations

import base64
import mimetypes
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.ingest import agency_of
from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.ingestion.connector_models import SourceConnection, SourceRun

CONNECTORS = ("folder", "endpoint", "gateway", "web", "upload")
READINGS = ("files", "questions", "procedures")


@click.group("source", help=_("Connected sources: Voffice and other systems."))
def command() -> None:
    """Commands on sources."""


@command.command("list", help=_("Sources, their last look, and what came."))
@json_option
def sources(as_json: bool) -> int:
    """Counts are those of arrivals by state."""
    _boot()
    from congvu.ingestion.connector_models import SourceConnection
    from congvu.ingestion.source_queries import counts_of, last_runs, open_organs

    found = list(SourceConnection.objects.select_related("source", "agency"))
    counts, runs = counts_of(found), last_runs(found)
    if as_json:
        rows = [
            {
                "code": one.source.code,
                "name": one.source.name,
                "connector": one.connector,
                "reading": one.reading,
                "agency": one.agency.code if one.agency else None,
                "enabled": one.enabled,
                "every_minutes": one.every_minutes,
                "counts": counts[one.pk],
                "last_run": _run(runs[one.pk]) if one.pk in runs else None,
            }
            for one in found
        ]
        write_json({"sources": rows, "unknown_codes": [organ.code for organ in open_organs()]})
        return 0
    for one in found:
        last = f"{runs[one.pk].started_at:%d/%m/%Y %H:%M}" if one.pk in runs else "-"
        states = ", ".join(f"{state} {count}" for state, count in sorted(counts[one.pk].items()))
        click.echo(f"{one.source.code}\t{one.get_connector_display()}\t{last}\t{states}")
    for organ in open_organs():
        click.echo(_("The code {code} ({name}) is not known.").format(code=organ.code, name=organ.name), err=True)
    return 0


@command.command("add", help=_("Connect a source."))
@click.argument("code")
@click.option("--name", required=True, help=_("What people call it."))
@click.option("--by", "connector", type=click.Choice(CONNECTORS), required=True, help=_("How documents come."))
@click.option("--reading", type=click.Choice(READINGS), default="files", show_default=True, help=_("What comes."))
@click.option("--agency", "agency_code", metavar="CODE", help=_("Only this agency reads them; else the province."))
@click.option("--address", default="", help=_("Folder below the drop folder, or https://…"))
@click.option("--host", "hosts", multiple=True, help=_("A host whose files may be fetched."))
@click.option("--private-hosts", is_flag=True, help=_("The hosts are in the internal network."))
@click.option("--organ", default="", help=_("Our code (OrganId) there; senders are then told what became of it."))
@click.option("--every", "every_minutes", type=click.IntRange(0, 10_080), default=5, show_default=True, metavar="MIN")
@json_option
def add(
    code: str,
    name: str,
    connector: str,
    reading: str,
    agency_code: str | None,
    address: str,
    hosts: tuple[str, ...],
    private_hosts: bool,
    organ: str,
    every_minutes: int,
    as_json: bool,
) -> int:
    """Exit status 2 where it cannot be set up that way."""
    _boot()
    from congvu.ingestion.sources import SourceData, create_source, folder_of

    agency = agency_of(agency_code)
    made = create_source(
        SourceData(
            code=code,
            name=name,
            connector=connector,
            reading=reading,
            agency=agency,
            visibility="agency" if agency else "province",
            address=address,
            hosts=" ".join(hosts),
            private_hosts=private_hosts,
            organ=organ,
            every_minutes=every_minutes,
        )
    )
    folder = str(folder_of(made)) if connector == "folder" else ""
    if as_json:
        write_json({"code": code, "connector": connector, "folder": folder or None})
    else:
        click.echo(_("Connected: {name}.").format(name=name) + (f" {folder}" if folder else ""))
    return 0


@command.command("run", help=_("Look at a source now, and do what came."))
@click.argument("code")
@json_option
def run(code: str, as_json: bool) -> int:
    """Exit status 1 when the source could not be reached or the look broke off."""
    _boot()
    from congvu.ingestion.queries import worker_is_running
    from congvu.ingestion.sources import run_source, work_off

    found = _source(code)
    done = run_source(found)
    worked = 0 if worker_is_running() else work_off(found)
    if as_json:
        write_json(_run(done) | {"worked_off": worked})
    else:
        words = _("{found} found, {taken} new, {repeated} repeated, {failed} failed, {sent} told.")
        click.echo(
            words.format(
                found=done.found, taken=done.taken, repeated=done.repeated, failed=done.failed, sent=done.sent
            )
        )
        if done.error:
            click.echo(f"congvu: {done.error}", err=True)
    return 1 if done.error else 0


@command.command("retry", help=_("Try everything of a source again that failed."))
@click.argument("code")
@json_option
def retry(code: str, as_json: bool) -> int:
    """What failed is queued; without a worker it is done here."""
    _boot()
    from congvu.ingestion.arrivals import retry_all
    from congvu.ingestion.queries import worker_is_running
    from congvu.ingestion.sources import work_off

    found = _source(code)
    count = retry_all(None, found)
    if not worker_is_running():
        work_off(found)
    failed = found.arrivals.filter(state="failed").count()
    if as_json:
        write_json({"retried": count, "failed": failed})
    else:
        click.echo(_("Tried again: {count}; failed: {failed}.").format(count=count, failed=failed))
    return 0


@command.command("key", help=_("Make a key with which others send to a source, or revoke one; shown once."))
@click.argument("code")
@click.argument("name")
@click.option("--revoke", is_flag=True, help=_("Refuse the key of this name from now on."))
@json_option
def key(code: str, name: str, revoke: bool, as_json: bool) -> int:
    """Prints the key alone, for a file or a pipe."""
    _boot()
    from congvu.ingestion.source_keys import make_key, revoke_key

    found = _source(code)
    if revoke:
        known = found.keys.filter(name=name).first()
        if known is None:
            raise InvalidInputError(_("There is no key “{name}”.").format(name=name))
        revoke_key(known)
    token = None if revoke else make_key(found, name)
    if as_json:
        write_json({"source": code, "name": name, "key": token, "revoked": revoke})
    else:
        click.echo(token or _("The key of “{name}” is refused from now on.").format(name=name))
    return 0


@command.command("secret", help=_("Keep what a gateway knows us by; it is read from standard input."))
@click.argument("code")
def secret(code: str) -> int:
    """The secret goes into a file of the data folder, not into the database."""
    _boot()
    from congvu.ingestion.sources import set_secret

    set_secret(_source(code), sys.stdin.readline().strip())
    click.echo(_("The secret is kept."))
    return 0


@command.command("send", help=_("Send a document of ours through a source, as a message of the national format."))
@click.argument("code")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "receivers", multiple=True, required=True, metavar="CODE=NAME", help=_("A receiver."))
@click.option("--number", required=True, help=_("Number and symbol: 245/SNV-CCVC."))
@click.option("--issued-on", required=True, metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--type", "type_name", default="Công văn", show_default=True, help=_("Kind of document."))
@click.option("--type-code", default="18", show_default=True, help=_("Number of that kind in the national table."))
@click.option("--subject", required=True, help=_("What it is about."))
@click.option("--place", required=True, help=_("Where it was issued."))
@click.option("--signer", required=True, help=_("Who signed it."))
@json_option
def send(
    code: str,
    paths: tuple[Path, ...],
    receivers: tuple[str, ...],
    number: str,
    issued_on: Any,
    type_name: str,
    type_code: str,
    subject: str,
    place: str,
    signer: str,
    as_json: bool,
) -> int:
    """It waits with the source until that is looked at the next time."""
    _boot()
    from congvu.ingestion.edxml.types import DAY, Attachment, Message, MessageKind, Organ
    from congvu.ingestion.outgoing import send_document

    found = _source(code)
    if not found.organ:
        raise InvalidInputError(_("The source has no code of ours (OrganId)."), _("Set it first."))
    digits, _slash, notation = number.partition("/")
    day = issued_on.strftime(DAY)
    message = Message(
        kind=MessageKind.NEW,
        sender=Organ(found.organ, found.organ_name or found.organ),
        receivers=tuple(Organ(*(one.split("=", 1) if "=" in one else (one, one))) for one in receivers),
        document_id=f"{found.organ},{day},{number}",
        number=digits,
        notation=notation,
        place=place,
        promulgated=day,
        type_code=type_code,
        type_name=type_name,
        subject=subject,
        signer=signer,
        reason="Văn bản điện tử mới",
        attachments=tuple(
            Attachment(
                path.name,
                base64.b64encode(path.read_bytes()).decode(),
                mimetypes.guess_type(path.name)[0] or "application/octet-stream",
                f"cid:{at}",
            )
            for at, path in enumerate(paths, start=1)
        ),
    )
    waiting = send_document(found, message)
    if as_json:
        write_json({"document_id": message.document_id, "name": waiting.name, "bytes": len(waiting.content)})
    else:
        click.echo(_("It waits to be sent: {name}.").format(name=message.document_id))
    return 0


def _boot() -> None:
    from congvu.config import boot

    boot.database()


def _source(code: str) -> SourceConnection:
    from congvu.ingestion.connector_models import SourceConnection

    found = SourceConnection.objects.select_related("source", "agency").filter(source__code=code).first()
    if found is None:
        raise InvalidInputError(_("There is no source “{code}”.").format(code=code), _("See congvu source list."))
    return found


def _run(run: SourceRun) -> dict[str, Any]:
    return {
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "found": run.found,
        "taken": run.taken,
        "repeated": run.repeated,
        "failed": run.failed,
        "sent": run.sent,
        "error": run.error or None,
    }
