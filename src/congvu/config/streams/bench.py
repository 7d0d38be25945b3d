"""Many people at once: one alone first, then all, then many who go away; and what is left of them afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any, cast

from congvu.config import conf
from congvu.config.streams import figures, site
from congvu.config.streams.people import sessions
from congvu.config.streams.readers import Plan, Seen, Visit
from congvu.config.streams.site import Held, Site
from congvu.llm.chat.admission import WAIT_S

Progress = Callable[[str, int, int], None]

ALONE = 20
HEALTH_EVERY_S = 0.1
BACK_WITHIN_S = 5.0
PATIENCE_S = 30.0
_WARM = 12
"""Questions that nobody counts: pages, plans and connections of every web process are warm after them."""


@dataclass(frozen=True, slots=True)
class Load:
    """``streams`` people ask within ``over_s`` seconds, at moments drawn by chance; the model's first sentence takes
    ``first_s`` seconds, its answer ``writing_s``, and ``slots`` answers are written at a time.
    """

    streams: int
    dropped: int
    slots: int
    over_s: float
    writing_s: float
    first_s: float = 1.0
    at_once: int = 50
    seed: int = 1

    def settings(self) -> dict[str, str]:
        """What of the site's settings differs from those it comes with."""
        return {"CONGVU_LLM_SLOTS": str(self.slots), "CONGVU_LLM_SECONDS": "80"}


def bench_streams(load: Load, texts: Sequence[str], progress: Progress) -> dict[str, Any]:
    """Run everything; milliseconds, megabytes and counts as JSON. Makes people and questions, which stay."""
    people = sessions(max(load.streams, load.at_once, ALONE))
    with site.running(load.first_s, load.writing_s, load.settings()) as served:
        step = load.first_s + 1.0
        warm = [Visit(n * step / 2, people[n], texts[n % len(texts)], beginning=True) for n in range(_WARM)]
        _watched(served, warm, lambda _done: None)
        before = _settled(served, None)[0]
        one = [Visit(n * step, people[n], texts[n % len(texts)], beginning=True) for n in range(ALONE)]
        alone = _watched(served, one, lambda done: progress("alone", done, ALONE))
        found: dict[str, Any] = {
            "load": asdict(load),
            "questions": len(texts),
            "alone": figures.summed(alone),
            "before": asdict(before),
        }
        if load.streams:
            found["together"] = _together(served, load, people, texts, figures.summed(alone), progress)
            found["after"] = _left(served, before)
        if load.dropped:
            found["dropped"] = _dropped(served, load, people, texts, progress)
            found["after_dropped"] = _left(served, before)
    return found


def _together(
    served: Site, load: Load, people: Sequence[str], texts: Sequence[str], alone: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    chance = random.Random(load.seed)  # noqa: S311  # no secret
    moments = sorted(chance.uniform(0, load.over_s) for _n in range(load.streams))
    visits = [Visit(at, people[n], texts[n % len(texts)]) for n, at in enumerate(moments)]
    cpu, begun = served.cpu_s(), time.monotonic()
    with _health(served) as looks:
        saw = _watched(served, visits, lambda done: progress("streams", done, load.streams))
    used, lasted = served.cpu_s() - cpu, time.monotonic() - begun
    found = figures.summed(saw)
    possible = figures.capacity(
        (seen.begun for seen in saw), load.slots, load.writing_s, queue=conf.load().llm_queue, wait_s=WAIT_S
    )
    added = {
        part: _minus(found["first_written_ms"][part], alone["first_written_ms"][part]) for part in ("p50", "p95")
    }
    return {
        **found,
        "added_to_first_written_ms": added,
        "most_at_once": served.model()["most"],
        "capacity": possible,
        "goodput": round(found["written"] / possible, 3) if possible else None,
        "health_ms": {
            "looks": len(looks),
            "failed": sum(look < 0 for look in looks),
            "p50": figures.share(looks, 0.5),
            "p99": figures.share(looks, 0.99),
        },
        "web_cpu_ms_a_question": round(used / len(saw) * 1000, 1),
        "web_cores_used": round(used / lasted, 2),
        "load_average": round(os.getloadavg()[0], 1),
    }


def _dropped(
    served: Site, load: Load, people: Sequence[str], texts: Sequence[str], progress: Progress
) -> dict[str, Any]:
    begun = time.monotonic()
    asked = [(session, texts[n % len(texts)]) for n, session in enumerate(people[: 4 * load.at_once])]
    plan = Plan(served.url, drops=load.dropped, at_once=load.at_once, seed=load.seed, sessions=tuple(asked))
    failed = 0
    for line in _lines(plan):
        failed = line.get("failed", failed)
        if "dropped" in line:
            progress("dropped", line["dropped"], load.dropped)
    return {"streams": load.dropped, "failed": failed, "seconds": round(time.monotonic() - begun, 1)}


def _left(served: Site, before: Held) -> dict[str, Any]:
    """What is still held, and the seconds until it was no more than before."""
    held, seconds = _settled(served, before)
    return {**asdict(held), "back_after_s": seconds, "back": _is_back(held, before)}


def _settled(served: Site, before: Held | None) -> tuple[Held, float]:
    """Wait until as little is held as ``before``, or until nothing is at work; give up after ``PATIENCE_S``."""
    begun = time.monotonic()
    while True:
        held = served.held()
        seconds = round(time.monotonic() - begun, 1)
        if _is_back(held, before or held) or seconds > PATIENCE_S:
            return held, seconds
        time.sleep(0.25)


def _is_back(held: Held, before: Held) -> bool:
    """Connections that wait in the pool, and memory, may stay; so do claims of a site that was killed earlier."""
    nothing = not (held.turns or held.waiting or held.at_the_model or held.connections_at_work)
    grown = (held.tasks, held.threads, held.claims), (before.tasks, before.threads, before.claims)
    return nothing and all(now <= then for now, then in zip(*grown, strict=True))


def _watched(served: Site, visits: Sequence[Visit], progress: Callable[[int], None]) -> list[Seen]:
    saw = []
    for line in _lines(Plan(served.url, visits=tuple(visits))):
        saw.append(Seen(**line["seen"]))
        progress(len(saw))
    return saw


def _lines(plan: Plan) -> Iterator[dict[str, Any]]:
    """Carry a plan out in a process of its own; what it tells."""
    with _readers(plan) as process:
        for line in process.stdout or ():
            yield json.loads(line)


@contextlib.contextmanager
def _health(served: Site) -> Iterator[list[float]]:
    """Looks at the health check all the while; milliseconds, complete afterwards."""
    looks: list[float] = []
    with _readers(Plan(served.url, health_s=HEALTH_EVERY_S)) as process:
        yield looks
        told, _nothing = process.communicate()
        looks.extend(json.loads(line)["health_ms"] for line in told.splitlines())


@contextlib.contextmanager
def _readers(plan: Plan) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "congvu.config.streams.readers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        given = cast("IO[str]", process.stdin)
        given.write(json.dumps(asdict(plan)) + "\n")
        given.flush()
        yield process
    finally:
        process.kill()
        process.communicate()


def _minus(more: float | None, less: float | None) -> float | None:
    return None if more is None or less is None else round(more - less, 1)
