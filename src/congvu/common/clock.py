"""The only clock: tests set it, everything else reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> dt.datetime:
    """The present moment, with its time zone (UTC)."""
    return _frozen.get() or dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The date in Việt Nam: the date on which a law is or is not in force."""
    return now().astimezone(VIETNAM).date()


@contextmanager
def frozen(moment: dt.datetime) -> Iterator[None]:
    """Hold the clock at ``moment`` (must carry a time zone) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("a frozen moment needs a time zone")
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
