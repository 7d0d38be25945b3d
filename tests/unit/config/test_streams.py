"""Figures of ``congvu bench streams`` that need no site."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from congvu.config.streams.figures import capacity, is_written, share, summed
from congvu.config.streams.readers import Plan, Seen, Visit, plan_from


@pytest.mark.parametrize(
    ("arrivals", "slots", "taken"),
    [
        ([0, 1, 2], 3, 3),
        ([0, 1, 2], 2, 2),
        ([0, 1, 2, 11], 2, 3),  # the first slot is free again at 10
        ([0, 0, 0, 10, 10, 10], 2, 4),
        ([], 2, 0),
    ],
)
def test_the_capacity_counts_what_could_have_been_written(arrivals: list[float], slots: int, taken: int) -> None:
    assert capacity(arrivals, slots, 10) == taken


def test_a_queue_adds_those_who_get_a_turn_in_time() -> None:
    assert capacity([0, 5, 5, 5], 1, 10, queue=2, wait_s=6) == 2, "the second waits 5 s, the third would wait 15"
    assert capacity([0, 5, 5, 5], 1, 10, queue=2, wait_s=60) == 3, "the queue has two places"


def test_shares_are_values_that_were_seen() -> None:
    assert share(range(1, 101), 0.95) == 96
    assert share([7.0], 0.99) == 7.0
    assert share([], 0.5) is None


def test_an_answer_that_broke_off_is_not_counted_as_written() -> None:
    assert is_written(Seen(written=3, status="partial"))
    assert not is_written(Seen(written=3, status="partial", fault="cut"))
    assert not is_written(Seen(written=0, status="answered"))
    whole, quoted = Seen(written=1, status="answered", first_ms=5, evidence_ms=2), Seen(status="degraded", done_ms=9)
    counted = summed([whole, quoted])
    assert (counted["written"], counted["degraded"], counted["failed"]) == (1, 1, 0)
    assert counted["quoted_instead_ms"]["p95"] == 9


def test_a_plan_is_the_same_behind_the_pipe() -> None:
    plan = Plan("http://localhost/", visits=(Visit(1.5, "s", "Câu hỏi?"),), sessions=(("s", "Câu hỏi?"),), drops=3)
    assert plan_from(json.dumps(asdict(plan))) == plan
