"""What has to be remembered between two messages of SAML: questions that are open, and messages that were believed."""

from __future__ import annotations

from django.db import models


class SamlExchange(models.Model):
    """A request of ours to a provider. Answered once, by that provider, before it expires.

    The answer to a sign-in comes as a form from the provider's site, without the cookies of this one, so it waits
    here as ``said`` until the browser that asked fetches it with the ticket (only its hash is kept) and its session.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in"
        SIGN_OUT = "sign_out"

    request_id = models.CharField(max_length=128, unique=True)
    provider = models.CharField(max_length=64)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    expires_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True)
    ticket_hash = models.CharField(max_length=64, blank=True)
    said = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.provider}: {self.purpose}"


class SamlMessage(models.Model):
    """An assertion or a request to sign out that was believed: a second copy of it is refused."""

    issuer = models.CharField(max_length=1024)
    message_id = models.CharField(max_length=256)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "message_id"], name="saml_message_once")]

    def __str__(self) -> str:
        return self.message_id
