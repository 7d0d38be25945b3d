"""Keys with which others send to a source: made once, kept as hashes, for one source, counted, revoked at once."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.hashing import sha256_hex
from congvu.ingestion.connector_models import SourceConnection, SourceKey
from congvu.ingestion.source_policies import can_set_up_sources

CALLS_A_MINUTE = 120
_WINDOW = dt.timedelta(minutes=1)


@transaction.atomic
def make_key(connection: SourceConnection, name: str, *, actor: User | None = None) -> str:
    """A new key, which nobody can read again. Raises NotAllowedError, InvalidInputError where the name is taken."""
    _check(actor)
    name = name.strip()
    if not name or len(name) > 60:
        raise InvalidInputError(_("A key needs a name of at most 60 characters."))
    if connection.connector != SourceConnection.Connector.ENDPOINT:
        raise InvalidInputError(_("Nobody sends to this source over HTTP."), _("Keys are for sources of that kind."))
    if connection.keys.filter(name=name).exists():
        raise InvalidInputError(_("There is a key “%(name)s” already.") % {"name": name}, _("Choose another name."))
    token = secrets.token_urlsafe(32)
    key = SourceKey.objects.create(connection=connection, name=name, token_hash=sha256_hex(token))
    audit.record("source.key_made", actor=actor, target=key, detail={"name": name, "source": connection.source.code})
    return token


@transaction.atomic
def revoke_key(key: SourceKey, *, actor: User | None = None) -> None:
    """It is refused from the next request on. Raises NotAllowedError."""
    _check(actor)
    locked = SourceKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if locked.revoked_at is None:
        locked.revoked_at = now()
        locked.save(update_fields=["revoked_at"])
        audit.record("source.key_revoked", actor=actor, target=locked, detail={"name": locked.name})


def key_of(header: str | None) -> SourceKey | None:
    """The key that an Authorization header carries, of a source that is switched on; None for everything else."""
    scheme, _space, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    return (
        SourceKey.objects.select_related("connection__source")
        .filter(token_hash=sha256_hex(token.strip()), revoked_at=None, connection__enabled=True)
        .first()
    )


@transaction.atomic
def may_call(key: SourceKey) -> bool:
    """Count a call; False for one too many within a minute."""
    locked = SourceKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    moment = now()
    if moment - locked.window_at >= _WINDOW:
        locked.window_at, locked.window_calls = moment, 0
    locked.window_calls += 1
    locked.last_used_at = moment
    locked.save(update_fields=["window_at", "window_calls", "last_used_at"])
    return locked.window_calls <= CALLS_A_MINUTE


def _check(actor: User | None) -> None:
    if actor is not None and not can_set_up_sources(viewer_for(actor)):
        raise NotAllowedError(_("You may not do this with this source."), _("Ask the provincial operator."))
