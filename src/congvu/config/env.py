"""Typed reading of environment variables; anything wrong fails loudly, naming the variable.

Every variable ``X`` may also be given as ``X_FILE``, the path of a file that holds the value (for secrets
that an orchestrator mounts); giving both is an error, because one of them would silently lose.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from congvu.common.errors import InvalidInputError
from congvu.config.words import _

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class SettingError(InvalidInputError):
    """An environment variable holds something that cannot be used."""

    code = "invalid_setting"


def read(name: str, environ: Mapping[str, str] | None = None) -> str | None:
    """The value of ``name`` or of the file named by ``name_FILE``; None when unset or empty.

    Raises SettingError when both are set or the file cannot be read.
    """
    environ = os.environ if environ is None else environ
    value, file = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if value and file:
        raise SettingError(
            _("{name} and {name}_FILE are both set.").format(name=name), _("Keep one of them.")
        )
    if not file:
        return value or None
    try:
        content = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(
            _("{name}_FILE cannot be read: {error}").format(name=name, error=error),
            _("Give the path of a readable text file."),
        ) from error
    if not content:
        raise SettingError(_("The file named by {name}_FILE is empty.").format(name=name))
    return content


def text(name: str, default: str = "", environ: Mapping[str, str] | None = None) -> str:
    """A string; the default when unset."""
    value = read(name, environ)
    return default if value is None else value


def flag(name: str, default: bool = False, environ: Mapping[str, str] | None = None) -> bool:
    """A yes/no: 1, true, yes, on or 0, false, no, off, in any case."""
    value = read(name, environ)
    if value is None:
        return default
    lowered = value.lower()
    if lowered in TRUE:
        return True
    if lowered in FALSE:
        return False
    raise SettingError(
        _("{name} is “{value}”, not yes or no.").format(name=name, value=value), _("Use 1 or 0.")
    )


def integer(
    name: str,
    default: int,
    *,
    low: int = 0,
    high: int | None = None,
    environ: Mapping[str, str] | None = None,
) -> int:
    """A whole number from ``low`` to ``high``, both included."""
    value = read(name, environ)
    if value is None:
        return default
    try:
        number = int(value)
    except ValueError:
        number = low - 1
    if number < low or (high is not None and number > high):
        bounds = f"{low}…{high}" if high is not None else f"≥ {low}"
        raise SettingError(
            _("{name} is “{value}”.").format(name=name, value=value),
            _("Give a whole number ({bounds}).").format(bounds=bounds),
        )
    return number


def words(
    name: str, default: tuple[str, ...] = (), environ: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """A list separated by commas; empty items are dropped."""
    value = read(name, environ)
    return default if value is None else tuple(item.strip() for item in value.split(",") if item.strip())


def urls(name: str, schemes: tuple[str, ...], environ: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """URLs of the schemes, separated by commas, each checked as by ``url``."""
    return tuple(url(name, schemes, {name: value}) for value in words(name, environ=environ))


def path(name: str, default: Path, environ: Mapping[str, str] | None = None) -> Path:
    """A path, made absolute against the current folder; ``~`` is the home folder."""
    value = read(name, environ)
    return (default if value is None else Path(value).expanduser()).absolute()


def url(name: str, schemes: tuple[str, ...], environ: Mapping[str, str] | None = None) -> str:
    """A URL of one of the schemes, or "" when unset. The value may hold a password and is never shown."""
    value = read(name, environ)
    if value is None:
        return ""
    if urlsplit(value).scheme not in schemes:
        raise SettingError(
            _("{name} is not a usable address.").format(name=name),
            _("It begins with {schemes}.").format(schemes=" / ".join(f"{scheme}://" for scheme in schemes)),
        )
    return value
