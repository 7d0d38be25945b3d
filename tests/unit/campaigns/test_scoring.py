"""Points from figures: exact, explained, never in the hands of one person; sets are read, or refused with the place."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from congvu.campaigns.scoring import formulas
from congvu.campaigns.scoring.sets import PARTICIPATION, SHIPPED, parse, shipped
from congvu.campaigns.scoring.sheets import changed, sheets
from congvu.campaigns.scoring.types import AMOUNTS, PERSONAL, AgencyFigures, Change, Formula, Indicators, Kind, Proof
from congvu.common.errors import InvalidInputError

TARGET = 50


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def raw() -> dict[str, Any]:
    text = (resources.files("congvu.campaigns.scoring.sets") / f"{PARTICIPATION}.toml").read_text("utf-8")
    return tomllib.loads(text)


def agency(pk: int = 1, name: str = "Sở A", **values: Any) -> AgencyFigures:
    given_: dict[str, Any] = {
        "heads": 10,
        "accounts_known": True,
        "imported": False,
        "people": {
            "valid": (50,) * 5, "questions": (60,) * 5, "rated": (2,) * 5, "started": (1,) * 5, "at_target": (1,) * 5
        },
        "lump": dict.fromkeys(PERSONAL, 0),
        "facts": {"documents": 3},
        **values,
    }
    return AgencyFigures(pk, name, **given_)


def one(indicators: Indicators, figures: AgencyFigures, code: str, **proofs: Proof) -> Any:
    (sheet,) = sheets(indicators, [figures], {(figures.agency_id, c): p for c, p in proofs.items()}, TARGET)
    return next(point for point in sheet.points if point.code == code)


def test_the_shipped_sets_are_read_and_add_up() -> None:
    assert [shipped(code).maximum for code in SHIPPED] == [100, 1000]
    for code in SHIPPED:
        assert all(indicator.origin and indicator.evidence for indicator in shipped(code).indicators)


@pytest.mark.parametrize(
    ("code", "points", "words"),
    [
        ("1.1", "10.00", "5 people who asked / 10 accounts = 50%. People who asked for each account, all"),
        ("1.2", "15.00", "250 valid questions / 10 accounts = 25."),
        ("1.3", "9.00", "5 people at the target / 10 accounts = 50%."),
        ("2.1", "2.00", "10 likes and dislikes / 10 accounts = 1."),
        ("3.1", "5.00", "3 documents supplied. All points from 1 documents supplied on. 100% of 5 points = 5."),
        ("3.2", "3.00", "3 documents supplied."),
    ],
)
def test_points_are_right_and_say_how(code: str, points: str, words: str) -> None:
    point = one(shipped(PARTICIPATION), agency(), code)
    assert point.points == Decimal(points)
    assert point.words.startswith(words)


def test_between_tiers_points_rise_evenly_and_steps_do_not() -> None:
    tiers = ((Decimal("0.2"), Decimal("0.2")), (Decimal("0.5"), Decimal("0.6")))
    line = Formula(Kind.TIERS, "at_target", tiers=tiers, line=True)
    assert formulas.share(line, Decimal("0.1"), TARGET) == Decimal("0.1")
    assert formulas.share(line, Decimal("0.35"), TARGET) == Decimal("0.4")
    assert formulas.share(line, Decimal(9), TARGET) == Decimal("0.6")
    steps = Formula(Kind.TIERS, "documents", tiers=((Decimal(3), Decimal("0.3")), (Decimal(10), Decimal(1))))
    assert [formulas.share(steps, Decimal(n), TARGET) for n in (2, 3, 9, 10)] == [0, Decimal("0.3"), Decimal("0.3"), 1]


def test_one_busy_person_counts_up_to_the_cap_and_the_sheet_says_so() -> None:
    point = one(shipped(PARTICIPATION), agency(people={"valid": (5000,)}), "1.2")
    assert (point.points, point.counted, point.left_out) == (Decimal("3.00"), 50, 4950)
    assert "Of each person at most 50 count: 4.950 are left out." in point.words
    assert "One person lifts this by 10% of the maximum at most." in point.words
    large = one(shipped(PARTICIPATION), agency(heads=1000, people={"valid": (5000,)}), "1.2")
    assert (large.points, large.counted) == (Decimal("0.60"), 1000), "two per cent of 30 points in a large agency"


FORMULAS = st.one_of(
    st.builds(
        Formula,
        st.just(Kind.RATIO),
        st.sampled_from(PERSONAL),
        st.one_of(st.none(), st.integers(1, 400).map(lambda n: Decimal(n) / 4)),
    ),
    st.tuples(
        st.sampled_from(PERSONAL), st.lists(st.tuples(st.integers(1, 40), st.integers(1, 30)), min_size=1, max_size=4)
    ).map(lambda made: Formula(Kind.TIERS, made[0], tiers=_rising(made[1]), line=True)),
)


def _rising(gaps: list[tuple[int, int]]) -> tuple[tuple[Decimal, Decimal], ...]:
    at, part, whole, found = Decimal(0), Decimal(0), sum(gain for _gap, gain in gaps), []
    for gap, gain in gaps:
        at, part = at + Decimal(gap) / 4, part + Decimal(gain)
        found.append((at, part / whole))
    return tuple(found)


@given(
    formula=FORMULAS,
    contributions=st.lists(st.integers(0, 10_000), min_size=1, max_size=40),
    idle=st.integers(0, 400),
    person_share=st.integers(1, 100).map(lambda n: Decimal(n) / 100),
    maximum=st.integers(1, 500).map(Decimal),
    data=st.data(),
)
def test_nobody_lifts_an_agency_beyond_the_stated_share(
    formula: Formula,
    contributions: list[int],
    idle: int,
    person_share: Decimal,
    maximum: Decimal,
    data: st.DataObject,
) -> None:
    """Whatever the others did: without any one person's contribution at most ``bound`` of the points is gone."""
    if formula.of not in AMOUNTS:
        contributions = [min(1, each) for each in contributions]
    heads = len(contributions) + idle
    most = formulas.cap(formula, TARGET, person_share, heads)

    def points(of: list[int]) -> Decimal:
        return formulas.points(maximum, formulas.share(formula, formulas.counted(of, most)[0] / heads, TARGET))

    person = data.draw(st.integers(0, len(contributions) - 1))
    others = contributions[:person] + contributions[person + 1 :]
    lift = points(contributions) - points(others)
    share = formulas.bound(formula, TARGET, person_share, heads)
    own = (formulas.full(formula, TARGET) if formula.of in AMOUNTS else 1) * formulas.rise(formula, TARGET) / heads
    assert share <= max(person_share, own), "the stated share, or one's own part where an agency is that small"
    assert 0 <= lift <= share * maximum + Decimal("0.01"), "to the rounding of points"


def test_without_the_cap_one_person_could() -> None:
    """What the property test proves can be untrue."""
    formula = Formula(Kind.RATIO, "valid")
    kept, _left = formulas.counted([5000], Decimal(5000))
    lift = formulas.points(Decimal(30), formulas.share(formula, kept / 100, TARGET))
    assert lift > formulas.bound(formula, TARGET, Decimal("0.02"), 100) * 30


FIRST, THIRD = "groups[1].indicators[1].", "groups[1].indicators[3]."
ONE_PERSON = {"kind": "yes_no", "of": "started", "full": 1}
STEEP = [{"at": 0.79, "share": 0.1}, {"at": 0.8, "share": 1}]


def at(group: int, indicator: int, *more: str | int) -> tuple[str | int, ...]:
    return ("groups", group, "indicators", indicator, *more)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("person_share",), 2, "person_share: must lie from 0.001 to 1."),
        (at(0, 1, "maximum"), "viele", "groups[1].indicators[2].maximum: must be a number."),
        (at(0, 1, "evidence"), "", "groups[1].indicators[2].evidence: is missing."),
        (at(0, 0, "formula", "kind"), "magic", f"{FIRST}formula.kind: must be one of"),
        (at(0, 0, "formula", "full"), 0, f"{FIRST}formula.full: must lie from"),
        (at(0, 0, "formula", "ful"), 1, f"{FIRST}formula.ful: is not known here"),
        (at(0, 0, "formula"), 3, f"{FIRST}formula: must be a table."),
        (at(0, 0, "code"), "1.2", "groups: the code “1.2” is there twice."),
        (at(0, 2, "formula", "between"), "steps", f"{THIRD}formula: one person could"),
        (at(0, 0, "formula"), ONE_PERSON, f"{FIRST}formula: one person could"),
        (at(0, 2, "formula", "tiers", 1, "at"), 0.2, f"{THIRD}formula.tiers[2]: must be higher"),
        (at(0, 2, "formula", "tiers"), STEEP, f"{THIRD}formula.tiers: rise too steeply"),
        (at(2, 2, "formula", "levels", 1, "share"), 1, "groups[3].indicators[3].formula.levels[2]: must be lower"),
        (at(2, 0, "formula", "full"), "target", "groups[3].indicators[1].formula.full: “target” is"),
        (("until",), "32/1/2024", "until: must be a date, as 2024-03-01."),
        (("groups",), [], "groups: needs at least one entry."),
        (("code",), "a b", "code: may hold letters"),
    ],
)
def test_what_is_wrong_with_a_set_is_told_in_one_line_with_its_place(
    path: tuple[Any, ...], value: Any, said: str
) -> None:
    data = raw()
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(InvalidInputError) as refused:
        parse(data)
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_figures_that_nobody_knows_give_no_points_and_say_why() -> None:
    old = agency(
        accounts_known=False,
        imported=True,
        people={},
        lump={"questions": 800, "rated": 5, "started": 10, "valid": None, "at_target": None},
    )
    assert one(shipped(PARTICIPATION), old, "1.1").points is None
    assert "accounts is not known" in one(shipped(PARTICIPATION), old, "1.1").words
    average = one(shipped(PARTICIPATION), old, "1.2")
    assert average.points == 30
    assert "800 questions / 10 users (accounts are not known) = 80." in average.words
    assert "imported, without saying whose they are" in average.words
    assert "One person lifts" not in average.words, "nobody can promise that of imported figures"
    assert one(shipped(PARTICIPATION), agency(heads=0, people={}), "1.2").points is None


def test_a_stated_level_counts_once_it_is_confirmed() -> None:
    stated = Proof(1, "12/QĐ-SNV", "Phân công đầu mối", dt.date(2024, 3, 4), confirmed=False)
    waiting = one(shipped(PARTICIPATION), agency(), "3.3", **{"3.3": stated})
    assert waiting.points is None
    assert "once an operator has confirmed it" in waiting.words
    confirmed = Proof(1, "12/QĐ-SNV", "Phân công đầu mối", dt.date(2024, 3, 4), confirmed=True)
    assert one(shipped(PARTICIPATION), agency(), "3.3", **{"3.3": confirmed}).points == 5


def test_what_if_moves_the_ranking_and_leaves_the_set_alone() -> None:
    many = agency(1, "Sở A", people={"valid": (50,) * 10, "started": (1,) * 10}, facts={"documents": 0})
    keen = agency(2, "Sở B", people={"valid": (10,) * 10, "started": (1,) * 10}, facts={"documents": 20})
    shipped_ = shipped(PARTICIPATION)
    assert [s.agency for s in sheets(shipped_, [many, keen], {}, TARGET)] == ["Sở A", "Sở B"]
    other = changed(shipped_, {"3.2": Change(maximum=Decimal(40)), "1.2": Change(full=Decimal(10))})
    after = sheets(other, [many, keen], {}, TARGET)
    assert [(s.agency, s.rank) for s in after] == [("Sở B", 1), ("Sở A", 2)]
    assert shipped_ == shipped(PARTICIPATION)
    assert changed(shipped_, {"1.3": Change(full=Decimal("0.4"))}).indicators[2].formula.tiers[0][0] == Decimal("0.1")
    for wrong in ({"9.9": Change()}, {"3.3": Change(full=Decimal(1))}, {"1.1": Change(maximum=Decimal(-1))}):
        with pytest.raises(InvalidInputError):
            changed(shipped_, wrong)
