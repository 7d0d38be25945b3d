"""Sessions here that began at a provider, and their end when it ends there."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from congvu.accounts.models import SignOnSession, UsedToken, User
from congvu.accounts.sign_on.errors import RefusedError
from congvu.accounts.sign_on.tokens import EndedThere
from congvu.accounts.sign_on.types import Provider, Said
from congvu.common import audit
from congvu.common.clock import now


def began(session_key: str, user: User, provider: Provider, said: Said) -> None:
    """Remember that this session belongs to one at the provider."""
    SignOnSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "user": user,
            "provider": provider.key,
            "issuer": said.issuer,
            "subject": said.subject,
            "session": said.session,
            "proof": said.proof,
        },
    )


def of_session(session_key: str | None) -> SignOnSession | None:
    """How the session with this key began, if at a provider."""
    return SignOnSession.objects.filter(session_key=session_key).first() if session_key else None


@transaction.atomic
def end_by_token(provider: Provider, told: EndedThere) -> int:
    """Obey a checked logout token, once; how many sessions ended. Raises RefusedError for a token used before."""
    UsedToken.objects.filter(expires_at__lt=now()).delete()
    try:
        with transaction.atomic():
            UsedToken.objects.create(issuer=provider.issuer, token_id=told.token_id, expires_at=told.expires_at)
    except IntegrityError as error:
        raise RefusedError("the logout token was used before") from error
    rows = SignOnSession.objects.filter(issuer=provider.issuer)
    if told.session:
        rows = rows.filter(session=told.session)
    if told.subject:
        rows = rows.filter(subject=told.subject)
    return _end(rows, "provider")


def forget(session_key: str | None) -> None:
    """The session ended here."""
    if session_key:
        SignOnSession.objects.filter(session_key=session_key).delete()


def _end(rows: QuerySet[SignOnSession], by: str) -> int:
    ended = list(rows.select_related("user").order_by("pk"))
    for row in ended:
        SessionStore(row.session_key).delete()
    rows.delete()
    for row in ended:
        audit.record("signout", actor=row.user, target=row.user, detail={"by": by})
    return len(ended)
