"""Reads of supplies."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Count

from congvu.common.clock import now
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.ingestion.types import RunProgress

_ALIVE = dt.timedelta(seconds=30)


def progress(run: IngestionRun) -> RunProgress:
    """How many files of a run are where, in one query."""
    found = dict(run.items.order_by().values_list("state").annotate(Count("pk")))
    state = IngestionItem.State
    return RunProgress(
        total=sum(found.values()),
        queued=found.get(state.QUEUED, 0),
        stored=found.get(state.STORED, 0),
        unchanged=found.get(state.UNCHANGED, 0),
        failed=found.get(state.FAILED, 0),
        refused=found.get(state.REFUSED, 0),
    )


def worker_is_running() -> bool:
    """Whether some background worker gave a sign of life lately."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        (last,) = cursor.fetchone()
    return last is not None and now() - last < _ALIVE
