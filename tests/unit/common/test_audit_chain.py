"""Whatever is done to a log that was written, the chain or a kept head tells."""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from congvu.common import audit
from congvu.common.audit import GENESIS, Anchor, check
from congvu.common.models import AuditEvent

LENGTH = 40
MUTATIONS = 10_000
FIELDS = (
    "seq", "at", "actor_id", "actor_label", "action", "object_type", "object_id", "outcome", "detail",
    "previous_hash", "hash",
)  # fmt: skip
Log = list[AuditEvent]


def chained(events: Log, start: int = 0) -> Log:
    """The events as they would have been written, each hash over the one before."""
    previous = events[start - 1].hash if start else GENESIS
    for place in range(start, len(events)):
        event = events[place]
        event.seq, event.previous_hash = place + 1, previous
        event.hash = audit.digest(event)
        previous = event.hash
    return events


def written() -> Log:
    begun = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
    return chained(
        [
            AuditEvent(
                at=begun + dt.timedelta(minutes=n),
                actor_id=str(n % 7),
                actor_label=f"canbo{n % 7}",
                action=("signin", "document.read", "report.export")[n % 3],
                object_type="Document",
                object_id=str(n),
                outcome="ok",
                detail={"n": n, "đơn vị": f"so-{n % 5}"},
            )
            for n in range(LENGTH)
        ]
    )


def _field(log: Log, rng: random.Random) -> None:
    event, name = rng.choice(log), rng.choice(FIELDS)
    value = getattr(event, name)
    if isinstance(value, int):
        value += rng.choice((-1, 1, 1000))
    elif isinstance(value, dt.datetime):
        value += dt.timedelta(microseconds=rng.choice((-1, 1)) * rng.randint(1, 10**9))
    elif isinstance(value, dict):
        value = {**value, rng.choice(("n", "thêm")): rng.random()}
    else:
        at = rng.randrange(len(value) + 1)
        value = value[:at] + rng.choice("§¶đ") + value[at + rng.randint(0, 1) :]
    setattr(event, name, value)


def _remove(log: Log, rng: random.Random) -> None:
    first = rng.randrange(len(log))
    del log[first : first + rng.randint(1, 5)]


def _cut_end(log: Log, rng: random.Random) -> None:
    del log[rng.randrange(len(log)) :]


def _swap(log: Log, rng: random.Random) -> None:
    a, b = rng.sample(range(len(log)), 2)
    log[a], log[b] = log[b], log[a]


def _swap_numbers_too(log: Log, rng: random.Random) -> None:
    a, b = rng.sample(range(len(log)), 2)
    log[a].seq, log[b].seq = log[b].seq, log[a].seq
    log.sort(key=lambda event: event.seq)


def _repeat(log: Log, rng: random.Random) -> None:
    log.insert(rng.randrange(len(log)), copy.copy(rng.choice(log)))


def _slip_in_and_chain_anew(log: Log, rng: random.Random) -> None:
    place = rng.randrange(len(log))
    log.insert(place, copy.copy(rng.choice(log)))
    chained(log, place)


def _remove_and_chain_anew(log: Log, rng: random.Random) -> None:
    place = rng.randrange(len(log))
    del log[place]
    chained(log, place)


def _change_and_chain_anew(log: Log, rng: random.Random) -> None:
    place = rng.randrange(len(log))
    log[place].actor_label += "x"
    chained(log, place)


WAYS: tuple[Callable[[Log, random.Random], None], ...] = (
    _field, _field, _field, _remove, _cut_end, _swap, _swap_numbers_too, _repeat,
    _slip_in_and_chain_anew, _remove_and_chain_anew, _change_and_chain_anew,
)  # fmt: skip


def test_a_log_that_nobody_touched_is_whole_and_fits_every_head_it_ever_had() -> None:
    log = written()
    anchors = [Anchor(event.seq, event.hash, "") for event in log]
    assert check(log, [Anchor(0, GENESIS, ""), *anchors]).intact
    assert check([], [Anchor(0, GENESIS, "")]).intact


def test_ten_thousand_random_changes_are_all_found() -> None:
    rng = random.Random(20261126)
    whole = written()
    anchor = Anchor(whole[-1].seq, whole[-1].hash, "")
    missed = []
    for number in range(MUTATIONS):
        log = [copy.copy(event) for event in whole]
        way = rng.choice(WAYS)
        way(log, rng)
        if check(log, [anchor]).intact:
            missed.append((number, way.__name__))
    assert missed == []


def test_without_a_kept_head_a_cut_off_end_cannot_be_told() -> None:
    log = written()
    assert check(log[:10]).intact
    assert check(log[:10], [Anchor(LENGTH, log[-1].hash, "")]).problem == "events cut off at the end"


def test_the_verdict_names_the_first_event_that_does_not_fit() -> None:
    log = written()
    log[16].outcome = "refused"
    verdict = check(log)
    assert (verdict.checked, verdict.broken_at, verdict.problem) == (16, 17, "content changed")


@pytest.mark.parametrize("line", ["x", "[]", "{}", '{"seq": "drei", "hash": "", "at": ""}'])
def test_a_file_that_holds_no_heads_says_in_which_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "heads"
    file.write_text(Anchor(1, "0" * 64, "2026").line() + "\n" + line + "\n", "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        audit.kept(file)
