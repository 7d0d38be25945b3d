"""What of the way to a language model needs no server: turns, breaker, budget, weights."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from congvu.common.errors import InvalidInputError, UnavailableError
from congvu.llm.chat.admission import Admission, Shares
from congvu.llm.chat.breaker import FAILURES, PAUSE_S, Breaker
from congvu.llm.chat.budget import DailyBudget
from congvu.llm.local import weights


def test_turns_are_bounded_and_the_queue_is_served_in_order() -> None:
    admission = Admission(Shares(slots=1, queue=1, person=5))
    first, second = admission.enter("a", ""), admission.enter("b", "")
    assert first is not None
    assert second is not None
    assert admission.enter("c", "") is None, "slots and queue are full"
    assert first.wait(0)
    assert not second.wait(0)
    first.leave()
    assert second.wait(0)
    second.leave()
    second.leave()
    assert (admission.running, admission.waiting) == (0, 0)


def test_nobody_takes_all_turns_for_one_person_or_agency() -> None:
    admission = Admission(Shares(slots=9, person=2, agency=3))
    held = [admission.enter(person, "so") for person in ("a", "a", "b")]
    assert all(held)
    assert admission.enter("a", "khac") is None, "the person's share"
    assert admission.enter("c", "so") is None, "the agency's share"
    assert admission.enter("c", "khac") is not None


def test_a_place_in_the_queue_is_given_back_when_its_owner_leaves() -> None:
    admission = Admission(Shares(slots=1, queue=1))
    with admission.enter("a", "") or pytest.fail("no turn"):
        with admission.enter("b", "") or pytest.fail("no place"):
            assert admission.waiting == 1
        assert admission.waiting == 0
        assert admission.enter("c", "") is not None


def test_a_server_that_fails_again_and_again_rests_and_is_tried_by_one_question() -> None:
    now = 0.0
    breaker = Breaker(clock=lambda: now)
    for _number in range(FAILURES):
        assert breaker.allows()
        breaker.failed("down")
    assert breaker.resting
    assert not breaker.allows()
    now += PAUSE_S
    assert breaker.allows()
    assert not breaker.allows(), "one at a time tries"
    breaker.failed("down")
    now += PAUSE_S
    assert breaker.resting, "the pause has doubled"
    now += PAUSE_S
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
    assert not breaker.resting


def test_a_day_has_so_many_tokens_and_unused_ones_come_back() -> None:
    day = dt.date(2026, 11, 26)
    budget = DailyBudget(100, day=lambda: day)
    assert budget.take(80)
    assert not budget.take(30)
    budget.give_back(50)
    assert budget.take(30)
    day += dt.timedelta(days=1)
    assert budget.take(100)


def test_only_a_gguf_file_is_taken_by_its_path(tmp_path: Path) -> None:
    model = tmp_path / "m.gguf"
    model.write_bytes(b"GGUF....")
    assert weights.ready(str(model), tmp_path) == model
    model.write_bytes(b"PK....")
    with pytest.raises(InvalidInputError):
        weights.ready(str(model), tmp_path)
    with pytest.raises(InvalidInputError):
        weights.ready(str(tmp_path / "none.gguf"), tmp_path)


def test_weights_that_are_not_the_known_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = tmp_path / "part.bin"
    part.write_bytes(b"GGUF and something else")
    monkeypatch.setattr(weights, "_parts", lambda: [part])
    with pytest.raises(UnavailableError):
        weights.ready(weights.PACKAGE, tmp_path / "models")
    assert not list((tmp_path / "models").iterdir()), "nothing is left that could be taken for the model"
