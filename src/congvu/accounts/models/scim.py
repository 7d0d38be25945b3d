"""What the province's directory keeps here through SCIM 2.0: its clients, and its view of people and groups."""

from __future__ import annotations

import uuid

from django.db import models

from congvu.accounts.models.people import AccessGroup, User


class ScimClient(models.Model):
    """A directory that may write people. Only the hash of its token is kept: the token is shown once."""

    name = models.CharField(max_length=60, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class _Record(models.Model):
    """``id`` is the directory's handle: unlike our keys it ends with the record, as SCIM wants it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    external_id = models.CharField(max_length=255, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    class Meta:
        abstract = True


class ScimAccount(_Record):
    """An account as the directory wrote it: ``told`` has the attributes of ``scim.resources.User``, nothing more.

    ``department`` is what it calls the agency. Where we know no such agency the account waits without one.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="scim")
    told = models.JSONField(default=dict)
    department = models.CharField(max_length=250, blank=True)

    def __str__(self) -> str:
        return str(self.pk)


class ScimGroup(_Record):
    """A group of people as the directory keeps it."""

    group = models.OneToOneField(AccessGroup, models.CASCADE, related_name="scim")

    def __str__(self) -> str:
        return str(self.pk)
