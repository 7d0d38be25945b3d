"""Definitions of reports as data: the files beside this module, and those that an office writes itself.

A file of an office says ``extends = "participation_letter"`` and then only what differs; tables (``[office]``,
``[signer]``) are merged key by key, everything else is replaced.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from congvu.common.errors import InvalidInputError
from congvu.reports.types import Column, Definition, Form, Office, Signer

APPENDIX, LETTER, REPORT, SHEET = (
    "participation_appendix",
    "participation_letter",
    "participation_report",
    "agency_sheet",
)
CODES = (LETTER, APPENDIX, REPORT, SHEET)
_ALIGNMENTS = ("left", "center", "right")


def load(code: str) -> Definition:
    """A shipped definition. Raises InvalidInputError for an unknown code."""
    return parse(_shipped(code))


def load_file(path: Path) -> Definition:
    """A definition of an office. Raises InvalidInputError, with what is wrong, where it cannot be used."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInputError(
            _("%(path)s is not a definition: %(error)s") % {"path": path, "error": error},
            _("It must be a TOML file in UTF-8."),
        ) from error
    return parse(_extended(raw))


def parse(raw: Mapping[str, Any]) -> Definition:
    """A definition from its data (a shipped or own file, or a frozen run)."""
    try:
        return _parse(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInputError(
            _("The definition lacks something or holds a wrong value: %(error)s") % {"error": error},
            _("Compare it with the definitions that come with the program."),
        ) from error


def _shipped(code: str) -> dict[str, Any]:
    if code not in CODES:
        raise InvalidInputError(
            _("There is no report “%(code)s”.") % {"code": code}, _("Reports: %(codes)s.") % {"codes": ", ".join(CODES)}
        )
    raw = tomllib.loads((resources.files(__package__) / f"{code}.toml").read_text("utf-8"))
    return _extended(raw)


def _extended(raw: dict[str, Any]) -> dict[str, Any]:
    """The data with what it extends, and with its appendix in the place of that one's name."""
    base = _shipped(str(raw["extends"])) if "extends" in raw else {}
    merged = dict(base)
    for key, value in raw.items():
        inherited = base.get(key)
        merged[key] = {**inherited, **value} if isinstance(value, dict) and isinstance(inherited, dict) else value
    merged.pop("extends", None)
    if isinstance(merged.get("appendix"), str):
        merged["appendix"] = _shipped(merged["appendix"])
    return merged


def _parse(raw: Mapping[str, Any]) -> Definition:
    office, signer = raw.get("office", {}), raw.get("signer", {})
    appendix = raw.get("appendix")
    return Definition(
        code=raw["code"],
        form=Form(raw["form"]),
        type_name=raw.get("type_name", ""),
        type_symbol=raw.get("type_symbol", ""),
        subject=_lines(raw, "subject"),
        office=Office(
            parent=_lines(office, "parent"),
            name=_lines(office, "name"),
            full_name=office.get("full_name", ""),
            symbol=office.get("symbol", ""),
            unit=office.get("unit", ""),
            place=office.get("place", ""),
        ),
        signer=Signer(_lines(signer, "authority"), signer.get("name", "")),
        addressees=_lines(raw, "addressees"),
        paragraphs=_lines(raw, "paragraphs"),
        receivers=_lines(raw, "receivers"),
        keep=raw.get("keep", ""),
        title=_lines(raw, "title"),
        columns=tuple(_column(column) for column in raw.get("columns", [])),
        order=raw.get("order", ""),
        total=raw.get("total", ""),
        metrics=tuple((metric["field"], metric["title"]) for metric in raw.get("metrics", [])),
        appendix=_parse(appendix) if appendix else None,
        raw=raw,
    )


def _lines(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        raise ValueError(f"“{key}” must be a list of texts")
    return tuple(" ".join(line.split()) for line in value)


def _column(raw: Mapping[str, Any]) -> Column:
    column = Column(raw["field"], raw["title"], int(raw["width"]), raw.get("align", "right"))
    if column.align not in _ALIGNMENTS:
        raise ValueError(f"align = “{column.align}”")
    return column
