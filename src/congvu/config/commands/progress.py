"""Progress of long work, on standard error so that results can be piped."""

from __future__ import annotations

import sys
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
