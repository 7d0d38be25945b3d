"""A report as data: what is hashed when it is issued, and read back to make its files again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from congvu.campaigns.types import Participation, ParticipationRow
from congvu.common.hashing import canonical_json, sha256_hex
from congvu.reports import definitions
from congvu.reports.types import Definition, Issue

VERSION = 1
"""Of the shape of the data; a run tells with which one it was written."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a report is made of; ``filters`` tell how the figures were chosen (``{"roll_up": "as_was"}``)."""

    definition: Definition
    participation: Participation
    issue: Issue
    filters: Mapping[str, str]


def freeze(given: Given) -> dict[str, Any]:
    """JSON that ``thaw`` turns into equal values."""
    return {
        "version": VERSION,
        "definition": dict(given.definition.raw),
        "participation": {
            **_dated(asdict(given.participation)),
            "rows": [asdict(row) for row in given.participation.rows],
        },
        "issue": _dated({**asdict(given.issue), "words": dict(given.issue.words)}),
        "filters": dict(given.filters),
    }


def thaw(content: Mapping[str, Any]) -> Given:
    """Raises KeyError, TypeError or ValueError where the data was tampered with so that it cannot be read."""
    held, issue = dict(content["participation"]), dict(content["issue"])
    rows = tuple(ParticipationRow(**row) for row in held.pop("rows"))
    for name in ("starts_on", "ends_on"):
        held[name] = dt.date.fromisoformat(held[name])
    for name in ("issued_on", "deadline"):
        issue[name] = dt.date.fromisoformat(issue[name]) if issue[name] else None
    issue["authority"] = tuple(issue.get("authority", ()))
    return Given(
        definitions.parse(content["definition"]),
        Participation(**held, rows=rows),
        Issue(**issue),
        dict(content["filters"]),
    )


def hash_of(content: Mapping[str, Any]) -> str:
    return sha256_hex(canonical_json(content))


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    """Plain JSON: a row that is read back from the database must compare equal, and hash alike."""
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in plain.items()}
