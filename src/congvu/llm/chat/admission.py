"""Who gets a turn: bounded slots, a bounded queue, shares of a person and of an agency; who waited longest is next.

Nobody waits for long at the language model: who cannot have a turn is told at once, and the answer is made of quotes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Event, Lock
from types import TracebackType

from congvu.llm.chat.seats import OwnSeats, Seats

WAIT_S = 10.0
LOOK_S = 0.25
_FIRST_LOOKS_S = 0.05
"""How often the first of a queue looks whether another process has given a turn back."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Turns at once: in all, waiting, of one person, of one agency (for these two 0 is no limit)."""

    slots: int
    queue: int = 8
    person: int = 2
    agency: int = 0


class Admission:
    """Turns out of ``seats``, which several processes may share; each has a queue of its own, first come, first served.

    ``name`` tells turns of one kind from others in the same seats.
    """

    def __init__(self, shares: Shares, seats: Seats | None = None, name: str = "") -> None:
        self.shares = shares
        self._seats = seats or OwnSeats()
        self._name = name
        self._lock = Lock()
        self._running = 0
        self._waiting: list[Ticket] = []

    def enter(self, person: str, agency: str) -> Ticket | None:
        """A ticket, which may have to wait; None where there is no room for it."""
        shares = self.shares
        with self._lock:
            ticket = Ticket(self)
            mine = shares.person == 0 or self._take(ticket, f"person {person}", shares.person)
            theirs = shares.agency == 0 or not agency or self._take(ticket, f"agency {agency}", shares.agency)
            if mine and theirs:
                if not self._waiting and self._take(ticket, "turn", shares.slots):
                    self._running += 1
                    ticket.turn.set()
                    return ticket
                if self._take(ticket, "queue", shares.queue):
                    self._waiting.append(ticket)
                    self._serve()
                    return ticket
            self._give_back(ticket)
            return None

    @property
    def running(self) -> int:
        """Turns of this process."""
        return self._running

    @property
    def waiting(self) -> int:
        """Who waits in this process."""
        return len(self._waiting)

    def _take(self, ticket: Ticket, kind: str, most: int) -> bool:
        name = f"{self._name} {kind}"
        seat = self._seats.take(name, most)
        if seat is not None:
            ticket.seats[kind] = name, seat
        return seat is not None

    def _give_back(self, ticket: Ticket, *kinds: str) -> None:
        for kind in kinds or tuple(ticket.seats):
            self._seats.leave(*ticket.seats.pop(kind))

    def _serve(self) -> None:
        """Give free slots to whoever has waited longest."""
        while self._waiting and self._take(self._waiting[0], "turn", self.shares.slots):
            ticket = self._waiting.pop(0)
            self._give_back(ticket, "queue")
            self._running += 1
            ticket.turn.set()

    def _look(self, ticket: Ticket) -> bool:
        """Whether another process has left a slot for the first of the queue; whether that was this ticket."""
        with self._lock:
            self._serve()
            return ticket.turn.is_set()

    def _pause(self, ticket: Ticket) -> float:
        waiting = self._waiting[:1]
        return _FIRST_LOOKS_S if waiting and waiting[0] is ticket else LOOK_S

    def _leave(self, ticket: Ticket) -> None:
        with self._lock:
            if ticket.turn.is_set():
                ticket.turn.clear()
                self._running -= 1
            elif ticket in self._waiting:
                self._waiting.remove(ticket)
            if ticket.seats:
                self._give_back(ticket)
            self._serve()


class Ticket:
    """A place in the queue, then a turn; leaving gives it back whatever happened. Use it as a context manager."""

    def __init__(self, admission: Admission) -> None:
        self.turn = Event()
        self.seats: dict[str, tuple[str, int]] = {}
        self._admission = admission

    def wait(self, seconds: float = LOOK_S) -> bool:
        """Wait so long for the turn; whether it has come."""
        until = time.monotonic() + seconds
        while not self.turn.wait(max(0.0, min(self._admission._pause(self), until - time.monotonic()))):
            if self._admission._look(self):
                return True
            if time.monotonic() >= until:
                return False
        return True

    def leave(self) -> None:
        self._admission._leave(self)  # the two are one thing

    def __enter__(self) -> Ticket:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()
