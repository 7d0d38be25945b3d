"""Connected sources: set up, looked at, their secrets and keys, and whose codes are whose."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.exceptions import AlreadyEnqueued

from congvu.accounts.agencies import add_code
from congvu.accounts.models import Agency, User
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.corpus.models import Source, Visibility
from congvu.corpus.policies import access_tokens
from congvu.ingestion.arrivals import process_arrival, release_waiting, take_in
from congvu.ingestion.connector_models import Arrival, SourceConnection, SourceRun, UnknownOrgan
from congvu.ingestion.connectors.base import Connector, ConnectorError
from congvu.ingestion.connectors.folder import FolderConnector
from congvu.ingestion.connectors.gateway import GatewayConnector
from congvu.ingestion.connectors.web_list import WebListConnector
from congvu.ingestion.outgoing import send_waiting
from congvu.ingestion.source_policies import can_run_source, can_set_up_sources
from congvu.ingestion.tasks import run_source_task

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAKEN = frozenset({"them", "ma-co-quan"})
"""Addresses of pages beside those of sources."""
_Kind = SourceConnection.Connector
_FETCHED = (_Kind.FOLDER, _Kind.GATEWAY, _Kind.WEB)
"""Connectors that go and look; to the others things come by themselves."""


@dataclass(frozen=True, slots=True)
class SourceData:
    """A source as it is set up. ``address``: the folder below the drop folder ("" is its code), or an http address."""

    code: str
    name: str
    connector: str
    reading: str = SourceConnection.Reading.FILES
    agency: Agency | None = None
    visibility: str = Visibility.PROVINCE
    address: str = ""
    hosts: str = ""
    private_hosts: bool = False
    organ: str = ""
    organ_name: str = ""
    every_minutes: int = 5
    enabled: bool = True


@transaction.atomic
def create_source(data: SourceData, *, actor: User | None = None) -> SourceConnection:
    """Connect a new source. Raises NotAllowedError, and InvalidInputError with what to do."""
    _check_operator(actor)
    data = _checked(data)
    if not _CODE.fullmatch(data.code) or len(data.code) > 60 or data.code in _TAKEN:
        raise InvalidInputError(
            _("“%(code)s” cannot be the code of a source.") % {"code": data.code[:60]},
            _("Use up to 60 small letters and digits, with hyphens between them: voffice-tinh."),
        )
    if Source.objects.filter(code=data.code).exists():
        raise InvalidInputError(_("There is a source “%(code)s” already.") % {"code": data.code}, _("Choose another."))
    source = Source.objects.create(code=data.code, name=data.name, kind=Source.Kind.CONNECTED)
    connection = SourceConnection.objects.create(source=source, **_fields(data))
    if data.connector == _Kind.FOLDER:
        folder_of(connection).mkdir(parents=True, exist_ok=True)
    audit.record("source.created", actor=actor, target=connection, detail={"code": data.code, "by": data.connector})
    return connection


@transaction.atomic
def change_source(connection: SourceConnection, data: SourceData, *, actor: User | None = None) -> SourceConnection:
    """Change how a source is looked at; its code and connector stay. Raises as ``create_source`` does."""
    _check_operator(actor)
    data = _checked(data)
    locked = SourceConnection.objects.select_for_update(of=("self",)).select_related("source").get(pk=connection.pk)
    Source.objects.filter(pk=locked.source_id).update(name=data.name)
    for name, value in _fields(data).items():
        setattr(locked, name, value)
    locked.save()
    audit.record("source.changed", actor=actor, target=locked, detail={"code": data.code, "enabled": data.enabled})
    return SourceConnection.objects.select_related("source").get(pk=locked.pk)


def ask_for_run(actor: User | None, connection: SourceConnection) -> None:
    """Have the worker look at a source now. Raises NotAllowedError, InvalidInputError for one that is not fetched."""
    if actor is not None and not can_run_source(viewer_for(actor), connection):
        raise _not_allowed()
    if connection.connector not in _FETCHED:
        raise InvalidInputError(_("Nothing is fetched from this source."), _("What is sent to it comes by itself."))
    run_source_task.defer(connection_id=connection.pk)
    audit.record("source.run_asked", actor=actor, target=connection)


def queue_due() -> None:
    """Queue a look at every source whose time has come, unless one waits already."""
    for connection in SourceConnection.objects.filter(enabled=True, connector__in=_FETCHED):
        name = f"source-{connection.pk}"
        if connection.due(now()):
            with suppress(AlreadyEnqueued), transaction.atomic():
                run_source_task.configure(queueing_lock=name, lock=name).defer(connection_id=connection.pk)


def run_source_by_id(connection_id: int) -> None:
    """``run_source`` for background work; nothing for a source that is gone or switched off."""
    connection = SourceConnection.objects.select_related("source").filter(pk=connection_id, enabled=True).first()
    if connection is not None:
        run_source(connection)


def run_source(connection: SourceConnection, connector: Connector | None = None) -> SourceRun:
    """Look at a source: take in what lies there, and hand over what we have to tell it; what happened.

    A thing is let go of at the source only when it is kept here, so a run that is killed is made up for by the next.
    """
    connection.runs.filter(finished_at=None).update(finished_at=now(), error=_("Broken off."))
    run = SourceRun.objects.create(connection=connection)
    try:
        connector = connector or connector_for(connection)
        for fetched in connector.fetch(lambda marker: _is_known(connection, marker)):
            run.found += 1
            try:
                arrival, new = take_in(connection, fetched.name, fetched.content, marker=fetched.marker)
            except OSError as error:
                run.failed += 1
                run.error = f"{fetched.name}: {error.strerror}"[:500]
                continue
            if not arrival.content_hash:
                run.failed += 1
                fetched.refused(arrival.reason_code)
                continue
            run.taken, run.repeated = run.taken + new, run.repeated + (not new)
            fetched.taken()
        run.sent = send_waiting(connection, connector)
    except ConnectorError as error:
        run.error = str(error)[:500]
    finally:
        if connector is not None:
            connector.close()
    run.finished_at = now()
    run.save()
    return run


def work_off(connection: SourceConnection) -> int:
    """Do everything of a source that waits, in this process; how many. A worker that runs as well shares them."""
    count = 0
    while waiting := connection.arrivals.filter(state=Arrival.State.QUEUED).order_by("pk").first():
        process_arrival(waiting.pk)
        count += 1
    return count


def connector_for(connection: SourceConnection) -> Connector:
    """The connector that a source is set up with. Raises ConnectorError where nothing is fetched from it."""
    if connection.connector == _Kind.FOLDER:
        return FolderConnector(folder_of(connection))
    private = connection.private_hosts
    if connection.connector == _Kind.GATEWAY:
        return GatewayConnector(connection.address, connection.organ, secret_of(connection), private=private)
    if connection.connector == _Kind.WEB:
        return WebListConnector(connection.address, _hosts(connection.hosts), private=private)
    raise ConnectorError(_("Nothing is fetched from this source."))


def folder_of(connection: SourceConnection) -> Path:
    """The folder of a source, below the drop folder and nowhere else."""
    root = Path(settings.CONGVU_DROP_DIR).resolve()
    folder = (root / (connection.address or connection.source.code)).resolve()
    if not folder.is_relative_to(root):
        raise InvalidInputError(_("The folder lies outside of the drop folder."), _("Give a path below it."))
    return folder


def set_secret(connection: SourceConnection, secret: str, *, actor: User | None = None) -> None:
    """Keep what a gateway knows us by, in a file of the data folder and not in the database."""
    _check_operator(actor)
    if not secret.strip() or not secret.isprintable():
        raise InvalidInputError(_("The secret is empty or cannot be printed."))
    path = _secret_path(connection)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret.strip())
    audit.record("source.secret_set", actor=actor, target=connection)


def secret_of(connection: SourceConnection) -> str:
    """Raises ConnectorError where none was set."""
    try:
        return _secret_path(connection).read_text(encoding="utf-8")
    except OSError as error:
        raise ConnectorError(_("The gateway's secret is not set: congvu source secret.")) from error


@transaction.atomic
def decide_organ(
    organ: UnknownOrgan, decision: str, agency: Agency | None = None, *, actor: User | None = None
) -> int:
    """Say whose code it is; how many waiting messages go on. Raises NotAllowedError and InvalidInputError.

    Assigned to an agency, it becomes a code of that agency, which it stays when the agency is merged.
    """
    _check_operator(actor)
    locked = UnknownOrgan.objects.select_for_update(of=("self",)).get(pk=organ.pk)
    if decision not in UnknownOrgan.Decision.values or decision == UnknownOrgan.Decision.OPEN:
        raise InvalidInputError(_("Choose what to do with the code."))
    if (decision == UnknownOrgan.Decision.ASSIGNED) != (agency is not None):
        raise InvalidInputError(_("Choose the agency whose code it is."))
    if agency is not None:
        add_code(agency, locked.code, actor=actor)
    locked.decision, locked.agency = decision, agency
    locked.decided_by, locked.decided_at = actor, now()
    locked.save()
    released = release_waiting(locked.bare)
    detail = {"code": locked.code, "decision": decision, "agency": agency.code if agency else "", "released": released}
    audit.record("source.organ_decided", actor=actor, target=locked, detail=detail)
    return released


def _is_known(connection: SourceConnection, marker: str) -> bool:
    return bool(marker) and connection.arrivals.filter(marker=marker).exists()


def _checked(data: SourceData) -> SourceData:
    """The data, trimmed, or InvalidInputError for what cannot work."""
    data = replace(data, name=data.name.strip(), address=data.address.strip(), organ=data.organ.strip())
    if not data.name:
        raise InvalidInputError(_("A source needs a name."))
    if data.visibility not in (Visibility.PROVINCE, Visibility.AGENCY):
        raise InvalidInputError(_("A source is for the whole province or for one agency."))
    access_tokens(data.visibility, agency_id=data.agency.pk if data.agency else None)
    if data.connector in (_Kind.GATEWAY, _Kind.WEB):
        try:
            parts = urlsplit(data.address)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        except ValueError:
            usable = False
        if not usable:
            raise InvalidInputError(_("Give the source's address."), _("It begins with https://."))
    if data.connector == _Kind.FOLDER and (".." in data.address.split("/") or data.address.startswith("/")):
        raise InvalidInputError(_("The folder lies outside of the drop folder."), _("Give a path below it."))
    if data.connector == _Kind.GATEWAY and not data.organ:
        raise InvalidInputError(_("A gateway must know us by our code."), _("Fill in our code (OrganId)."))
    return data


def _fields(data: SourceData) -> dict[str, object]:
    names = (
        "connector", "reading", "agency", "visibility", "address", "private_hosts", "organ", "organ_name",
        "every_minutes", "enabled",
    )  # fmt: skip
    return {name: getattr(data, name) for name in names} | {"hosts": " ".join(_hosts(data.hosts))}


def _hosts(written: str) -> list[str]:
    return [host for host in re.split(r"[\s,;]+", written.lower()) if host]


def _secret_path(connection: SourceConnection) -> Path:
    return Path(settings.CONGVU_SOURCE_SECRETS) / f"{connection.source.code}.secret"


def _check_operator(actor: User | None) -> None:
    if actor is not None and not can_set_up_sources(viewer_for(actor)):
        raise _not_allowed()


def _not_allowed() -> NotAllowedError:
    return NotAllowedError(_("You may not do this with this source."), _("Ask the provincial operator."))
