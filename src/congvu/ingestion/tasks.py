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
