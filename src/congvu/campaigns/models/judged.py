"""What a question counts for, that its answer was seen, and a person's second look.

These rows name a question by its key alone and hold none of its words, so that counts stay when questions are deleted.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency, User


class Seen(models.Model):
    """The finished answer to a question was shown to the person who asked."""

    question = models.UUIDField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.question)


class Verdict(models.Model):
    """By one version of the rule: whether a question counts, and if not, why (a code of ``rules.Reason``).

    ``valid`` is the end of it: the rule's word (``reason`` empty), or a person's after an appeal (``overruled``).
    ``likeness`` is equal for texts that are the same but for order and fillers; it goes with the question.
    """

    question = models.UUIDField()
    rule = models.CharField(max_length=8)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    asked_at = models.DateTimeField()
    valid = models.BooleanField()
    reason = models.CharField(max_length=16, blank=True)
    overruled = models.BooleanField(default=False)
    likeness = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "rule"], name="verdict_once"),
            models.CheckConstraint(
                condition=Q(valid=True, reason="") | Q(valid=True, overruled=True) | (Q(valid=False) & ~Q(reason="")),
                name="verdict_has_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["rule", "day", "agency", "user", "valid"], name="verdict_counting"),
            models.Index(
                fields=["likeness"], name="verdict_likeness", condition=Q(likeness__isnull=False)
            ),
            models.Index(fields=["user", "rule", "asked_at"], name="verdict_of_person"),
            models.Index(
                fields=["rule", "day", "reason", "user", "agency"],
                name="verdict_not_counted",
                condition=Q(valid=False),
            ),
        ]

    def __str__(self) -> str:
        return "+" if self.valid else self.reason


class Appeal(models.Model):
    """Somebody asks that one of their questions be counted after all; a coordinator or operator decides.

    Whoever appeals shows the question to those who decide: ``text`` is what they are shown.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        ACCEPTED = "accepted", _("Counted after all")
        REJECTED = "rejected", _("Not counted")

    verdict = models.OneToOneField(Verdict, models.CASCADE, related_name="appeal")
    text = models.CharField(_("why it should count"), max_length=1000, blank=True)
    question_text = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("why"), max_length=1000, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.state
