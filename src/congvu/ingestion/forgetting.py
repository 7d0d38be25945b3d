"""Whose bytes stay of what sources send: not of what must not be here, and not of what was never judged."""

from __future__ import annotations

from django.db import transaction

from congvu.corpus import storage
from congvu.corpus.locks import lock
from congvu.ingestion.connector_models import Arrival
from congvu.ingestion.door import KEPT_OUT, forget_unneeded
from congvu.ingestion.message_files import forget_bytes
from congvu.ingestion.reasons import EXPLANATIONS
from congvu.ingestion.types import Reason

_State = Arrival.State


def is_over(arrival: Arrival) -> bool:
    """Whether it ended badly for a reason that another try does not mend."""
    return bool(arrival.reason_code) and not EXPLANATIONS[Reason(arrival.reason_code)].worth_retrying


def can_retry(arrival: Arrival) -> bool:
    """Whether it waits or failed, and its bytes are still here."""
    if arrival.state not in (_State.FAILED, _State.WAITING) or not arrival.content_hash:
        return False
    return storage.exists(arrival.content_hash)


def forget_arrival(arrival: Arrival) -> None:
    """Delete the bytes of what must not stay, of what is over and was never judged, and of what only carried others: an
    archive, or a message with a file that could not be read. Harmless for everything else, and when repeated.
    """
    if not arrival.content_hash or arrival.finished_at is None:
        return
    if arrival.reason_code in KEPT_OUT:
        forget_bytes(arrival.content_hash)
        return
    ended_badly = arrival.state in (_State.REFUSED, _State.FAILED)
    carried = bool(arrival.reason_detail) or arrival.members.exists()
    if is_over(arrival) if ended_badly else carried:
        with transaction.atomic():
            lock(f"arrival|{arrival.connection_id}|{arrival.content_hash}")
            forget_unneeded(arrival.content_hash)
