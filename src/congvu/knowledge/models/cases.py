"""A case: something that an expert has to look at, why, and what happened to it.

Nothing here repeats the words of a question: they are read from the question while it is there.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency, WorkField
from congvu.accounts.types import Role, Viewer
from congvu.answering.models import Answer
from congvu.knowledge.types import CaseState, Judgement, Origin, Outcome


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Experts and reviewers see the cases of their fields and those of no field yet; operators see all.

        The equal of ``policies.can_see_case``.
        """
        if viewer.has_role(Role.OPERATOR):
            return self
        working = (Role.EXPERT, Role.REVIEWER)
        if any(role in working and agency is None for role, agency in viewer.agency_roles):
            return self
        fields = {field for role, field in viewer.field_roles if role in working}
        return self.filter(Q(field__in=fields) | Q(field=None)) if fields else self.none()

    def claimable_by(self, viewer: Viewer) -> Self:
        """Cases of fields in which the viewer is an expert, and of none yet; the equal of ``policies.can_claim``."""
        if (Role.EXPERT, None) in viewer.agency_roles:
            return self
        fields = {field for role, field in viewer.field_roles if role == Role.EXPERT}
        return self.filter(Q(field__in=fields) | Q(field=None)) if fields else self.none()

    def unsettled(self) -> Self:
        return self.exclude(state=CaseState.SETTLED)


class Case(models.Model):
    """``key`` is equal for questions with the same syllables (``opening.key_of``); it goes with the last question.

    ``entry`` is the approved knowledge that the case is about, where it is about one. ``owner`` is who works on it: set
    and taken away under a lock on the row.
    """

    key = models.CharField(max_length=64, blank=True)
    field = models.ForeignKey(WorkField, models.PROTECT, null=True, blank=True, related_name="cases")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="cases")
    origin = models.CharField(max_length=12, choices=Origin.choices)
    entry = models.ForeignKey("KnowledgeEntry", models.PROTECT, null=True, blank=True, related_name="cases")
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="owned_cases"
    )
    judgement = models.CharField(max_length=10, choices=Judgement.choices, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("case")
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(state=CaseState.SETTLED) & ~Q(key=""), name="one_open_case_for_a_question"
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.OPEN, owner=None) | ~Q(state=CaseState.OPEN), name="open_case_has_no_owner"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(CaseState.CLAIMED, CaseState.REVIEW)) | Q(owner__isnull=False),
                name="case_at_work_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.SETTLED, settled_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=CaseState.SETTLED) & Q(settled_at=None, outcome=""),
                name="settled_case_has_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "field", "due_on"], name="case_queue"),
            models.Index(fields=["owner", "state"], name="case_of_owner"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"


class Signal(models.Model):
    """One answer for whose sake the case is there. ``user`` is who is told how it ended; nobody for a sample.

    ``agency`` is that of the asker on the day of the question. The row stays, without words, when the question goes.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="signals")
    origin = models.CharField(max_length=12, choices=Origin.choices)
    answer = models.OneToOneField(
        Answer, models.SET_NULL, null=True, blank=True, related_name="knowledge_signal"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.origin


class CaseEvent(models.Model):
    """What happened to a case, in order. ``note`` is what whoever acted wrote; ``actor`` None is the program."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.what
