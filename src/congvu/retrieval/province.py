"""The names that the province's own agencies have and had, as phrases to be found in a question.

They say what the tables of the package cannot: what was merged, split or renamed here, and what was not. Held by each
process, so a change may take half a minute to be read.
"""

from __future__ import annotations

import datetime as dt
import math
import threading
import time

from congvu.accounts.agency_search import known_names
from congvu.accounts.agency_text import spellings
from congvu.retrieval import lexicon
from congvu.retrieval.lexicon import Phrases

_REREAD_AFTER_S = 30.0


class _Held:
    """The names as of each day that was asked about, since they were last read."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.by_day: dict[dt.date, Phrases] = {}
        self.read_at = -math.inf

    def get(self, on: dt.date) -> Phrases:
        with self.lock:
            if time.monotonic() - self.read_at > _REREAD_AFTER_S:
                self.by_day.clear()
                self.read_at = time.monotonic()
            if on not in self.by_day:
                self.by_day[on] = _phrases(on)
            return self.by_day[on]

    def forget(self) -> None:
        with self.lock:
            self.read_at = -math.inf


def _phrases(on: dt.date) -> Phrases:
    """Names in use are phrases without a reading, so that a longer one is never taken for an old one that it begins
    with, nor for one that ended only elsewhere.
    """
    known = known_names(on)
    return lexicon.names((spelt, name.now, name.since) for name in known for spelt in spellings(name.name))


_held = _Held()


def province_names(on: dt.date) -> Phrases:
    """The names of agencies as of ``on``: those of before with the names of who stands in their place."""
    return _held.get(on)


def forget() -> None:
    """Read the names anew at the next use: the agencies were replaced as a whole."""
    _held.forget()
