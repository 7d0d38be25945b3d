"""Reminders: exact words to the right people, never too many, each once; letters through a real mail server."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import IntegrityError, transaction

from congvu.accounts.actions import end_account
from congvu.accounts.models import User
from congvu.campaigns.actions import CampaignData, create_campaign
from congvu.campaigns.judging import judge_new
from congvu.campaigns.models import Campaign, Reminder, ReminderPlan
from congvu.campaigns.reminders import sending
from congvu.campaigns.reminders.actions import PlanData, choose, mark_read, save_plan, switch
from congvu.campaigns.reminders.planning import Why, due
from congvu.campaigns.reminders.queries import unread
from congvu.campaigns.reminders.sending import make_due, send_letters
from congvu.common.clock import VIETNAM, frozen
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.models import AuditEvent
from congvu.privacy.actions import erase_person, purge
from congvu.privacy.export import export
from tests.factories import People, make_people
from tests.integration.campaigns.test_counting import TEXTS, put

pytestmark = pytest.mark.django_db

FIRST, LAST, DEADLINE = dt.date(2024, 6, 3), dt.date(2024, 6, 30), dt.date(2024, 6, 17)
KEEN = PlanData(not_started_after=2, before_deadline=4, weekly_on=None, gap_days=3, at_most=3)


def at(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A moment of June 2024; the 3rd is a Monday."""
    return dt.datetime(2024, 6, day, hour, minute, tzinfo=VIETNAM)


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def campaign(people: People) -> Campaign:
    return create_campaign(CampaignData("dot", "Đợt thử", FIRST, LAST, DEADLINE, 4), actor=people.eve)


@pytest.fixture
def plan(people: People, campaign: Campaign) -> ReminderPlan:
    return switch(save_plan(campaign, KEEN, actor=people.eve), on=True, actor=people.eve)


def told(user: User) -> list[str]:
    return list(Reminder.objects.filter(user=user).order_by("made_at").values_list("kind", flat=True))


def asked(user: User, count: int) -> None:
    for n, text in enumerate(TEXTS[:count]):
        put(user, text, at(3, 10 + n))
    judge_new()


def test_whoever_has_asked_nothing_is_reminded_once_from_the_day_on(people: People, plan: ReminderPlan) -> None:
    with frozen(at(4)):
        assert make_due() == 0, "a day too early"
    with frozen(at(5)):
        asked(people.bob, 1)
        assert make_due() == 4
        assert make_due() == 0, "the worker runs every few minutes"
    assert told(people.alice) == ["not_started"]
    assert told(people.bob) == []
    with frozen(at(10)):
        assert make_due() == 0, "and on every later day"
    assert AuditEvent.objects.filter(action="reminders.made").count() == 1


def test_the_numbers_are_exact(people: People, plan: ReminderPlan) -> None:
    with frozen(at(13)):
        asked(people.alice, 1)
        make_due()
        mine = Reminder.objects.get(user=people.alice)
        assert mine.subject == "Anh/chị còn 3 câu hỏi trước 17/6/2024"
        assert "1 câu hỏi hợp lệ" in mine.text
        assert Reminder.objects.get(user=people.bob).subject == "Anh/chị còn 4 câu hỏi trước 17/6/2024"


def test_nobody_at_the_target_nor_after_the_deadline_nor_ended(people: People, plan: ReminderPlan) -> None:
    with frozen(at(13)):
        asked(people.alice, 4)
        end_account(people.bob)
        planned = due(plan, dt.date(2024, 6, 13))
        assert {one.user for one in planned.due} == {people.charlie, people.carol, people.dana}
        assert planned.left_out[Why.REACHED] == 1
    assert due(plan, DEADLINE).due == ()
    assert due(plan, LAST + dt.timedelta(days=1)).due == ()


def test_what_was_cut_short_is_made_by_the_next_run_and_once(
    people: People, plan: ReminderPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    with frozen(at(5)):
        with monkeypatch.context() as patch:
            patch.setattr(sending.audit, "record", die)
            with pytest.raises(KeyboardInterrupt):
                make_due()
        assert Reminder.objects.count() == 0
        assert make_due() == 5
        reminder = Reminder.objects.filter(user=people.alice).get()
        reminder.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            reminder.save(force_insert=True)


def test_quiet_hours_and_weekends_are_kept(people: People, plan: ReminderPlan) -> None:
    for moment in (at(5, 7, 59), at(5, 17), at(8), at(9)):  # the 8th is a Saturday
        with frozen(moment):
            assert make_due() == 0
    with frozen(at(10, 8)):
        assert make_due() == 5


def test_not_more_often_than_the_gap_and_not_more_than_the_most(people: People, campaign: Campaign) -> None:
    data = PlanData(not_started_after=9, before_deadline=4, weekly_on=None, gap_days=3, at_most=1)
    plan = switch(save_plan(campaign, data, actor=people.eve), on=True, actor=people.eve)
    other = create_campaign(CampaignData("dot-2", "Đợt hai", FIRST, LAST, LAST, 9), actor=people.eve)
    second = save_plan(
        other, PlanData(not_started_after=9, before_deadline=15, weekly_on=None, gap_days=3), actor=people.eve
    )
    switch(second, on=True, actor=people.eve)
    with frozen(at(12)):
        assert make_due() == 5, "one each, though both campaigns have something to say"
        assert due(second, dt.date(2024, 6, 14)).left_out[Why.TOO_SOON] == 5
    with frozen(at(14)):
        assert due(plan, dt.date(2024, 6, 16)).left_out[Why.ENOUGH] == 5, "one in a campaign is the most here"
        assert len(due(second, dt.date(2024, 6, 16)).due) == 5


def test_who_declines_gets_none_but_a_coordinator_keeps_the_duty(people: People, campaign: Campaign) -> None:
    plan = save_plan(campaign, PlanData(not_started_after=1, before_deadline=None, weekly_on=0), actor=people.eve)
    switch(plan, on=True, actor=people.eve)
    for user in (people.alice, people.carol):
        choose(user, wanted=False)
    with frozen(at(11)):  # Tuesday: nothing went out on Monday
        asked(people.bob, 2)
        make_due()
        assert told(people.alice) == []
        assert told(people.carol) == ["weekly"]
        text = Reminder.objects.get(user=people.carol).text
        assert text.startswith("Sở Phía Bắc: 1/4 tài khoản đã đặt câu hỏi, 0 người đạt chỉ tiêu, 3 người chưa bắt đầu;")
        assert "2 câu hỏi, trong đó 2 câu hợp lệ" in text
        assert text.endswith("Cần thêm 4 câu hỏi/người trước 17/6/2024.")
    with frozen(at(12)):
        make_due()
        assert told(people.carol) == ["weekly"], "once a week"
    with frozen(at(17)):
        make_due()
        assert told(people.carol) == ["weekly", "weekly"]
    choose(people.alice, wanted=True)
    assert [e.detail["wanted"] for e in AuditEvent.objects.filter(action="reminders.chosen").order_by("seq")] == [
        False, False, True
    ]  # fmt: skip


def test_the_preview_says_the_same_and_makes_nothing(people: People, plan: ReminderPlan) -> None:
    with frozen(at(5)):
        planned = due(plan, dt.date(2024, 6, 5))
        assert Reminder.objects.count() == 0
        make_due()
    assert {(d.user.pk, d.key, d.words.text) for d in planned.due} == set(
        Reminder.objects.values_list("user_id", "key", "text")
    )


def test_a_plan_that_is_off_or_a_closed_campaign_reminds_nobody(people: People, plan: ReminderPlan) -> None:
    switch(plan, on=False, actor=people.eve)
    with frozen(at(5)):
        assert make_due() == 0
    Campaign.objects.update(state=Campaign.State.CLOSED)
    with pytest.raises(InvalidInputError):
        switch(plan, on=True, actor=people.eve)


def test_only_operators_plan(people: People, campaign: Campaign) -> None:
    for user in (people.alice, people.carol):
        with pytest.raises(NotAllowedError):
            save_plan(campaign, KEEN, actor=user)
    for wrong in ({"quiet_from": 8, "quiet_until": 8}, {"gap_days": 0}, {"weekly_on": 6}):
        with pytest.raises(InvalidInputError):
            save_plan(campaign, PlanData(**wrong), actor=people.eve)  # type: ignore[arg-type]


class Inbox:
    """A mail server's handler: takes letters, or answers what a test wants."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.letters.append(message)
        return self.answer


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    """A real SMTP server on a free port, and the settings that CONGVU_EMAIL_URL would make."""
    handler = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.CONGVU_EMAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.DEFAULT_FROM_EMAIL = "Công Vụ <nhac-viec@tinh.example>"
    yield handler
    controller.stop()


@pytest.fixture
def mailed(people: People, campaign: Campaign, inbox: Inbox) -> ReminderPlan:
    """A plan by e-mail; alice and bob have addresses, the others have none."""
    for user in (people.alice, people.bob):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@tinh.example")
    by_mail = PlanData(not_started_after=2, before_deadline=None, weekly_on=None, by_email=True)
    plan = switch(save_plan(campaign, by_mail, actor=people.eve), on=True, actor=people.eve)
    with frozen(at(5)):
        assert make_due() == 5
    return plan


def states() -> dict[str, str]:
    return dict(Reminder.objects.values_list("user__username", "letter"))


def test_letters_reach_a_real_mail_server_once(mailed: ReminderPlan, inbox: Inbox) -> None:
    with frozen(at(5)):
        assert send_letters() == 2
        assert send_letters() == 0
    assert sorted(letter["To"] for letter in inbox.letters) == ["alice@tinh.example", "bob@tinh.example"]
    (letter,) = [one for one in inbox.letters if one["To"].startswith("alice")]
    assert letter["Subject"] == "Chưa đặt câu hỏi nào: Đợt thử"
    assert "Anh/chị còn 4 câu hỏi trước 17/6/2024." in letter.get_content()
    assert str(letter["Message-ID"]).startswith("<congvu-reminder-")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert states() == {"alice": "sent", "bob": "sent", "carol": "none", "charlie": "none", "dana": "none"}


def test_a_server_that_is_away_is_tried_again_and_one_that_refuses_is_not(
    mailed: ReminderPlan, inbox: Inbox, settings: Any
) -> None:
    right, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with frozen(at(5)):
        assert send_letters() == 0
        assert states()["alice"] == "waiting"
        settings.EMAIL_PORT, inbox.answer = right, "451 later"
        assert send_letters() == 0
        assert states()["alice"] == "waiting"
        inbox.answer = "550 no such person"
        assert send_letters() == 0
        assert states()["alice"] == states()["bob"] == "failed"
        inbox.answer = "250 OK"
        assert send_letters() == 0
    assert inbox.letters == []


def test_a_crash_between_claim_and_answer_never_sends_twice(
    mailed: ReminderPlan, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., None] = sending._end

    def die(*_args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "_end", die)
    with frozen(at(5)):
        with pytest.raises(KeyboardInterrupt):
            send_letters()
        assert len(inbox.letters) == 1
        monkeypatch.setattr(sending, "_end", real)
        assert send_letters() == 1, "the other one"
        assert send_letters() == 0
    assert len({letter["To"] for letter in inbox.letters}) == len(inbox.letters) == 2
    assert sorted(states().values()) == ["none", "none", "none", "sending", "sent"]


def test_a_letter_is_dropped_when_it_is_no_longer_true_or_wanted(
    people: People, mailed: ReminderPlan, inbox: Inbox
) -> None:
    with frozen(at(5, 9, 30)):
        asked(people.alice, 1)
        choose(people.bob, wanted=False)
        assert send_letters() == 0
    assert (states()["alice"], states()["bob"]) == ("dropped", "dropped")
    assert inbox.letters == []


def test_an_address_that_no_letter_can_have_stops_nobody_else(mailed: ReminderPlan, inbox: Inbox) -> None:
    User.objects.filter(username="alice").update(email="an@lý\n.example")
    with frozen(at(5)):
        assert send_letters() == 1
    assert (states()["alice"], states()["bob"]) == ("failed", "sent")


def test_old_reminders_go_after_the_promised_time(people: People, plan: ReminderPlan) -> None:
    with frozen(at(5)):
        make_due()
    with frozen(at(5) + dt.timedelta(days=300)):
        purge()
        assert Reminder.objects.count() == 5
    with frozen(at(5) + dt.timedelta(days=400)):
        purge()
    assert Reminder.objects.count() == 0
    assert AuditEvent.objects.get(action="privacy.purged").detail["reminders"] == 5


def test_a_letter_waits_through_the_night_and_not_longer(mailed: ReminderPlan, inbox: Inbox) -> None:
    with frozen(at(5, 22)):
        assert send_letters() == 0
        assert states()["alice"] == "waiting"
    with frozen(at(6, 8)):
        assert send_letters() == 2
    Reminder.objects.filter(user__username="alice").update(letter="waiting")
    with frozen(at(7, 10)):
        assert send_letters() == 0
        assert states()["alice"] == "dropped"


def test_ones_own_notices_are_new_until_they_are_read_and_go_with_the_person(
    people: People, plan: ReminderPlan
) -> None:
    with frozen(at(5)):
        make_due()
    assert unread(people.alice) == 1
    assert "Anh/chị còn 4 câu hỏi trước 17/6/2024" in export(people.alice)
    assert mark_read(people.alice) == 1
    assert unread(people.alice) == 0
    end_account(people.alice)
    erase_person(people.alice)
    assert told(people.alice) == []
