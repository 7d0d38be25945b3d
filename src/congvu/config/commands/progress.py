"""Progress of long work, on standard error so that results can be piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Progress = Callable[[str, int, int], None]
_WIDTH = 78


@contextmanager
def shown(quiet: bool = False) -> Iterator[Progress]:
    """A callback (what, done, total) that keeps one line up to date; silent if ``quiet`` or no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return

    def show(what: str, done: int, total: int) -> None:
        click.echo(f"\r{f'{done}/{total} {what}'[:_WIDTH]:<{_WIDTH}}", nl=False, err=True)

    try:
        yield show
    finally:
        click.echo(f"\r{'':<{_WIDTH}}\r", nl=False, err=True)


@contextmanager
def told(every_s: float = 15.0) -> Iterator[Progress]:
    """``shown`` for work of many minutes that may also run unattended: without a terminal, a line now and then."""
    if sys.stderr.isatty():
        with shown() as show:
            yield show
        return
    last = time.monotonic()

    def tell(what: str, done: int, total: int) -> None:
        nonlocal last
        if done == total or time.monotonic() - last >= every_s:
            last = time.monotonic()
            click.echo(f"{done}/{total} {what}", err=True)

    yield tell
