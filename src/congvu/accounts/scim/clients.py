"""Who may speak SCIM to us: tokens, made once, kept as hashes, revoked at once."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import ScimClient
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError
from congvu.common.hashing import sha256_hex


@transaction.atomic
def make_token(name: str) -> str:
    """A new client's token, which nobody can read again. Raises InvalidInputError where the name is taken."""
    name = name.strip()
    if not name or len(name) > 60:
        raise InvalidInputError(_("A client needs a name of at most 60 characters."))
    if ScimClient.objects.filter(name=name).exists():
        raise InvalidInputError(_("There is a client “{name}” already.").format(name=name), _("Choose another name."))
    token = secrets.token_urlsafe(32)
    client = ScimClient.objects.create(name=name, token_hash=sha256_hex(token))
    audit.record("scim.client_made", target=client, detail={"name": name})
    return token


@transaction.atomic
def revoke_client(name: str) -> None:
    """Its token is refused from the next request on. Raises InvalidInputError for an unknown name."""
    client = ScimClient.objects.select_for_update().filter(name=name.strip(), revoked_at=None).first()
    if client is None:
        raise InvalidInputError(_("There is no client “{name}”.").format(name=name), _("See congvu scim list."))
    client.revoked_at = now()
    client.save(update_fields=["revoked_at"])
    audit.record("scim.client_revoked", target=client, detail={"name": client.name})


def client_of(header: str | None) -> ScimClient | None:
    """The client whose token an Authorization header carries; None for everything else."""
    scheme, _space, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    client = ScimClient.objects.filter(token_hash=sha256_hex(token.strip()), revoked_at=None).first()
    if client is not None:
        ScimClient.objects.filter(pk=client.pk).update(last_used_at=now())
    return client
