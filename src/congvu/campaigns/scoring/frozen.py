"""An adopted scoring as data: what is hashed, read back and proved. It names agencies and documents, no people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from congvu.campaigns.scoring import formulas
from congvu.campaigns.scoring.sets import parse
from congvu.campaigns.scoring.sheets import changed
from congvu.campaigns.scoring.types import Change, Indicators, Kind, Point, Proof, Sheet
from congvu.common.hashing import canonical_json, sha256_hex

VERSION = 1
"""Of the shape of the data."""


def plain(value: Any) -> Any:
    """JSON of dataclasses and of what TOML gives: dates and decimals as text."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def hash_of(content: Mapping[str, Any]) -> str:
    return sha256_hex(canonical_json(content))


def freeze(
    set_content: Mapping[str, Any],
    changes: Mapping[str, Change],
    made: Sequence[Sheet],
    about: Mapping[str, Any],
) -> dict[str, Any]:
    """``about`` says what was scored: campaign, target, period, roll-up, version of the rule."""
    return {
        "version": VERSION,
        "about": plain(about),
        "set": dict(set_content),
        "changes": {code: plain(asdict(change)) for code, change in sorted(changes.items())},
        "sheets": [plain(asdict(sheet)) for sheet in made],
    }


def thaw(content: Mapping[str, Any]) -> tuple[Indicators, tuple[Sheet, ...]]:
    """The set with its changes, and the sheets. Raises KeyError, TypeError, ValueError where it was tampered with."""
    changes = {
        code: Change(*(None if value[name] is None else Decimal(value[name]) for name in ("maximum", "full")))
        for code, value in content["changes"].items()
    }
    return changed(parse(content["set"]), changes), tuple(_sheet(one) for one in content["sheets"])


def fits(content: Mapping[str, Any]) -> bool:
    """Whether every point follows from its value and the set, and every total and rank from the points."""
    indicators, made = thaw(content)
    target = int(content["about"]["target"])
    by_code = {indicator.code: indicator for indicator in indicators.indicators}
    for sheet in made:
        if sheet.total != sum((p.points for p in sheet.points if p.points is not None), Decimal(0)):
            return False
        if sheet.rank != 1 + sum(other.total > sheet.total for other in made):
            return False
        for point in sheet.points:
            formula = by_code[point.code].formula
            if formula.kind == Kind.MANUAL:
                part = formula.levels[point.proof.level][1] if point.proof else None
            else:
                part = None if point.value is None else formulas.share(formula, point.value, target)
            if point.points is not None and (
                part is None or point.points != formulas.points(by_code[point.code].maximum, part)
            ):
                return False
    return True


def _sheet(held: Mapping[str, Any]) -> Sheet:
    return Sheet(
        held["agency_id"], held["agency"], held["rank"], Decimal(held["total"]), tuple(map(_point, held["points"]))
    )


def _point(held: Mapping[str, Any]) -> Point:
    numbers = {
        name: None if held[name] is None else Decimal(held[name])
        for name in ("points", "value", "counted", "bound")
    }
    exact = {"maximum": Decimal(held["maximum"]), "left_out": Decimal(held["left_out"])}
    proof = held["proof"]
    stated = {**proof, "issued_on": dt.date.fromisoformat(proof["issued_on"])} if proof else None
    return Point(**{**held, **numbers, **exact, "proof": Proof(**stated) if stated else None})
