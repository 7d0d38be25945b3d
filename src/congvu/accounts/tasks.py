"""Background upkeep of people."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from congvu.accounts.roster.actions import forget_unconfirmed

log = logging.getLogger("congvu.accounts")


@app.periodic(cron="23 2 * * *")
@app.task(queue="upkeep", lock="roster-lists", queueing_lock="roster-lists", pass_context=False)
def forget_lists(timestamp: int) -> None:
    """Every night: lists of people that nobody confirmed within a week are emptied."""
    if count := forget_unconfirmed():
        log.info("%d unconfirmed lists of people were emptied", count)
