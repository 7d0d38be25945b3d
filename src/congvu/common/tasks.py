"""Background work of the log: its head is kept outside of the database, so that a cut-off end shows."""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from procrastinate.contrib.django import app

from congvu.common import audit

log = logging.getLogger("congvu.audit")


@app.periodic(cron="7 * * * *")
@app.task(queue="upkeep", lock="audit-anchor", queueing_lock="audit-anchor", pass_context=False)
def anchor_the_log(timestamp: int) -> None:
    """Every hour; a path that cannot be written to is told in the log and tried again an hour later."""
    path: Path = settings.CONGVU_AUDIT_ANCHOR
    try:
        audit.keep(path)
    except OSError as error:
        log.error("the head of the audit log could not be kept in %s: %s", path, error)
