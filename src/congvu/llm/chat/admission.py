"""Who gets a turn at the language model: bounded slots, a bounded queue, shares of a person and of an agency.

Nobody waits for long: who cannot have a turn is told so at once, and the answer is made of quotes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from threading import Condition
from types import TracebackType

WAIT_S = 10.0
LOOK_S = 0.25


@dataclass(frozen=True, slots=True)
class Shares:
    """Turns at once: in all, waiting, of one person, of one agency (0 is no limit for it)."""

    slots: int
    queue: int = 8
    person: int = 2
    agency: int = 0


class Admission:
    """The turns of this process."""

    def __init__(self, shares: Shares) -> None:
        self.shares = shares
        self._changed = Condition()
        self._running = 0
        self._people: Counter[str] = Counter()
        self._agencies: Counter[str] = Counter()
        self._waiting: list[Ticket] = []

    def enter(self, person: str, agency: str) -> Ticket | None:
        """A ticket, which may have to wait; None where there is no room for it."""
        with self._changed:
            shares = self.shares
            waits = sum(t.person == person for t in self._waiting)
            agency_waits = sum(t.agency == agency for t in self._waiting)
            if self._people[person] + waits >= shares.person:
                return None
            if shares.agency and agency and self._agencies[agency] + agency_waits >= shares.agency:
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
            ticket.has_turn = True
            self._running += 1
            self._people[ticket.person] += 1
            self._agencies[ticket.agency] += 1
        self._changed.notify_all()

    def _wait(self, ticket: Ticket, seconds: float) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: ticket.has_turn, seconds)
            return ticket.has_turn

    def _leave(self, ticket: Ticket) -> None:
        with self._changed:
            if ticket.has_turn:
                ticket.has_turn = False
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
        self.has_turn = False
        self._admission = admission

    def wait(self, seconds: float = LOOK_S) -> bool:
        """Wait so long for the turn; whether it has come."""
        return self._admission._wait(self, seconds)  # the two are one thing

    def leave(self) -> None:
        self._admission._leave(self)

    def __enter__(self) -> Ticket:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()
