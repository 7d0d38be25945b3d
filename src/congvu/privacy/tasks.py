"""Background work: once a day, what is older than people were promised is deleted."""

from __future__ import annotations

from procrastinate.contrib.django import app

from congvu.privacy import actions


@app.periodic(cron="20 19 * * *")  # UTC: 02:20 in Việt Nam
@app.task(queue="upkeep", lock="privacy-purge", queueing_lock="privacy-purge", pass_context=False)
def purge_old_conversations(timestamp: int) -> None:
    """A day on which the worker did not run is made up for by the next."""
    actions.purge()
