"""How many tokens may be spent in a day, counted in this process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from threading import Lock

from congvu.common.clock import today


class DailyBudget:
    """``limit`` tokens a day, questions and answers together; 0 is no limit."""

    def __init__(self, limit: int, day: Callable[[], dt.date] = today) -> None:
        self._limit, self._day = limit, day
        self._lock = Lock()
        self._on = day()
        self._spent = 0

    def take(self, tokens: int) -> bool:
        """Whether so many may be spent; then they are."""
        with self._lock:
            if self._day() != self._on:
                self._on, self._spent = self._day(), 0
            if self._limit and self._spent + tokens > self._limit:
                return False
            self._spent += tokens
            return True

    def give_back(self, tokens: int) -> None:
        """What was reserved and not used."""
        with self._lock:
            self._spent = max(0, self._spent - tokens)

    @property
    def spent(self) -> int:
        return self._spent
