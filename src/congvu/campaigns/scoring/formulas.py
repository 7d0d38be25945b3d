"""From figures to points. Pure; everything is exact until points are rounded to hundredths.

Why nobody can lift an agency alone: points of figures of people are a function of their sum divided by the accounts
that rises nowhere faster than ``rise``. Each person's part of the sum is capped at ``cap``, the part that lifts the
points by ``bound`` where the function is steepest. So without any one person the agency has at most ``bound`` times the
maximum less. Steps would break this, hence they are for figures of the agency itself only (``sets`` sees to it).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from congvu.campaigns.scoring.types import AMOUNTS, Formula, Kind

_HUNDREDTH = Decimal("0.01")
_ONE, _ZERO = Decimal(1), Decimal(0)


def corners(formula: Formula, target: int) -> tuple[tuple[Decimal, Decimal], ...]:
    """Where the share of the points bends: (value, share), rising, the last one gives all there is."""
    if formula.kind == Kind.TIERS:
        return formula.tiers
    return ((full(formula, target), _ONE),)


def full(formula: Formula, target: int) -> Decimal:
    """The value from which on nothing is added."""
    if formula.kind == Kind.TIERS:
        return formula.tiers[-1][0]
    return Decimal(target) if formula.full is None else formula.full


def share(formula: Formula, value: Decimal, target: int) -> Decimal:
    """The share of the maximum that a value is given."""
    if formula.kind == Kind.YES_NO or (formula.kind == Kind.TIERS and not formula.line):
        reached = [part for at, part in corners(formula, target) if value >= at]
        return reached[-1] if reached else _ZERO
    before_at, before = _ZERO, _ZERO
    for at, part in corners(formula, target):
        if value < at:
            return before + (part - before) * (value - before_at) / (at - before_at)
        before_at, before = at, part
    return before


def rise(formula: Formula, target: int) -> Decimal:
    """How much of the maximum one more of the value gives where it gives most; of formulas without steps."""
    steepest, before_at, before = _ZERO, _ZERO, _ZERO
    for at, part in corners(formula, target):
        steepest = max(steepest, (part - before) / (at - before_at))
        before_at, before = at, part
    return steepest


def bound(formula: Formula, target: int, person_share: Decimal, heads: int) -> Decimal:
    """The share of the maximum that one person can lift an agency of ``heads`` accounts by, at most."""
    own = full(formula, target) if formula.of in AMOUNTS else _ONE
    return min(_ONE, max(person_share, rise(formula, target) * own / heads))


def cap(formula: Formula, target: int, person_share: Decimal, heads: int) -> Decimal:
    """What of one person's contribution counts at most."""
    return bound(formula, target, person_share, heads) * heads / rise(formula, target)


def counted(contributions: Sequence[int], most: Decimal) -> tuple[Decimal, Decimal]:
    """(what counts of all contributions, what the cap takes away)."""
    kept = sum((min(Decimal(one), most) for one in contributions), _ZERO)
    return kept, sum(map(Decimal, contributions), _ZERO) - kept


def points(maximum: Decimal, part: Decimal) -> Decimal:
    """Points in hundredths, half rounded up."""
    return (maximum * part).quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)
