"""Figures from rows: equal to a recount by hand, after retries, moves, reorganisations and deletions."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.accounts.models import Agency, Membership, Succession, User
from congvu.answering.models import Answer, Conversation, Question
from congvu.answering.types import AnswerStatus
from congvu.campaigns.actions import CampaignData, create_campaign, import_figures
from congvu.campaigns.appeals import appeal, decide, saw
from congvu.campaigns.counting import by_day
from congvu.campaigns.imports import FigureRow, ReadFigures
from congvu.campaigns.judging import forget_likeness, judge_new, recount
from congvu.campaigns.models import Appeal, Campaign, Verdict
from congvu.campaigns.queries import board, participation
from congvu.campaigns.rules import CURRENT
from congvu.common.clock import VIETNAM, frozen
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.feedback.actions import rate
from congvu.feedback.models import ActivityTally
from congvu.privacy.actions import erase_conversations
from congvu.web.participation.figure_views import _scope
from tests.factories import People, make_people

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
TEXTS = (
    "Thời hạn giải quyết khiếu nại lần đầu là bao nhiêu ngày?",
    "Ai có thẩm quyền bổ nhiệm kế toán trưởng?",
    "Nghỉ phép năm của viên chức tính như thế nào?",
    "Hồ sơ đăng ký kết hôn gồm những giấy tờ gì?",
    "Mức phạt khi xây nhà không phép là bao nhiêu?",
)


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def campaign(people: People) -> Campaign:
    return create_campaign(CampaignData("dot", "Đợt", FIRST, LAST, LAST, 2), actor=people.eve)


def put(user: User, text: str, at: dt.datetime, *, agency: int | None = None, seen: bool = True) -> Answer:
    conversation = Conversation.objects.create(user=user, title="x")
    if agency is None:
        agency = Membership.objects.get(user=user).agency_id
    question = Question.objects.create(conversation=conversation, agency_id=agency, text=text, on=at.date())
    Question.objects.filter(pk=question.pk).update(asked_at=at)
    answer = Answer.objects.create(question=question, status=AnswerStatus.ANSWERED, finished_at=at)
    if seen:
        saw([question.pk])
    return answer


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=VIETNAM)


def test_figures_equal_a_recount_by_hand(people: People, campaign: Campaign) -> None:
    draw = random.Random(1)
    asked: Counter[int] = Counter()
    liked: Counter[tuple[int, bool]] = Counter()
    for n in range(120):
        user = draw.choice([people.alice, people.bob, people.charlie])
        home = people.south.pk if user == people.charlie else people.north.pk
        answer = put(user, f"{draw.choice(TEXTS)} {n}", at(draw.randint(1, 31), draw.randint(0, 23)))
        asked[home] += 1
        if draw.random() < 0.5:
            verdict = draw.random() < 0.7
            for _retry in range(2):
                rate(user, answer, verdict)
            liked[home, verdict] += 1
    put(people.alice, TEXTS[0], dt.datetime(2026, 4, 1, 0, 0, tzinfo=VIETNAM))
    put(people.alice, TEXTS[0], dt.datetime(2026, 2, 28, 23, 59, tzinfo=VIETNAM))
    figures = participation(campaign, FIRST, LAST)
    assert {r.agency_id: r.questions for r in figures.rows} == dict(asked)
    assert {(r.agency_id, r.likes, r.dislikes) for r in figures.rows} == {
        (home, liked[home, True], liked[home, False]) for home in asked
    }
    assert [r.questions for r in figures.rows] == sorted(asked.values(), reverse=True)
    assert sum(day.questions for day in by_day(CURRENT, FIRST, LAST)) == 120
    north = next(r for r in figures.rows if r.agency_id == people.north.pk)
    assert (north.accounts, north.users) == (4, 2)


def test_valid_questions_and_bands(people: People, campaign: Campaign) -> None:
    with frozen(at(31, 22)):
        for n, text in enumerate(TEXTS[:3]):
            put(people.alice, text, at(2 + n))
        put(people.alice, TEXTS[0] + " ạ", at(9))
        put(people.bob, TEXTS[3], at(9), seen=False)
        judge_new()
        standing = board(campaign, with_movement=False).of(people.north.pk)
        assert standing is not None
        assert (standing.row.questions, standing.row.valid) == (5, 3)
        assert (standing.started, standing.at_target, standing.bands) == (2, 1, (2, 2, 0, 0))
        saw(Question.objects.filter(text=TEXTS[3]).values_list("pk", flat=True))
        assert judge_new() == 1
        assert judge_new() == 0
        after = {(v.question, v.reason) for v in Verdict.objects.all()}
        recount(CURRENT)
        assert after == {(v.question, v.reason) for v in Verdict.objects.all()}
        assert participation(campaign).total().valid == 4


def test_counts_stay_when_words_are_deleted(people: People, campaign: Campaign) -> None:
    with frozen(at(31, 22)):
        for n, text in enumerate(TEXTS):
            rate(people.alice, put(people.alice, text, at(2 + n)), n != 0)
        judge_new()
        before = participation(campaign)
        assert before.total().valid == len(TEXTS)
        erase_conversations(people.alice)
        assert ActivityTally.objects.exists()
        assert participation(campaign) == before
        assert forget_likeness() == len(TEXTS)
        recount(CURRENT)
        assert participation(campaign) == before


def test_what_was_done_stays_with_the_agency_of_that_day(people: People, campaign: Campaign) -> None:
    put(people.alice, TEXTS[0], at(2))
    Membership.objects.filter(user=people.alice).update(ends_on=dt.date(2026, 3, 10))
    Membership.objects.create(user=people.alice, agency=people.south, starts_on=dt.date(2026, 3, 10))
    put(people.alice, TEXTS[1], at(12), agency=people.south.pk)
    rows = {r.agency_id: (r.accounts, r.users, r.questions) for r in participation(campaign, FIRST, LAST).rows}
    assert rows == {people.north.pk: (3, 1, 1), people.south.pk: (2, 1, 1)}
    for day, accounts in ((9, 1), (10, 2)):
        standing = board(campaign, FIRST, dt.date(2026, 3, day)).of(people.south.pk)
        assert standing is not None
        assert standing.row.accounts == accounts


def test_an_agency_that_was_merged_stands_under_the_one_that_took_its_place(people: People) -> None:
    middle = dt.date(2026, 3, 16)
    Agency.objects.filter(pk=people.north.pk).update(ends_on=middle)
    Succession.objects.create(predecessor=people.north, successor=people.south, kind="merged", on=middle)
    for user in (people.alice, people.bob):
        Membership.objects.filter(user=user).update(ends_on=middle)
        Membership.objects.create(user=user, agency=people.south, starts_on=middle)
    put(people.alice, TEXTS[0], at(2), agency=people.north.pk)
    put(people.alice, TEXTS[1], at(20), agency=people.south.pk)
    put(people.charlie, TEXTS[2], at(20))
    only_north = CampaignData("bac", "Đợt", FIRST, LAST, LAST, 2, (people.north,))
    campaigns = [
        create_campaign(only_north, actor=people.eve),
        create_campaign(CampaignData("ca-tinh", "Đợt", FIRST, LAST, LAST, 2), actor=people.eve),
    ]
    with frozen(at(31, 22)):
        for campaign in campaigns:
            made = board(campaign, FIRST, LAST, "as_of_today")
            rows = {s.row.agency_id: (s.row.accounts, s.row.users, s.row.questions) for s in made.standings}
            assert rows == {people.south.pk: (5, 2, 3)}
            assert made.users == 2
            assert _scope(campaign, made) in (None, sorted([people.north.pk, people.south.pk])), "the chart of days too"
        old = board(campaigns[1], FIRST, LAST).of(people.north.pk)
        assert old is not None
        assert (old.row.questions, old.ended_on) == (1, middle)


def test_imported_figures_are_added_and_cannot_be_cut(people: People, campaign: Campaign) -> None:
    rows = (FigureRow(people.south, "Sở Nam xưa", 7, 3, 1, 90), FigureRow(people.north, "Sở Bắc xưa", 1, 0, 0, 5))
    read = ReadFigures("Công văn số 9", FIRST, dt.date(2026, 3, 10), rows)
    import_figures(campaign, read, actor=people.eve)
    put(people.charlie, TEXTS[0], at(20))
    figures = participation(campaign, FIRST, LAST)
    assert figures.imported_from == "Công văn số 9"
    assert [(r.agency, r.users, r.likes, r.dislikes, r.questions, r.valid) for r in figures.rows] == [
        ("Sở Nam xưa", 7, 3, 1, 91, None),
        ("Sở Bắc xưa", 1, 0, 0, 5, None),
    ]
    with pytest.raises(InvalidInputError):
        participation(campaign, dt.date(2026, 3, 5), LAST)
    assert participation(campaign, dt.date(2026, 3, 11), LAST).total().questions == 1


def test_an_appeal_counts_the_question_after_all_and_for_good(people: People, campaign: Campaign) -> None:
    with frozen(at(31, 22)):
        put(people.alice, TEXTS[0], at(2))
        put(people.alice, TEXTS[0], at(3))
        judge_new()
        verdict = Verdict.objects.get(valid=False)
        with pytest.raises(NotAllowedError):
            appeal(people.bob, verdict, "")
        made = appeal(people.alice, verdict, "Khác vụ việc")
        assert appeal(people.alice, verdict, "lần nữa") == made
        for person in (people.alice, people.bob, people.charlie):
            with pytest.raises(NotAllowedError):
                decide(person, made, accept=True)
        decide(people.carol, made, accept=True)
        assert decide(people.eve, made, accept=False).state == Appeal.State.ACCEPTED
        recount(CURRENT)
        assert participation(campaign).total().valid == 2


def test_no_statement_for_each_agency_or_person(people: People, campaign: Campaign) -> None:
    put(people.alice, TEXTS[0], at(2))
    with CaptureQueriesContext(connection, ) as few:
        board(campaign, FIRST, LAST)
    for user in (people.alice, people.bob, people.charlie, people.carol, people.dana):
        put(user, TEXTS[1], at(4))
    with CaptureQueriesContext(connection) as many:
        board(campaign, FIRST, LAST)
    assert len(few) == len(many) <= 12
