"""Background work of ingestion."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from congvu.common.errors import UnavailableError

QUEUE = "documents"

# Only what is nobody's fault is tried again; a bad file gets its reason at once and never raises.
_RETRY = RetryStrategy(
    max_attempts=8, exponential_wait=3, retry_exceptions={OperationalError, InterfaceError, UnavailableError}
)


@app.task(name="ingestion.process_item", queue=QUEUE, retry=_RETRY)
def process_item_task(item_id: int) -> None:
    """Read one file and store it; doing it twice does nothing twice."""
    from congvu.ingestion.actions import process_item

    process_item(item_id)


@app.task(name="ingestion.process_arrival", queue=QUEUE, retry=_RETRY)
def process_arrival_task(arrival_id: int) -> None:
    """Do what came from a source; doing it twice does nothing twice."""
    from congvu.ingestion.arrivals import process_arrival

    process_arrival(arrival_id)


@app.task(name="ingestion.run_source", queue=QUEUE, retry=_RETRY, pass_context=False)
def run_source_task(connection_id: int) -> None:
    """Look what a source has, and tell it what waits to be told."""
    from congvu.ingestion.sources import run_source_by_id

    run_source_by_id(connection_id)


@app.periodic(cron="* * * * *")
@app.task(name="ingestion.run_due_sources", queue="upkeep", queueing_lock="sources-due", pass_context=False)
def run_due_sources(timestamp: int) -> None:
    """Queue a look at every source whose time has come."""
    from congvu.ingestion.sources import queue_due

    queue_due()
