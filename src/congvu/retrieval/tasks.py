"""Background upkeep of what ranking knows about the corpus."""

from __future__ import annotations

from procrastinate.contrib.django import app

from congvu.retrieval import statistics


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="term-statistics", lock="term-statistics", pass_context=False)
def refresh_statistics(timestamp: int) -> None:
    """Each minute: count syllables again if the corpus has changed enough to matter."""
    if statistics.is_stale():
        statistics.refresh()
