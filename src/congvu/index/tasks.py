"""Background work of the index: vectors for what is already found by its words, and housekeeping."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from congvu.common.errors import UnavailableError
from congvu.index import generations
from congvu.index.backends import get_backend
from congvu.index.embedding_text import windows
from congvu.index.models import IndexGeneration
from congvu.llm import embedder

log = logging.getLogger("congvu.index")

BATCH = 32
ROUND = 512
"""Passages of one job: ten seconds to a minute, so that other work gets a turn."""
DOCUMENTS = "documents"
"""The queue whose work goes first: a document is wanted by its words now, by its meaning later."""
PRIORITY = -10
RETRY_SECONDS = 60
YIELD_SECONDS = 5


@app.task(queue="vectors", lock="vectors", queueing_lock="vectors", priority=PRIORITY, pass_context=False)
def embed_pending() -> None:
    """Give vectors to entries that lack one, a round at a time; comes again by itself while some are left.

    Where the model is another than the one that made the index, a new generation is built and takes over.

    Every batch is a transaction of its own, so a killed worker repeats at most one.
    """
    try:
        left = _work_on_vectors()
    except UnavailableError as error:
        log.warning("vectors wait: %s", error)
        schedule(delay_s=RETRY_SECONDS)
        return
    if left:
        schedule(delay_s=YIELD_SECONDS if documents_wait() else 0)


def _work_on_vectors() -> bool:
    """A round of whatever is to be done next; whether more is left. Raises UnavailableError."""
    generation = generations.generation_to_fill()
    if generation is None:
        return False
    if generation.copied_to is not None:
        generations.copy_texts(generation, stop=documents_wait)
        left = True
    else:
        left = embed_round(generation, stop=documents_wait)
    get_backend().maintain(generation.name)
    # Before it takes over it is looked at once more, under the lock: a document may just have come.
    return left or not generations.take_over(generation)


def documents_wait() -> bool:
    """Whether documents are being read or wait for it."""
    unfinished = ProcrastinateJob.objects.filter(queue_name=DOCUMENTS, status__in=("todo", "doing"))
    return unfinished.exists()


@app.periodic(cron="*/2 * * * *")
@app.task(queue="upkeep", lock="vectors-wanted", queueing_lock="vectors-wanted", pass_context=False)
def look_for_pending(timestamp: int) -> None:
    """Every other minute: start embedding again where a crash lost the job that would have, or the model is another."""
    generations.drop_retired()
    active = IndexGeneration.objects.filter(state=IndexGeneration.State.ACTIVE).first()
    if active is None:
        return
    try:
        changed = active.recipe != generations.todays_recipe() or generations.building_generation() is not None
    except UnavailableError:  # a server that is silent now is asked again in two minutes
        return
    if changed or get_backend().without_vectors(active.name, 1):
        schedule()


def embed_round(
    generation: IndexGeneration, limit: int | None = None, stop: Callable[[], bool] = lambda: False
) -> bool:
    """Embed up to ``limit`` (default: ``ROUND``) waiting entries; whether some are left. Raises UnavailableError.

    ``stop`` is asked before every batch and ends the round early. Does nothing when the model of today is not the one
    that made this generation.
    """
    backend, model, limit = get_backend(), embedder(), limit or ROUND
    if generation.recipe.get("embedding") != model.recipe.id:
        log.warning("generation %s was made by another embedding model; vectors wait", generation.name)
        return False
    waiting = backend.without_vectors(generation.name, limit)
    ordered = sorted(waiting, key=lambda item: (len(item[1]), item[0]))
    for start in range(0, len(ordered), BATCH):
        if stop():
            return True
        batch = ordered[start : start + BATCH]
        parts = [(passage, part) for passage, text in batch for part in windows(text)]
        vectors = model.passages([part for _, part in parts])
        pairs = list(zip((passage for passage, _ in parts), vectors, strict=True))
        with transaction.atomic():
            backend.set_vectors(generation.name, pairs)
    return len(waiting) == limit


def schedule(delay_s: int = 0) -> None:
    """Ask for a round of vectors, unless one is already waiting its turn."""
    deferrer = embed_pending.configure(schedule_in={"seconds": delay_s}) if delay_s else embed_pending
    try:
        # A savepoint: where one is already queued, the surrounding transaction must live on.
        with transaction.atomic():
            deferrer.defer()
    except AlreadyEnqueued:
        log.debug("a round of vectors is already queued")
