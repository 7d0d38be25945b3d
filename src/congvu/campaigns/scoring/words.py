"""How points were found, in words: figures, cap, formula."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from congvu.campaigns.scoring import formulas
from congvu.campaigns.scoring.types import COUNTS, Formula, Kind, Point

_HUNDREDTH = Decimal("0.01")


def number(value: Decimal) -> str:
    """At most two decimals, a comma before them, dots for thousands: 1234.5 → "1.234,5"."""
    rounded = value.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)
    text = f"{rounded:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def figure_name(of: str) -> str:
    """What is counted."""
    return {
        "started": _("people who asked"),
        "at_target": _("people at the target"),
        "valid": _("valid questions"),
        "questions": _("questions"),
        "rated": _("likes and dislikes"),
        "documents": _("documents supplied"),
    }[of]


def rule(formula: Formula, target: int) -> str:
    """The formula in words, for the list of a set and beside each result."""
    if formula.kind == Kind.MANUAL:
        levels = "; ".join(f"“{title}” {number(part * 100)}%" for title, part in formula.levels)
        return _("by level, with a document: %(levels)s") % {"levels": levels}
    name = figure_name(formula.of)
    per = "" if formula.of == "documents" else _(" for each account")
    if formula.kind == Kind.YES_NO:
        return _("all points from %(full)s %(name)s on") % {
            "full": _value(formula, formulas.full(formula, target)), "name": name
        }  # fmt: skip
    if formula.kind == Kind.RATIO:
        return _("%(name)s%(per)s, all points at %(full)s") % {
            "name": name, "per": per, "full": _value(formula, formulas.full(formula, target))
        }  # fmt: skip
    tiers = "; ".join(f"{_value(formula, at)}: {number(part * 100)}%" for at, part in formula.tiers)
    how = _("rising evenly between them") if formula.line else _("in steps")
    return _("%(name)s%(per)s, %(how)s: %(tiers)s") % {"name": name, "per": per, "how": how, "tiers": tiers}


def calculation(
    formula: Formula,
    point: Point,
    target: int,
    part: Decimal,
    given: Decimal,
    most: Decimal | None,
    accounts_known: bool,
    lump: int,
) -> str:
    """One paragraph: what was counted, what the cap left out, the value, the formula, the points."""
    counted, value = point.counted or Decimal(0), point.value or Decimal(0)
    said = [f"{number(counted)} {figure_name(formula.of)}"]
    if point.heads is not None:
        heads = _("%(count)s accounts") if accounts_known else _("%(count)s users (accounts are not known)")
        said = [f"{said[0]} / {heads % {'count': number(Decimal(point.heads))}} = {_value(formula, value)}"]
    sentences = [
        f"{said[0]}.",
        _("%(rule)s.") % {"rule": _first_capital(rule(formula, target))},
        _("%(share)s of %(maximum)s points = %(points)s.")
        % {"share": f"{number(part * 100)}%", "maximum": number(point.maximum), "points": number(given)},
    ]
    if point.left_out and most is not None:
        sentences.insert(
            1,
            _("Of each person at most %(most)s count: %(left_out)s are left out.")
            % {"most": number(most), "left_out": number(point.left_out)},
        )
    if point.bound is not None and not lump:
        sentences.append(
            _("One person lifts this by %(bound)s%% of the maximum at most.") % {"bound": number(point.bound * 100)}
        )
    if lump:
        known = {"count": number(Decimal(lump))}
        sentences.append(_("%(count)s of these are imported, without saying whose they are.") % known)
    return " ".join(sentences)


def _value(formula: Formula, value: Decimal) -> str:
    """Shares of people in per cent, everything else as a number."""
    return f"{number(value * 100)}%" if formula.of in COUNTS else number(value)


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
