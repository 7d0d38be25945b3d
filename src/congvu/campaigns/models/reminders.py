"""Plans of reminders, the reminders that were made by them, and who wants none."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.campaigns.models.campaigns import Campaign


class ReminderPlan(models.Model):
    """What a campaign reminds of, and how it is kept from becoming too much. Off until an operator turns it on.

    ``not_started_after``: days after the first one from which whoever has asked nothing is reminded;
    ``before_deadline``: days before the deadline from which whoever is below the target is; ``weekly_on``: weekday (0
    is Monday) on which coordinators get their agency's figures. None leaves a rule out. Hours are those of Việt Nam;
    nothing goes out from ``quiet_from`` to ``quiet_until``.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="reminder_plan")
    is_on = models.BooleanField(_("on"), default=False)
    not_started_after = models.PositiveSmallIntegerField(null=True, blank=True, default=7)
    before_deadline = models.PositiveSmallIntegerField(null=True, blank=True, default=10)
    weekly_on = models.PositiveSmallIntegerField(null=True, blank=True, choices=Weekday.choices, default=Weekday.MONDAY)
    gap_days = models.PositiveSmallIntegerField(default=3)
    at_most = models.PositiveSmallIntegerField(default=3)
    quiet_from = models.PositiveSmallIntegerField(default=17)
    quiet_until = models.PositiveSmallIntegerField(default=8)
    weekends = models.BooleanField(default=False)
    by_email = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(gap_days__gte=1), name="reminder_gap_positive"),
            models.CheckConstraint(
                condition=Q(quiet_from__lte=24, quiet_until__lt=F("quiet_from")), name="reminder_hours"
            ),
        ]

    def __str__(self) -> str:
        return str(self.campaign)


class Reminder(models.Model):
    """One reminder to one person: a notice in the app from the moment the row is there, and perhaps a letter by e-mail.

    ``key`` names what it is for ("below_target", "weekly:2026-W11"); with plan and person it is there once, whatever is
    tried again. ``letter`` is the state of the e-mail; what was handed to the mail server without an answer stays
    ``sending`` and is never sent a second time.
    """

    class Kind(models.TextChoices):
        NOT_STARTED = "not_started", _("Nothing asked yet")
        BELOW_TARGET = "below_target", _("Below the target")
        WEEKLY = "weekly", _("Coordinator's figures of the week")

    class Letter(models.TextChoices):
        NONE = "none", _("Not by e-mail")
        WAITING = "waiting", _("E-mail waits")
        SENDING = "sending", _("Handed to the mail server, no answer")
        SENT = "sent", _("E-mail sent")
        DROPPED = "dropped", _("No longer needed")
        FAILED = "failed", _("Refused by the mail server")

    plan = models.ForeignKey(ReminderPlan, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=40)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    letter = models.CharField(max_length=8, choices=Letter.choices, default=Letter.NONE)
    letter_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "user", "key"], name="reminder_once")]
        indexes = [
            models.Index(fields=["user", "-made_at"], name="reminder_of_person"),
            models.Index(fields=["made_at"], name="reminder_letters", condition=Q(letter="waiting")),
        ]

    def __str__(self) -> str:
        return self.subject


class ReminderOptOut(models.Model):
    """This person wants no reminders; what coordinators get as their duty comes nevertheless."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_opt_out")
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.user)
