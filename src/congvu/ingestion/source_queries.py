"""Reads of connected sources."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from congvu.accounts.agency_text import bare_code
from congvu.ingestion.connector_models import Arrival, SourceConnection, SourceRun, UnknownOrgan


def counts_of(connections: Sequence[SourceConnection]) -> dict[int, dict[str, int]]:
    """For each source, how many arrivals are in which state."""
    found: dict[int, dict[str, int]] = {connection.pk: {} for connection in connections}
    rows = Arrival.objects.filter(connection__in=connections).order_by()
    for connection, state, count in rows.values_list("connection_id", "state").annotate(Count("pk")):
        found[connection][state] = count
    return found


def last_runs(connections: Sequence[SourceConnection]) -> dict[int, SourceRun]:
    """The last look at each source that was looked at."""
    runs = SourceRun.objects.filter(connection__in=connections).order_by("connection_id", "-started_at")
    return {run.connection_id: run for run in runs.distinct("connection_id")}


def open_organs() -> QuerySet[UnknownOrgan]:
    """Codes that wait for a decision."""
    return UnknownOrgan.objects.filter(decision=UnknownOrgan.Decision.OPEN)


def waiting_for(organs: Sequence[UnknownOrgan]) -> dict[int, int]:
    """How many messages wait for each of these codes."""
    senders = Arrival.objects.filter(state=Arrival.State.WAITING).order_by().values_list("sender").annotate(Count("pk"))
    by_bare: dict[str, int] = {}
    for sender, count in senders:
        bare = bare_code(sender)[:60]
        by_bare[bare] = by_bare.get(bare, 0) + count
    return {organ.pk: by_bare.get(organ.bare, 0) for organ in organs}
