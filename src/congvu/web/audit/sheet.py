"""The log as a CSV file that a spreadsheet opens without taking any of it for a formula. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from congvu.common.clock import VIETNAM
from congvu.common.hashing import canonical_json
from congvu.common.models import AuditEvent

COLUMNS = (
    "seq", "at", "actor_id", "actor", "action", "object_type", "object_id", "outcome", "detail", "hash",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(events: Iterable[AuditEvent]) -> bytes:
    """UTF-8 with a mark that tells spreadsheets so; one line for each event, times of Việt Nam."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for e in events:
        at = e.at.astimezone(VIETNAM).isoformat(timespec="seconds")
        detail = canonical_json(e.detail)
        cells = (e.seq, at, e.actor_id, e.actor_label, e.action, e.object_type, e.object_id, e.outcome, detail, e.hash)
        writer.writerow([as_text(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def as_text(cell: str) -> str:
    """A cell that would be a formula is text, by the apostrophe that spreadsheets know."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
