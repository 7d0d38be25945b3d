"""Who somebody is at a provider, and which sessions here began there."""

from __future__ import annotations

from django.db import models

from congvu.accounts.models.people import User


class Identity(models.Model):
    """A person at a provider: issuer and subject, and nothing else, tell who it is. An e-mail address never does."""

    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]

    def __str__(self) -> str:
        return f"{self.subject} @ {self.issuer}"


class SignOnSession(models.Model):
    """A session here that began at a provider; when the provider says that it ended there, it ends here."""

    session_key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_on_sessions")
    provider = models.CharField(max_length=40)
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    session = models.CharField(max_length=255, blank=True)
    proof = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["issuer", "session"], name="sign_on_by_session"),
            models.Index(fields=["issuer", "subject"], name="sign_on_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.user}"


class UsedToken(models.Model):
    """A logout token that was obeyed; a second time it is a replay."""

    issuer = models.CharField(max_length=500)
    token_id = models.CharField(max_length=255)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "token_id"], name="used_token_once")]

    def __str__(self) -> str:
        return self.token_id
