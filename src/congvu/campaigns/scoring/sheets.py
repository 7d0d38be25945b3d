"""Sheets of all agencies: points by the formulas of a set, in words, ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from congvu.campaigns.scoring import formulas
from congvu.campaigns.scoring.types import (
    COUNTS,
    PERSONAL,
    AgencyFigures,
    Change,
    Formula,
    Group,
    Indicator,
    Indicators,
    Kind,
    Point,
    Proof,
    Sheet,
)
from congvu.campaigns.scoring.words import calculation, number
from congvu.common.errors import InvalidInputError
from congvu.text import sort_key

Proofs = Mapping[tuple[int, str], Proof]
"""What is stated of manual indicators, by agency and indicator."""


def sheets(indicators: Indicators, figures: Iterable[AgencyFigures], proofs: Proofs, target: int) -> tuple[Sheet, ...]:
    """Every agency with its points, most first; of equal ones in the order of their names."""
    made = [_sheet(indicators, one, proofs, target) for one in figures]
    made.sort(key=lambda sheet: (-sheet.total, sort_key(sheet.agency)))
    ranks: dict[Decimal, int] = {}
    for place, sheet in enumerate(made, 1):
        ranks.setdefault(sheet.total, place)
    return tuple(replace(sheet, rank=ranks[sheet.total]) for sheet in made)


def changed(indicators: Indicators, changes: Mapping[str, Change]) -> Indicators:
    """The set with other maxima and thresholds. Raises InvalidInputError for what cannot be changed so."""
    if unknown := changes.keys() - {indicator.code for indicator in indicators.indicators}:
        raise InvalidInputError(_("There is no indicator “%(code)s”.") % {"code": sorted(unknown)[0]})
    groups = tuple(
        Group(group.title, tuple(_changed(one, changes.get(one.code, Change())) for one in group.indicators))
        for group in indicators.groups
    )
    return replace(indicators, groups=groups)


def _changed(indicator: Indicator, change: Change) -> Indicator:
    formula = indicator.formula
    for value in (change.maximum, change.full):
        if value is not None and not (value.is_finite() and 0 < value <= 1_000_000):
            raise InvalidInputError(
                _("Indicator %(code)s: “%(value)s” cannot be used.") % {"code": indicator.code, "value": value},
                _("Give a number above 0."),
            )
    if change.full is not None:
        if formula.kind == Kind.MANUAL:
            raise InvalidInputError(
                _("Indicator %(code)s has no threshold.") % {"code": indicator.code}, _("Change its maximum.")
            )
        if formula.kind == Kind.TIERS:  # all thresholds in the same proportion
            scale = change.full / formula.tiers[-1][0]
            formula = replace(formula, tiers=tuple((at * scale, part) for at, part in formula.tiers))
        else:
            formula = replace(formula, full=change.full)
    return replace(indicator, maximum=change.maximum or indicator.maximum, formula=formula)


def _sheet(indicators: Indicators, figures: AgencyFigures, proofs: Proofs, target: int) -> Sheet:
    points = tuple(
        _manual(one, proofs.get((figures.agency_id, one.code)))
        if one.formula.kind == Kind.MANUAL
        else _computed(one, figures, indicators.person_share, target)
        for one in indicators.indicators
    )
    total = sum((point.points for point in points if point.points is not None), Decimal(0))
    return Sheet(figures.agency_id, figures.agency, 0, total, points)


def _manual(indicator: Indicator, proof: Proof | None) -> Point:
    point = Point(indicator.code, indicator.title, indicator.maximum, None, "", indicator.evidence, proof=proof)
    if proof is None:
        return replace(point, words=_("The agency has stated nothing yet: no points."))
    level, part = indicator.formula.levels[proof.level]
    given = formulas.points(indicator.maximum, part)
    words = _("“%(level)s”: %(share)s of %(maximum)s points") % {
        "level": level, "share": number(part * 100) + "%", "maximum": number(indicator.maximum)
    }  # fmt: skip
    if not proof.confirmed:
        return replace(point, words=_("%(words)s once an operator has confirmed it.") % {"words": words})
    return replace(point, points=given, words=_("%(words)s = %(points)s.") % {"words": words, "points": number(given)})


def _computed(indicator: Indicator, figures: AgencyFigures, person_share: Decimal, target: int) -> Point:
    formula = indicator.formula
    point = Point(indicator.code, indicator.title, indicator.maximum, None, "", indicator.evidence)
    if formula.of not in PERSONAL:
        value = Decimal(figures.facts[formula.of])
        return _pointed(point, formula, target, replace(point, value=value, counted=value))
    of = "questions" if formula.of == "valid" and figures.imported else formula.of
    lump = figures.lump[of]
    if lump is None or not figures.heads or (of in COUNTS and not figures.accounts_known):
        return replace(point, words=_unknown(figures))
    most = formulas.cap(formula, target, person_share, figures.heads)
    kept, left_out = formulas.counted(figures.people.get(of, ()), most)
    kept += lump
    if of in COUNTS:
        kept = min(kept, Decimal(figures.heads))
    found = replace(
        point,
        value=kept / figures.heads,
        counted=kept,
        heads=figures.heads,
        left_out=left_out,
        bound=formulas.bound(formula, target, person_share, figures.heads),
    )
    return _pointed(point, replace(formula, of=of), target, found, most, figures, lump)


def _pointed(
    point: Point,
    formula: Formula,
    target: int,
    found: Point,
    most: Decimal | None = None,
    figures: AgencyFigures | None = None,
    lump: int = 0,
) -> Point:
    part = formulas.share(formula, found.value or Decimal(0), target)
    given = formulas.points(point.maximum, part)
    words = calculation(formula, found, target, part, given, most, figures is None or figures.accounts_known, lump)
    return replace(found, points=given, words=words)


def _unknown(figures: AgencyFigures) -> str:
    if not figures.heads:
        return _("The agency has no accounts: no points.")
    if not figures.accounts_known:
        return _("The number of accounts is not known: no points.")
    return _("The imported figures do not tell this: no points.")
