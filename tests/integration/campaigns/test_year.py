"""A made-up year, small: every figure equals a recount by hand, and the tallies equal what they sum up."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from congvu.answering.models import Conversation, Question
from congvu.campaigns.counting import by_day
from congvu.campaigns.models import Campaign, DayTally, Verdict
from congvu.campaigns.queries import RollUp, board
from congvu.campaigns.rules import CURRENT
from congvu.campaigns.simulation import recount
from congvu.campaigns.simulation.province import FIRST, LAST, REORGANISED
from congvu.campaigns.simulation.year import TARGET, Year, make_year
from congvu.campaigns.tallies import Checked, check_tallies, mend_tallies
from congvu.campaigns.tasks import judge_everybody
from congvu.common.clock import VIETNAM, frozen
from congvu.common.errors import InvalidInputError
from congvu.common.models import AuditEvent
from congvu.feedback.models import Rating
from congvu.privacy.actions import erase_conversations

pytestmark = pytest.mark.django_db
NEXT_YEAR = dt.datetime(2026, 3, 1, 9, tzinfo=VIETNAM)


def test_every_figure_of_a_year_equals_a_recount_by_hand() -> None:
    with frozen(NEXT_YEAR):
        year = make_year(240, 4000, seed=5)
        assert Question.objects.count() == 4000
        equal_to_a_recount(year)
        owner = Conversation.objects.order_by("pk").first()
        assert owner is not None
        erase_conversations(owner.user)
        assert Question.objects.count() < 4000
        equal_to_a_recount(year)
    assert check_tallies().apart == 0
    with pytest.raises(InvalidInputError):
        make_year(1, 1)


def equal_to_a_recount(year: Year) -> None:
    """Whole year, a half, some days on both sides of the reorganisation; agencies as they were and as of today."""
    asked = recount.read_rows(year.campaign.rule)
    june, july = dt.date(2025, 6, 9), dt.date(2025, 7, 22)
    periods = ((FIRST, LAST), (REORGANISED, LAST), (FIRST, dt.date(2025, 6, 30)), (june, july))
    roll_ups: tuple[RollUp, ...] = ("as_was", "as_of_today")
    for first, last in periods:
        for roll_up in roll_ups:
            made = board(year.campaign, first, last, roll_up)
            today = NEXT_YEAR.date() if roll_up == "as_of_today" else None
            by_hand = recount.count(asked, first, last, TARGET, today=today)
            assert recount.figures_of(made) == by_hand
            assert made.users == len({one.user for one in asked if first <= one.day <= last})
            earlier = recount.count(asked, first, last - dt.timedelta(days=7), TARGET, today=today)
            rank = {s.row.agency_id: s.rank for s in made.standings}
            before = {pk: 1 + sum(f[4] > earlier[pk][4] for f in earlier.values()) for pk in earlier}
            assert {s.row.agency_id: s.moved for s in made.standings if s.row.agency_id in before} == {
                pk: before[pk] - rank[pk] for pk in before if pk in rank
            }
        shown = {d.day: (d.questions, d.valid) for d in by_day(year.campaign.rule, first, last)}
        by_hand_days = recount.days(asked, first, last)
        assert {day: figures for day, figures in shown.items() if any(figures)} == by_hand_days


def test_the_same_seed_makes_the_same_year() -> None:
    def made() -> list[tuple[object, ...]]:
        """The rows of a year that is taken back afterwards."""
        with transaction.atomic():
            make_year(40, 120, seed=3)
            found = list(Question.objects.order_by("pk").values_list("pk", "text", "asked_at", "agency__code"))
            transaction.set_rollback(True)
        return found

    assert made() == made() != []


def test_tallies_follow_what_is_changed_and_deleted_without_the_program() -> None:
    make_year(60, 600, seed=8)
    some = list(Question.objects.order_by("pk")[:40].values_list("pk", flat=True))
    Rating.objects.filter(answer__question__in=some).update(liked=True, reasons=[])
    Verdict.objects.filter(question__in=some).update(valid=False, reason="repeated")
    Question.objects.filter(pk__in=some[:20]).update(
        agency=None, asked_at=dt.datetime(2025, 2, 2, 23, 59, 59, tzinfo=VIETNAM)
    )
    Verdict.objects.filter(question__in=some[20:]).delete()
    Conversation.objects.filter(questions__in=some[20:30]).delete()
    rows = DayTally.objects.count()
    assert check_tallies() == Checked(rows, 0)
    assert not DayTally.objects.filter(questions=0, valid=0, likes=0, dislikes=0).exists()
    moved = Question.objects.filter(agency=None).count()
    assert sum(DayTally.objects.filter(agency=None).values_list("questions", flat=True)) == moved > 10


def test_tallies_that_came_apart_are_found_and_mended() -> None:
    Campaign.objects.filter(pk=make_year(30, 200, seed=9).campaign.pk).update(state=Campaign.State.CLOSED)
    row = DayTally.objects.filter(rule="").order_by("pk").first()
    assert row is not None
    DayTally.objects.filter(pk=row.pk).update(questions=row.questions + 3)
    DayTally.objects.filter(rule=CURRENT).order_by("pk")[0].delete()
    DayTally.objects.create(user_id=row.user_id, day=dt.date(2024, 2, 29), likes=2)
    assert check_tallies().apart == 3
    judge_everybody(timestamp=0)
    assert check_tallies().apart == 0
    assert AuditEvent.objects.get(action="tallies.mended").detail == {"rows": 3}
    assert mend_tallies() == 0
