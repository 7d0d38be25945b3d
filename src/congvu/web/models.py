"""What the pages themselves must remember: who has read the notice, and failed sign-ins."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class NoticeAcceptance(models.Model):
    """A person has read and accepted one wording of the notice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    version = models.PositiveSmallIntegerField()
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.version}"


class SignInFailure(models.Model):
    """A failed sign-in. ``key`` is a hash of what was typed as account and of the network address, never the
    words.
    """

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"])]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at}"
