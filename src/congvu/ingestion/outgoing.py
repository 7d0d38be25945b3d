"""What we tell others: written in the transaction of what it tells of, sent afterwards, until it is taken."""

from __future__ import annotations

from django.utils.translation import gettext as _

from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import CongVuError, InvalidInputError
from congvu.ingestion.connector_models import Arrival, Outgoing, SourceConnection
from congvu.ingestion.connectors.base import Connector, ConnectorError
from congvu.ingestion.edxml.types import Answered, Message, Organ, StatusCode, StatusReport
from congvu.ingestion.edxml.writer import write_message, write_status

MAX_ATTEMPTS = 20
MAX_BYTES = 50 * 1024 * 1024


def tell(arrival: Arrival, message: Message, status: StatusCode, description: str) -> None:
    """Put a status for the sender of a message with what waits to be sent; once for each status.

    Nothing where the source has no OrganId of ours. A sender's envelope that our strict form has no room for is noted
    as not to be answered.
    """
    connection = arrival.connection
    if not connection.organ:
        return
    answered = Answered(message.sender.code, message.symbol, message.document_id, message.promulgated)
    if not message.document_id and message.answers:
        answered = message.answers[0]
    us = Organ(connection.organ, connection.organ_name or connection.organ)
    content, error = b"", ""
    try:
        content = write_status(StatusReport(us, answered, status, description, now()))
    except InvalidInputError as flaws:
        error = str(flaws)[:300]
    Outgoing.objects.get_or_create(
        name=f"{connection.source.code}-{arrival.pk}-{status.value}.edxml",
        defaults={
            "connection": connection, "arrival": arrival, "status": status.value, "content": content, "error": error,
            "attempts": MAX_ATTEMPTS if error else 0,
        },
    )  # fmt: skip


def send_document(connection: SourceConnection, message: Message) -> Outgoing:
    """Put a document of ours with what waits. Raises InvalidInputError where the format has no room for it."""
    content = write_message(message, now())
    if len(content) > MAX_BYTES:
        raise InvalidInputError(_("The message is too large."), _("Send fewer or smaller files."))
    name = f"{connection.source.code}-{message.key[:24]}.edxml"
    waiting, made = Outgoing.objects.get_or_create(name=name, defaults={"connection": connection, "content": content})
    if made:
        audit.record("exchange.sent", target=waiting, detail={"document_id": message.document_id})
    return waiting


def send_waiting(connection: SourceConnection, connector: Connector) -> int:
    """Hand what waits to the connector, oldest first; how many it took. Stops at the first it cannot take."""
    sent = 0
    for waiting in connection.outgoing.filter(sent_at=None, attempts__lt=MAX_ATTEMPTS):
        try:
            connector.send(waiting.name, bytes(waiting.content))
        except (ConnectorError, CongVuError) as error:
            waiting.attempts, waiting.error = waiting.attempts + 1, str(error)[:300]
            waiting.save(update_fields=["attempts", "error"])
            return sent
        waiting.sent_at, waiting.error = now(), ""
        waiting.save(update_fields=["sent_at", "error"])
        sent += 1
    return sent
