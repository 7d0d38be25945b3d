"""What has to be remembered between a request to a SAML provider and its answer."""

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
    provider = models.CharField(max_length=40)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    expires_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True)
    ticket_hash = models.CharField(max_length=64, blank=True)
    said = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.provider}: {self.purpose}"
