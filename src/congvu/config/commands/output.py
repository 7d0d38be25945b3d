"""What commands share: the ``--json`` option and writing a result."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from congvu.common.errors import InvalidInputError
from congvu.config.words import _

F = TypeVar("F", bound=Callable[..., Any])


def json_option(function: F) -> F:
    """Adds ``--json`` as the parameter ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help=_("Write JSON."))(function)


def write_json(value: Any) -> None:
    """One JSON document on standard output; dates and paths as text."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def write_file(out: Path, data: bytes) -> None:
    """A result as a file, or on standard output where it is called "-". Raises InvalidInputError."""
    if str(out) == "-":
        click.echo(data, nl=False)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise InvalidInputError(
            _("{path} cannot be written: {error}").format(path=out, error=error.strerror), _("Choose another file.")
        ) from error


def citation_line(unit: str, title: str, number: str) -> str:
    """Where a text stands, for one line; titles of administrative texts hold their number already."""
    return ", ".join(part for part in (unit, title, "" if number in title else number) if part)
