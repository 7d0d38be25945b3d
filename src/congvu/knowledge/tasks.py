"""Background work: dislikes become cases, a sample is drawn, sources are watched, arrivals are noticed."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from congvu.answering.approved import STALE_TASK
from congvu.common.clock import today
from congvu.knowledge import expiry, opening, requests
from congvu.knowledge.models import KnowledgeEntry


@app.task(name=STALE_TASK, queue="upkeep", pass_context=False)
def check_document(document_id: int) -> None:
    """A question met approved knowledge whose source has changed."""
    entries = KnowledgeEntry.objects.select_related("correction", "version", "review")
    entry = entries.filter(document=document_id).first()
    if entry is not None:
        expiry.check(entry)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", lock="knowledge-minute", queueing_lock="knowledge-minute", pass_context=False)
def look_around(timestamp: int) -> None:
    """Every minute, what pages have not done themselves."""
    opening.sweep_dislikes()
    requests.sweep_arrivals()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", lock="knowledge-expiry", queueing_lock="knowledge-expiry", pass_context=False)
def watch_sources(timestamp: int) -> None:
    """Also of knowledge that nobody asks for."""
    expiry.check_all()


@app.periodic(cron="10 20 * * *")  # UTC: 03:10 in Việt Nam
@app.task(queue="upkeep", lock="knowledge-sample", queueing_lock="knowledge-sample", pass_context=False)
def draw_sample(timestamp: int) -> None:
    """From the answers of yesterday."""
    opening.sample(today() - dt.timedelta(days=1))
