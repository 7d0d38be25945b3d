"""Indicator sets as data: those that come with the program (the files beside this module), and a province's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from congvu.campaigns.scoring.sets.reading import read
from congvu.campaigns.scoring.types import Indicators
from congvu.common.errors import InvalidInputError

PARTICIPATION, DTI = "tham-gia-tro-ly-ao", "khung-dti-922"
SHIPPED = (PARTICIPATION, DTI)


def shipped(code: str) -> Indicators:
    """A set that comes with the program. Raises InvalidInputError for an unknown code."""
    if code not in SHIPPED:
        raise InvalidInputError(
            _("There is no indicator set “%(code)s”.") % {"code": code},
            _("Sets that come with the program: %(codes)s.") % {"codes": ", ".join(SHIPPED)},
        )
    return load(Path(str(resources.files(__package__) / f"{code}.toml")))


def load(path: Path) -> Indicators:
    """A set from a file. Raises InvalidInputError, in one line with the place, for what cannot be used."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise InvalidInputError(
            _("%(path)s cannot be read as an indicator set: %(error)s.") % {"path": path, "error": reason},
            _("It must be a TOML file in UTF-8."),
        ) from error
    return read(raw)


def parse(raw: Mapping[str, Any]) -> Indicators:
    """A set from stored data."""
    return read(raw)
