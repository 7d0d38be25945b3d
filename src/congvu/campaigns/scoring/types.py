"""What an indicator set and a scored agency are made of. Values and points are decimals, shares lie from 0 to 1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How points are found; the value stands in files of indicators."""

    RATIO = "ratio"
    """In proportion, up to a value that gives all points."""
    TIERS = "tiers"
    """By thresholds; ``between`` says whether points rise in steps or on a straight line from one to the next."""
    YES_NO = "yes_no"
    """All points from a value on, none below it."""
    MANUAL = "manual"
    """One of several levels, stated by the agency with a document and confirmed by an operator."""


COUNTS = ("started", "at_target")
"""Figures of people, each of whom counts at most once for each account of the agency."""
AMOUNTS = ("valid", "questions", "rated")
"""Figures of people, each of whom counts with a number, divided by the accounts of the agency."""
PERSONAL = (*COUNTS, *AMOUNTS)
FACTS = ("documents",)
"""Figures of the agency itself: documents that it supplied in the period, none for itself alone."""


@dataclass(frozen=True, slots=True)
class Formula:
    """``of`` is one of the figures above. ``full`` gives all points; None is the campaign's target.

    ``tiers`` are (from this value, share of the points), rising; ``levels`` (words, share of the points).
    """

    kind: Kind
    of: str = ""
    full: Decimal | None = None
    tiers: tuple[tuple[Decimal, Decimal], ...] = ()
    line: bool = False
    levels: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a set. ``evidence`` says what proves it, ``origin`` whether it is ours or from which text."""

    code: str
    title: str
    maximum: Decimal
    formula: Formula
    evidence: str
    origin: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    indicators: tuple[Indicator, ...]

    @property
    def maximum(self) -> Decimal:
        return sum((indicator.maximum for indicator in self.indicators), Decimal(0))


@dataclass(frozen=True, slots=True)
class Indicators:
    """A set as it was read; ``raw`` is its data, to be stored and frozen.

    ``person_share``: no single person lifts an agency's points for one indicator by more than this share of its
    maximum, or by their own equal part where the agency has so few people that this is more (``formulas.bound``).
    ``starts_on`` and ``ends_on`` are the period that the set is made for, None where it has no end.
    """

    code: str
    version: str
    title: str
    source: str
    person_share: Decimal
    starts_on: dt.date | None
    ends_on: dt.date | None
    groups: tuple[Group, ...]
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for group in self.groups for indicator in group.indicators)

    @property
    def maximum(self) -> Decimal:
        return sum((group.maximum for group in self.groups), Decimal(0))


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """What one agency is scored by.

    ``heads`` are the accounts of its roster, or its users where those are not known (``accounts_known``). ``people``
    has, for each figure of people, what each of them contributed; ``lump`` what a document tells of the whole only,
    None where it does not tell it. ``imported`` marks agencies with such figures.
    """

    agency_id: int
    agency: str
    heads: int
    accounts_known: bool
    imported: bool
    people: Mapping[str, tuple[int, ...]]
    lump: Mapping[str, int | None]
    facts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a coordinator stated of a manual indicator: the level's place in the formula, and the document."""

    level: int
    number: str
    title: str
    issued_on: dt.date
    confirmed: bool
    document: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One indicator of one agency, with everything that led to its points; ``points`` None: not known yet.

    ``counted`` is what was counted after the cap, ``left_out`` what the cap took away, ``bound`` the share of the
    maximum that one person can lift at most.
    """

    code: str
    title: str
    maximum: Decimal
    points: Decimal | None
    words: str
    evidence: str
    value: Decimal | None = None
    counted: Decimal | None = None
    heads: int | None = None
    left_out: Decimal = Decimal(0)
    bound: Decimal | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One agency's points; equal totals share a rank."""

    agency_id: int
    agency: str
    rank: int
    total: Decimal
    points: tuple[Point, ...]

    @property
    def open(self) -> int:
        """Indicators that have no points yet."""
        return sum(point.points is None for point in self.points)


@dataclass(frozen=True, slots=True)
class Change:
    """What if: another maximum, another value that gives all points; None leaves it as it is."""

    maximum: Decimal | None = None
    full: Decimal | None = None
