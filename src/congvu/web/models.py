"""What the pages themselves must remember: failed sign-ins."""

from __future__ import annotations

from django.db import models


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
