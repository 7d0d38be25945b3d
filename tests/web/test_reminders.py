"""Reminders in the browser: plan, preview, switch; one's own notices, their badge, declining them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from congvu.campaigns.models import Campaign, Reminder, ReminderOptOut, ReminderPlan
from congvu.campaigns.reminders.sending import make_due
from congvu.common.clock import VIETNAM, frozen
from tests.factories import People
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

PLAN = {"not_started_after": 1, "before_deadline": "", "weekly_on": "", "gap_days": 3, "at_most": 2,
        "quiet_until": 8, "quiet_from": 17}  # fmt: skip


def test_from_the_plan_to_the_notice(people: People, sign_in: SignIn) -> None:
    monday = dt.date(2024, 6, 3)
    Campaign.objects.create(
        code="dot", title="Đợt thử", starts_on=monday, ends_on=dt.date(2024, 6, 30), deadline=dt.date(2024, 6, 17),
        target=3, rule="v1", state="open",
    )  # fmt: skip
    eve, alice = sign_in(people.eve), sign_in(people.alice)
    with frozen(dt.datetime(2024, 6, 4, 9, tzinfo=VIETNAM)):
        address = reverse("reminders:plan", args=["dot"])
        assert eve.post(address, {**PLAN, "quiet_from": 8}).status_code == 422
        assert eve.post(address, PLAN).status_code == 302
        assert not ReminderPlan.objects.get().is_on, "saving a plan turns nothing on"
        shown = eve.get(reverse("reminders:preview", args=["dot"])).content.decode()
        assert "5 lời nhắc" in shown
        assert "Anh/chị còn 3 câu hỏi trước 17/6/2024" in shown
        assert not Reminder.objects.exists()
        later = eve.get(reverse("reminders:preview", args=["dot"]), {"on": "2024-06-30"}).content.decode()
        assert "Ngày này không nhắc ai" in later
        eve.post(reverse("reminders:switch", args=["dot"]), {"on": "1"})
        assert make_due() == 5
        assert "An Thị Lý" in eve.get(address).content.decode(), "the log"
        own = reverse("reminders:own")
        assert '<span class="count">1' in alice.get(own).content.decode()
        alice.post(reverse("reminders:read"))
        assert '<span class="count">' not in alice.get(own).content.decode()
        alice.post(reverse("reminders:choose"), {"wanted": "0"})
        assert ReminderOptOut.objects.get().user == people.alice
        alice.post(reverse("reminders:choose"), {"wanted": "1"})
        assert not ReminderOptOut.objects.exists()
