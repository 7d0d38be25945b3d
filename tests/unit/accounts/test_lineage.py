"""Following successions: chains, splits, circles, dates."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from congvu.accounts.lineage import ways

DAY = dt.date(2026, 1, 1)


@dataclass(frozen=True)
class Step:
    predecessor_id: int
    successor_id: int
    on: dt.date


def step(predecessor: int, successor: int, year: int) -> Step:
    return Step(predecessor, successor, dt.date(year, 3, 1))


def ends(steps: list[Step], start: int, living: set[int], on: dt.date = DAY) -> list[int]:
    return sorted(way[-1].successor_id for way in ways(steps, start, living.__contains__, on))


def test_a_chain_of_three_leads_to_its_end() -> None:
    steps = [step(1, 2, 2010), step(2, 3, 2016), step(3, 4, 2025)]
    (way,) = ways(steps, 1, {4}.__contains__, DAY)
    assert way == tuple(steps)


def test_on_an_earlier_day_the_chain_is_shorter() -> None:
    steps = [step(1, 2, 2010), step(2, 3, 2016), step(3, 4, 2025)]
    assert ends(steps, 1, {3}, dt.date(2020, 1, 1)) == [3]
    assert ends(steps, 1, {2, 3, 4}, dt.date(2009, 1, 1)) == []


def test_a_split_leads_to_both() -> None:
    assert ends([step(1, 2, 2020), step(1, 3, 2020), step(3, 4, 2025)], 1, {2, 4}) == [2, 4]


def test_what_was_given_away_before_taking_over_is_not_handed_on() -> None:
    steps = [step(2, 9, 2015), step(1, 2, 2020), step(2, 3, 2025)]
    assert ends(steps, 1, {3, 9}) == [3]


def test_two_ways_to_one_agency_are_told_once_by_the_one_that_arrives_first() -> None:
    steps = [step(1, 2, 2020), step(1, 3, 2021), step(2, 4, 2022), step(3, 4, 2023)]
    (way,) = ways(steps, 1, {4}.__contains__, DAY)
    assert way == (steps[0], steps[2])


def test_circles_end() -> None:
    assert ends([step(1, 2, 2020), step(2, 1, 2021)], 1, set()) == []
    assert ends([step(1, 2, 2020), step(2, 1, 2021), step(2, 3, 2022)], 1, {3}) == [3]
    assert ends([step(1, 1, 2020)], 1, {1}) == []


agencies = st.integers(1, 6)
many = st.lists(st.builds(step, agencies, agencies, st.integers(2000, 2030)), max_size=40)


@given(many, agencies, st.sets(agencies), st.integers(2000, 2030).map(lambda year: dt.date(year, 6, 1)))
def test_whatever_the_steps_are_each_way_is_one(steps: list[Step], start: int, living: set[int], on: dt.date) -> None:
    found = ways(steps, start, living.__contains__, on)
    reached = [way[-1].successor_id for way in found]
    assert len(set(reached)) == len(reached)
    assert set(reached) <= living - {start}
    for way in found:
        assert way[0].predecessor_id == start
        assert all(a.successor_id == b.predecessor_id and a.on < b.on for a, b in itertools.pairwise(way))
        assert all(s.on <= on for s in way)
        assert not living.intersection(s.successor_id for s in way[:-1])
