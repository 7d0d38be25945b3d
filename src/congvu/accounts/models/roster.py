"""A list of people on its way into the roster."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models.people import User


class RosterImport(models.Model):
    """A table that somebody chose: kept while it is looked at, emptied once it is taken over or put away.

    ``content`` is the file itself, so that what is taken over is what was shown; ``digest`` is the plan that was
    shown last.
    """

    class State(models.TextChoices):
        SHOWN = "shown", _("To be confirmed")
        APPLIED = "applied", _("Taken over")
        DISCARDED = "discarded", _("Put away")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField(default=b"")
    content_hash = models.CharField(max_length=64)
    complete = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SHOWN)
    digest = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
