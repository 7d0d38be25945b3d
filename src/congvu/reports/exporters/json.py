"""JSON: the figures with stable names, for other programs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from congvu.campaigns.types import Participation, ParticipationRow
from congvu.reports.tables import COUNTS, in_order, value_of
from congvu.reports.types import Definition, Issue

_RATIOS = ("per_head", "share")


def write_json(definition: Definition, participation: Participation, issue: Issue) -> bytes:
    """``payload`` as UTF-8, indented."""
    text = json.dumps(payload(definition, participation, issue), ensure_ascii=False, indent=2)
    return (text + "\n").encode()


def payload(definition: Definition, participation: Participation, issue: Issue) -> dict[str, Any]:
    """``{"campaign","from","to","rows":[{"no","agency","users",…}],"total":{…}}``; figures nobody knows are null.

    ``share`` and ``per_head`` are fractions with four decimals, not percents.
    """
    holder = definition.appendix or definition
    rows = in_order(participation.rows, holder.order)
    total = participation.total()
    if issue.accounts is not None:
        total = replace(total, accounts=issue.accounts)
    return {
        "campaign": participation.campaign,
        "title": participation.title,
        "from": participation.starts_on.isoformat(),
        "to": participation.ends_on.isoformat(),
        "rule_version": participation.rule_version,
        "imported_from": participation.imported_from,
        "rows": [{"no": no, "agency": row.agency, **_figures(row)} for no, row in enumerate(rows, start=1)],
        "total": _figures(total),
    }


def _figures(row: ParticipationRow) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(row, name) for name in COUNTS}
    for name in _RATIOS:
        value = value_of(row, name)
        found[name] = None if value is None else round(float(value), 4)
    return found
