"""Reading an indicator set: every value is checked, and what is wrong is told with its place."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from congvu.campaigns.scoring.formulas import rise
from congvu.campaigns.scoring.types import FACTS, PERSONAL, Formula, Group, Indicator, Indicators, Kind
from congvu.common.errors import InvalidInputError

TARGET = "target"
"""In the place of a number: the campaign's questions per person."""
_STEEPEST = 10
_NONE = Decimal(0)


class _Place:
    """A table of the file and where it stands."""

    def __init__(self, where: str, values: Any) -> None:
        self.where = where
        if not isinstance(values, Mapping):
            raise _wrong(where, _("must be a table"))
        self.values = values

    def at(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def only(self, *known: str) -> None:
        for key in self.values:
            if key not in known:
                raise _wrong(self.at(key), _("is not known here (known: %(keys)s)") % {"keys": ", ".join(known)})

    def text(self, key: str, *, needed: bool = True, longest: int = 1000) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise _wrong(self.at(key), _("must be a text"))
        value = " ".join(value.split())
        if needed and not value:
            raise _wrong(self.at(key), _("is missing"))
        if len(value) > longest:
            raise _wrong(self.at(key), _("has more than %(count)d characters") % {"count": longest})
        return value

    def number(self, key: str, low: Decimal, high: Decimal) -> Decimal:
        if key not in self.values:
            raise _wrong(self.at(key), _("is missing"))
        value = self.values[key]
        if isinstance(value, str):  # as stored in JSON, which has no decimals
            value = _decimal(value, self.at(key))
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise _wrong(self.at(key), _("must be a number"))
        number = Decimal(str(value))
        if not (number.is_finite() and low <= number <= high):
            raise _wrong(self.at(key), _("must lie from %(low)s to %(high)s") % {"low": low, "high": high})
        return number

    def day(self, key: str) -> dt.date | None:
        value = self.values.get(key)
        if isinstance(value, str):
            try:
                value = dt.date.fromisoformat(value)
            except ValueError:
                raise _wrong(self.at(key), _("must be a date, as 2024-03-01")) from None
        if value is not None and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
            raise _wrong(self.at(key), _("must be a date, as 2024-03-01"))
        return value

    def tables(self, key: str) -> list[_Place]:
        value = self.values.get(key)
        if not isinstance(value, list) or not value:
            raise _wrong(self.at(key), _("needs at least one entry"))
        return [_Place(f"{self.at(key)}[{n}]", one) for n, one in enumerate(value, 1)]


def read(raw: Mapping[str, Any]) -> Indicators:
    """The set. Raises InvalidInputError: one line, the place first ("groups[1].indicators[2].maximum: is missing")."""
    place = _Place("", raw)
    place.only("code", "version", "title", "source", "person_share", "from", "until", "groups")
    code = place.text("code", longest=60)
    if not all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in code):
        raise _wrong("code", _("may hold letters, digits, - and _ only"))
    groups = tuple(_group(one) for one in place.tables("groups"))
    twice = [name for name, n in Counter(i.code for group in groups for i in group.indicators).items() if n > 1]
    if twice:
        raise _wrong("groups", _("the code “%(code)s” is there twice") % {"code": twice[0]})
    starts_on, ends_on = place.day("from"), place.day("until")
    if starts_on and ends_on and ends_on < starts_on:
        raise _wrong("until", _("lies before its beginning"))
    return Indicators(
        code,
        place.text("version", longest=20),
        place.text("title", longest=250),
        place.text("source"),
        place.number("person_share", Decimal("0.001"), Decimal(1)),
        starts_on,
        ends_on,
        groups,
        raw,
    )


def _group(place: _Place) -> Group:
    place.only("title", "indicators")
    return Group(place.text("title", longest=250), tuple(_indicator(one) for one in place.tables("indicators")))


def _indicator(place: _Place) -> Indicator:
    place.only("code", "title", "maximum", "evidence", "origin", "formula")
    return Indicator(
        place.text("code", longest=20),
        place.text("title", longest=500),
        place.number("maximum", Decimal("0.01"), Decimal(1000)),
        _formula(_Place(place.at("formula"), place.values.get("formula"))),
        place.text("evidence"),
        place.text("origin"),
    )


def _formula(place: _Place) -> Formula:
    place.only("kind", "of", "full", "tiers", "between", "levels")
    try:
        kind = Kind(place.text("kind"))
    except ValueError:
        raise _wrong(place.at("kind"), _("must be one of %(kinds)s") % {"kinds": ", ".join(Kind)}) from None
    if kind == Kind.MANUAL:
        place.only("kind", "levels")
        return Formula(kind, levels=_levels(place))
    of = place.text("of")
    if of not in (*PERSONAL, *FACTS):
        raise _wrong(place.at("of"), _("must be one of %(names)s") % {"names": ", ".join((*PERSONAL, *FACTS))})
    if kind == Kind.TIERS:
        place.only("kind", "of", "tiers", "between")
        made = Formula(kind, of, tiers=_tiers(place), line=_between(place))
    else:
        place.only("kind", "of", "full")
        made = Formula(kind, of, full=_full(place, of))
    _fair(place, made)
    return made


def _fair(place: _Place, formula: Formula) -> None:
    """What one person could decide alone is refused (see ``formulas``)."""
    if formula.of not in PERSONAL:
        return
    if formula.kind == Kind.YES_NO or (formula.kind == Kind.TIERS and not formula.line):
        raise _wrong(
            place.where,
            _("one person could lift the agency over a step: use ratio, or tiers with between = “line”"),
        )
    if formula.kind == Kind.TIERS and rise(formula, 1) * formula.tiers[-1][0] > _STEEPEST:
        raise _wrong(place.at("tiers"), _("rise too steeply: one person would decide too much"))


def _full(place: _Place, of: str) -> Decimal | None:
    if place.values.get("full") == TARGET:
        if of in FACTS:
            raise _wrong(place.at("full"), _("“target” is a number of questions: it fits figures of people only"))
        return None
    return place.number("full", Decimal("0.0001"), Decimal(1_000_000))


def _between(place: _Place) -> bool:
    between = place.text("between")
    if between not in ("steps", "line"):
        raise _wrong(place.at("between"), _("must be one of %(names)s") % {"names": "steps, line"})
    return between == "line"


def _tiers(place: _Place) -> tuple[tuple[Decimal, Decimal], ...]:
    found: list[tuple[Decimal, Decimal]] = []
    for one in place.tables("tiers"):
        one.only("at", "share")
        at, part = one.number("at", Decimal("0.0001"), Decimal(1_000_000)), one.number("share", _NONE, Decimal(1))
        if found and (at <= found[-1][0] or part <= found[-1][1]):
            raise _wrong(one.where, _("must be higher than the tier before it"))
        found.append((at, part))
    return tuple(found)


def _levels(place: _Place) -> tuple[tuple[str, Decimal], ...]:
    found: list[tuple[str, Decimal]] = []
    for one in place.tables("levels"):
        one.only("title", "share")
        title, part = one.text("title", longest=250), one.number("share", _NONE, Decimal(1))
        if found and part >= found[-1][1]:
            raise _wrong(one.where, _("must be lower than the level before it"))
        found.append((title, part))
    if len(found) < 2:
        raise _wrong(place.at("levels"), _("needs at least two levels"))
    return tuple(found)


def _decimal(value: str, where: str) -> Decimal:
    try:
        return Decimal(value)
    except ArithmeticError:
        raise _wrong(where, _("must be a number")) from None


def _wrong(where: str, what: str) -> InvalidInputError:
    return InvalidInputError(f"{where}: {what}.")
