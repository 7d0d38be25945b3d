"""A circuit breaker: a server that fails again and again is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

FAILURES = 3
PAUSE_S = 15.0
LONGEST_PAUSE_S = 240.0


@dataclass
class Breaker:
    """Open after ``FAILURES`` in a row; then one question is let through after a pause that doubles each time."""

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    last_fault: str = ""
    _opened: int = 0
    _closed_until: float = field(default=0.0)
    _trying: bool = False

    def allows(self) -> bool:
        """Whether a question may go to the server now; where it was left alone, only one at a time may try."""
        if self.failures < FAILURES:
            return True
        if self._trying or self.clock() < self._closed_until:
            return False
        self._trying = True
        return True

    @property
    def resting(self) -> bool:
        """Whether the server is left alone at this moment."""
        return self.failures >= FAILURES and (self._trying or self.clock() < self._closed_until)

    def succeeded(self) -> None:
        self.failures, self._opened, self._trying, self.last_fault = 0, 0, False, ""

    def failed(self, fault: str) -> None:
        self.failures += 1
        self.last_fault, self._trying = fault, False
        if self.failures >= FAILURES:
            self._closed_until = self.clock() + min(LONGEST_PAUSE_S, PAUSE_S * 2**self._opened)
            self._opened += 1

    def let_go(self) -> None:
        """A question that ended without telling anything about the server (its reader went away)."""
        self._trying = False
