"""Who gets a turn: bounded slots, a bounded queue, shares of a person and of an agency; who waited longest is next.

Nobody waits for long at the language model: who cannot have a turn is told at once, and the answer is made of quotes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from threading import Event, Lock
from types import TracebackType

WAIT_S = 10.0
LOOK_S = 0.25


@dataclass(frozen=True, slots=True)
class Shares:
    """Turns at once: in all, waiting, of one person, of one agency (for these two 0 is no limit)."""

    slots: int
    queue: int = 8
    person: int = 2
    agency: int = 0


class Admission:
    """The turns of this process."""

    def __init__(self, shares: Shares) -> None:
        self.shares = shares
        self._lock = Lock()
        self._running = 0
        self._people: Counter[str] = Counter()
        self._agencies: Counter[str] = Counter()
        self._waiting: list[Ticket] = []

    def enter(self, person: str, agency: str) -> Ticket | None:
        """A ticket, which may have to wait; None where there is no room for it."""
        with self._lock:
            shares = self.shares
            if shares.person and self._people[person] + sum(t.person == person for t in self._waiting) >= shares.person:
                return None
            if (
                shares.agency
                and agency
                and self._agencies[agency] + sum(t.agency == agency for t in self._waiting) >= shares.agency
            ):
                return None
            if self._running + len(self._waiting) >= shares.slots + shares.queue:
                return None
            ticket = Ticket(self, person, agency)
            self._waiting.append(ticket)
            self._serve()
            return ticket

    @property
    def running(self) -> int:
        return self._running

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def _serve(self) -> None:
        """Give free slots to whoever has waited longest."""
        while self._waiting and self._running < self.shares.slots:
            ticket = self._waiting.pop(0)
            self._running += 1
            self._people[ticket.person] += 1
            self._agencies[ticket.agency] += 1
            ticket.turn.set()

    def _leave(self, ticket: Ticket) -> None:
        with self._lock:
            if ticket.turn.is_set():
                ticket.turn.clear()
                self._running -= 1
                for counts, key in ((self._people, ticket.person), (self._agencies, ticket.agency)):
                    counts[key] -= 1
                    if not counts[key]:
                        del counts[key]
            elif ticket in self._waiting:
                self._waiting.remove(ticket)
            self._serve()


class Ticket:
    """A place in the queue, then a turn; leaving gives it back whatever happened. Use it as a context manager."""

    def __init__(self, admission: Admission, person: str, agency: str) -> None:
        self.person, self.agency = person, agency
        self.turn = Event()
        self._admission = admission

    def wait(self, seconds: float = LOOK_S) -> bool:
        """Wait so long for the turn; whether it has come."""
        return self.turn.wait(seconds)

    def leave(self) -> None:
        self._admission._leave(self)  # the two are one thing

    def __enter__(self) -> Ticket:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()
