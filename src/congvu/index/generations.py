"""Generations over time: a new one is built beside the one that is searched, and takes over when it is complete.

Where today's recipe (embedding model, its dimensions, rules of terms) is not that of the active generation, a new one
is begun. Its texts are copied in small steps, then its vectors are computed; documents that arrive meanwhile are
written to both. One transaction makes it the active one; the tables of the old one go a while later, when no search
that began before can still be reading them. Every step can be interrupted and is taken up again.

Whoever writes entries holds a lock that writers share until their transaction ends; beginning, copying and taking
over hold it alone. So a copy never misses or undoes a change that another transaction is making.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable

from django.db import IntegrityError, connection, transaction

from congvu.common.clock import now
from congvu.corpus.models import Document
from congvu.index import embedding_text, weights
from congvu.index.backends import get_backend
from congvu.index.entries import entries_of
from congvu.index.models import IndexGeneration
from congvu.llm import embedder

log = logging.getLogger("congvu.index")

COPY_SECONDS = 1.0
"""How long writers may have to wait for one step of copying."""
KEPT = dt.timedelta(minutes=10)
"""How long the tables of a generation outlive its retirement."""
_LOCK = 0x43564947
_State = IndexGeneration.State


def todays_recipe() -> dict[str, object]:
    """What a generation made now would be made with. Raises UnavailableError where a server must be asked."""
    model = embedder().recipe
    return {
        "embedding": model.id,
        "dimensions": model.dimensions,
        "terms": weights.VERSION,
        "texts": embedding_text.VERSION,
    }


def active_generation() -> IndexGeneration:
    """The generation that is searched; made on first use.

    Raises UnavailableError when it has to be made and the embedding model does not tell its dimensions.
    """
    return IndexGeneration.objects.filter(state=_State.ACTIVE).first() or _first()


def building_generation() -> IndexGeneration | None:
    """The generation that is to take over, if one is being built."""
    return IndexGeneration.objects.filter(state=_State.BUILDING).first()


def written_generations() -> list[IndexGeneration]:
    """The generations that every change goes to, kept from changing until the caller's transaction ends."""
    _hold(alone=False)
    active = active_generation()
    building = building_generation()
    return [active, building] if building else [active]


def generation_to_fill() -> IndexGeneration | None:
    """The generation that background work is for; begins a new one, or gives one up, where the recipe changed.

    None where nothing has been indexed yet. Raises UnavailableError as ``todays_recipe``.
    """
    recipe = todays_recipe()
    with transaction.atomic():
        active = IndexGeneration.objects.filter(state=_State.ACTIVE).first()
        building = building_generation()
        if active is None or (active.recipe == recipe and building is None):
            return active
        if building is not None and building.recipe == recipe != active.recipe:
            return building
        _hold(alone=True)
        building = building_generation()  # as it is now that nobody else can change it
        if building is not None and building.recipe != recipe:
            log.warning("generation %s is given up: the recipe changed again", building.name)
            _remove(building)
            building = None
        if active.recipe == recipe:
            if building is not None:
                _remove(building)
            return active
        return building or _begin(recipe)


def copy_texts(generation: IndexGeneration, stop: Callable[[], bool] = lambda: False) -> None:
    """Put the entries of all documents into a new generation, each step a transaction of its own.

    ``stop`` is asked before every step and ends the work early; ``generation.copied_to`` tells how far it is.
    """
    while generation.copied_to is not None and not stop():
        with transaction.atomic():
            _hold(alone=True)
            _copy_step(generation)


def _copy_step(generation: IndexGeneration) -> None:
    generation.refresh_from_db()
    if generation.copied_to is None:
        return
    backend, until = get_backend(), time.monotonic() + COPY_SECONDS
    shown = Document.objects.filter(withdrawn_at=None, current__isnull=False, pk__gt=generation.copied_to)
    for document in shown.select_related("current").order_by("pk")[:500].iterator(chunk_size=20):
        assert document.current is not None  # noqa: S101  # the filter says so
        backend.put(generation.name, entries_of(document.current))
        generation.copied_to = document.pk
        if time.monotonic() > until:
            break
    else:
        if not shown.filter(pk__gt=generation.copied_to).exists():
            generation.copied_to = None
    generation.save(update_fields=["copied_to"])


def take_over(generation: IndexGeneration) -> bool:
    """Make a complete new generation the active one; False where it is not complete.

    True also where it is active already, so a repeated call does no harm.
    """
    with transaction.atomic():
        _hold(alone=True)
        generation.refresh_from_db()
        if generation.state == _State.ACTIVE:
            return True
        if generation.copied_to is not None or get_backend().without_vectors(generation.name, 1):
            return False
        IndexGeneration.objects.filter(state=_State.ACTIVE).update(state=_State.RETIRED, retired_at=now())
        generation.state = _State.ACTIVE
        generation.save(update_fields=["state"])
    log.info("generation %s has taken over", generation.name)
    return True


def drop_retired(kept: dt.timedelta = KEPT) -> None:
    """Remove the tables of generations that were retired a while ago."""
    for generation in IndexGeneration.objects.filter(state=_State.RETIRED, retired_at__lt=now() - kept):
        with transaction.atomic():
            _hold(alone=True)
            _remove(generation)


def _first() -> IndexGeneration:
    recipe = todays_recipe()
    try:
        with transaction.atomic():
            return _make("g1", _State.ACTIVE, recipe, copied_to=None)
    except IntegrityError:  # another process was first
        return IndexGeneration.objects.get(state=_State.ACTIVE)


def _begin(recipe: dict[str, object]) -> IndexGeneration:
    numbers = [int(name[1:]) for name in IndexGeneration.objects.values_list("name", flat=True) if name[1:].isdigit()]
    name = f"g{max(numbers, default=0) + 1}"
    log.info("generation %s is begun: the index is made anew in the background", name)
    return _make(name, _State.BUILDING, recipe, copied_to=0)


def _make(name: str, state: str, recipe: dict[str, object], copied_to: int | None) -> IndexGeneration:
    generation = IndexGeneration.objects.create(name=name, state=state, recipe=recipe, copied_to=copied_to)
    get_backend().create(name, int(str(recipe["dimensions"])))
    return generation


def _remove(generation: IndexGeneration) -> None:
    get_backend().drop(generation.name)
    generation.delete()


def _hold(*, alone: bool) -> None:
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCK])  # one of the two names above
