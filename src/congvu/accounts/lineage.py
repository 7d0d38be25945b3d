"""Following successions from agency to agency. Pure: works on anything that has the fields of a succession."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Step(Protocol):
    """One agency took over from another."""

    predecessor_id: int
    successor_id: int
    on: dt.date


S = TypeVar("S", bound=Step)


def ways(steps: Iterable[S], start: int, lives: Callable[[int], bool], on: dt.date) -> list[tuple[S, ...]]:
    """From ``start`` to each agency that came after it and lives: one way each, as the steps in their order.

    An agency that lives is an end: what it handed on later is not known to be what it was given. One that does not is
    passed through by what it handed on after it had taken over, never by what it had given away before. Of several
    ways the one that arrives first counts. Ends whatever the steps are, circles included: each agency is left once.
    """
    leaving: dict[int, list[S]] = defaultdict(list)
    for step in steps:
        if step.on <= on:
            leaving[step.predecessor_id].append(step)
    found: list[tuple[S, ...]] = []
    seen: set[int] = set()
    turn = itertools.count()  # two ways that arrive on one day are never compared themselves
    waiting: list[tuple[dt.date, int, int, tuple[S, ...]]] = [(dt.date.min, next(turn), start, ())]
    while waiting:
        arrived, _turn, agency, way = heapq.heappop(waiting)
        if agency in seen:
            continue
        seen.add(agency)
        if way and lives(agency):
            found.append(way)
            continue
        for step in leaving[agency]:
            if step.on > arrived and step.successor_id not in seen:
                heapq.heappush(waiting, (step.on, next(turn), step.successor_id, (*way, step)))
    return found
