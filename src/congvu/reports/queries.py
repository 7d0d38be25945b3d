"""Reads of issued reports: what changed from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from congvu.reports.models import ReportRun
from congvu.reports.tables import COUNTS


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of an agency in two runs; None where the run does not know it or the agency is not in it."""

    agency: str
    field: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Agencies that are in one run only, and the figures that differ in both."""

    gone: tuple[str, ...]
    new: tuple[str, ...]
    changes: tuple[Change, ...]


def compare(before: ReportRun, after: ReportRun) -> Comparison:
    """By the agency's identity where both runs have one, by its name otherwise; in the order of the later run."""
    old, new = _by_agency(before, after), _by_agency(after, before)
    changes = [
        Change(str(row["agency"]), field, old[key].get(field), row.get(field))
        for key, row in new.items()
        if key in old
        for field in COUNTS
        if old[key].get(field) != row.get(field)
    ]
    return Comparison(
        tuple(str(row["agency"]) for key, row in old.items() if key not in new),
        tuple(str(row["agency"]) for key, row in new.items() if key not in old),
        tuple(changes),
    )


def _by_agency(run: ReportRun, other: ReportRun) -> dict[object, Mapping[str, Any]]:
    known = all(row["agency_id"] is not None for row in (*run.rows, *other.rows))
    return {row["agency_id"] if known else row["agency"]: row for row in run.rows}
