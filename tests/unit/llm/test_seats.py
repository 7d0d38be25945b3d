"""Turns, shares and tokens that several processes count together."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from congvu.llm.chat.admission import Admission, Shares
from congvu.llm.chat.budget import DailyBudget
from congvu.llm.chat.seats import SharedSeats

HOLDER = """
import sys
from pathlib import Path
from congvu.llm.chat.admission import Admission, Shares
from congvu.llm.chat.seats import SharedSeats
admission = Admission(Shares(slots=1, queue=1), SharedSeats(Path(sys.argv[1])), "m")
ticket = admission.enter("a", "so")
print(ticket is not None and ticket.wait(0), flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def seats(tmp_path: Path) -> Iterator[SharedSeats]:
    found = SharedSeats(tmp_path / "turns" / "seats")
    yield found
    found.close()


def test_seats_of_one_file_are_given_once_and_come_back(seats: SharedSeats, tmp_path: Path) -> None:
    other = SharedSeats(tmp_path / "turns" / "seats")
    assert [seats.take("a", 3), other.take("a", 3), seats.take("a", 3)] == [0, 1, 2]
    assert other.take("a", 3) is None
    assert other.take("b", 3) == 0, "another name has seats of its own"
    seats.leave("a", 2)
    assert other.take("a", 3) == 2
    other.close()
    assert [seats.take("a", 3), seats.take("a", 3)] == [1, 2], "what was closed has given everything back"


def test_what_was_closed_may_be_closed_again_and_used_again(tmp_path: Path) -> None:
    seats = SharedSeats(tmp_path / "seats")
    assert seats.take("a", 1) == 0
    seats.close()
    seats.close()
    seats.leave("a", 0)
    assert seats.take("a", 1) == 0
    seats.close()


def test_leaving_twice_takes_nothing_from_anybody_else(seats: SharedSeats, tmp_path: Path) -> None:
    other = SharedSeats(tmp_path / "turns" / "seats")
    assert seats.take("a", 1) == 0
    seats.leave("a", 0)
    assert other.take("a", 1) == 0
    seats.leave("a", 0)
    assert seats.take("a", 1) is None
    other.close()


def test_processes_share_turns_and_a_killed_one_gives_its_back(tmp_path: Path) -> None:
    file = tmp_path / "seats"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        here = Admission(Shares(slots=1, queue=1), SharedSeats(file), "m")
        waits = here.enter("b", "")
        assert waits is not None
        assert not waits.wait(0.1)
        assert here.enter("c", "") is None, "one place in the queue, of all processes"
        elsewhere = Admission(Shares(slots=1, queue=1), SharedSeats(file), "another model")
        assert elsewhere.enter("b", "") is not None
        holder.kill()
        assert waits.wait(5)
    assert (here.running, here.waiting) == (1, 0)


def test_a_persons_share_holds_in_all_processes(tmp_path: Path) -> None:
    one, two = (Admission(Shares(slots=9, person=2), SharedSeats(tmp_path / "seats")) for _n in range(2))
    held = [one.enter("a", ""), two.enter("a", "")]
    assert all(held)
    assert one.enter("a", "") is None
    assert two.enter("a", "") is None
    assert two.enter("b", "") is not None
    assert held[0] is not None
    held[0].leave()
    assert two.enter("a", "") is not None


def test_who_was_refused_leaves_no_share_behind(tmp_path: Path) -> None:
    admission = Admission(Shares(slots=1, queue=0, person=1, agency=1), SharedSeats(tmp_path / "seats"))
    first = admission.enter("a", "so")
    assert first is not None
    assert admission.enter("b", "khac") is None
    first.leave()
    assert admission.enter("b", "khac") is not None, "the refused one's shares were given back"


def test_tokens_of_a_day_are_counted_by_all_processes_and_after_a_restart(tmp_path: Path) -> None:
    day = dt.date(2026, 11, 27)
    one, two = (DailyBudget(100, day=lambda: day, file=tmp_path / "tokens") for _n in range(2))
    assert one.take(80)
    assert not two.take(30)
    one.give_back(20)
    assert two.take(30)
    assert not DailyBudget(100, day=lambda: day, file=tmp_path / "tokens").take(20), "a restart forgets nothing"
    day += dt.timedelta(days=1)
    assert two.take(100)


def test_a_torn_count_of_tokens_refuses_nobody(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_bytes(b"2026-11-\xff")
    assert DailyBudget(10, file=tmp_path / "tokens").take(10)


def test_a_folder_that_cannot_be_written_to_is_an_error_and_not_a_lack_of_seats(tmp_path: Path) -> None:
    (tmp_path / "turns").write_bytes(b"no folder")
    with pytest.raises(OSError, match="turns"):
        SharedSeats(tmp_path / "turns" / "seats").take("a", 1)
