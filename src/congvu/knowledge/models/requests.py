"""Data that an agency is asked for, and what people are told."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency
from congvu.accounts.types import Role, Viewer
from congvu.answering.models import Answer
from congvu.corpus.models import Document
from congvu.knowledge.models.cases import Case
from congvu.knowledge.types import Lack, NoticeKind, RequestState


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Operators see all, coordinators their agency's, experts those of the cases that they see."""
        if viewer.has_role(Role.OPERATOR):
            return self
        agencies = {a for role, a in viewer.agency_roles if role == Role.COORDINATOR and a is not None}
        cases = Case.objects.visible_to(viewer)
        return self.filter(Q(agency__in=agencies) | Q(case__in=cases.values("pk")))


class DataRequest(models.Model):
    """An agency is to supply a document. With its ``number`` its arrival is noticed, without it somebody tells."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="data_requests")
    lack = models.CharField(max_length=10, choices=Lack.choices)
    what = models.CharField(_("what is needed"), max_length=500)
    number = models.CharField(_("number and symbol"), max_length=120, blank=True)
    number_key = models.CharField(max_length=120, blank=True, db_index=True, editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("request for data")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, closed_at=None)
                | ~Q(state=RequestState.OPEN) & Q(closed_at__isnull=False),
                name="request_closed_when_not_open",
            )
        ]

    def __str__(self) -> str:
        return self.what


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(user_id=viewer.user_id)


class Notice(models.Model):
    """One line for one person; what it is about is read from the rows that it names."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="case_notices")
    kind = models.CharField(max_length=14, choices=NoticeKind.choices)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    answer = models.ForeignKey(Answer, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "read_at"], name="unread_notices")]

    def __str__(self) -> str:
        return self.kind
