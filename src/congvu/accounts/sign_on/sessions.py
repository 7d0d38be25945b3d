"""Sessions here that began at a provider, and their end when it ends there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from congvu.accounts.models import Identity, SamlExchange, SignOnSession, UsedToken, User
from congvu.accounts.sign_on.errors import RefusedError
from congvu.accounts.sign_on.tokens import EndedThere
from congvu.accounts.sign_on.types import Provider, Said
from congvu.common import audit
from congvu.common.clock import now


def began(session_key: str, user: User, provider: Provider, said: Said) -> None:
    """Remember that this session belongs to one at the provider; what sessions of before proved is forgotten."""
    live = Session.objects.filter(expire_date__gt=now()).values("session_key")
    SignOnSession.objects.exclude(session_key__in=live).delete()
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
    if not take_once(provider.issuer, told.token_id, told.expires_at):
        raise RefusedError("the logout token was used before")
    rows = SignOnSession.objects.filter(issuer=provider.issuer)
    if told.session:
        rows = rows.filter(session=told.session)
    if told.subject:
        rows = rows.filter(subject=told.subject)
    return _end(rows, "provider")


@transaction.atomic
def end_of_person(provider: Provider, subject: str, names: Collection[str]) -> int:
    """End the sessions of a person that began at these sessions there, all of them where none is named; how many."""
    rows = SignOnSession.objects.filter(issuer=provider.issuer, subject=subject)
    return _end(rows.filter(session__in=names) if names else rows, "provider")


def take_once(issuer: str, token_id: str, expires_at: dt.datetime) -> bool:
    """Whether this message of a provider is seen for the first time; it is remembered until ``expires_at``."""
    UsedToken.objects.filter(expires_at__lt=now()).delete()
    try:
        with transaction.atomic():
            UsedToken.objects.create(issuer=issuer, token_id=token_id, expires_at=expires_at)
    except IntegrityError:
        return False
    return True


def forget(session_key: str | None) -> None:
    """The session ended here."""
    if session_key:
        SignOnSession.objects.filter(session_key=session_key).delete()


@transaction.atomic
def forget_expired() -> None:
    """Delete what can no longer be used: sessions, how they began, questions to providers, tokens that were seen."""
    SamlExchange.objects.filter(expires_at__lte=now()).delete()
    UsedToken.objects.filter(expires_at__lt=now()).delete()
    Session.objects.filter(expire_date__lte=now()).delete()
    SignOnSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@transaction.atomic
def forget_person(user: User) -> None:
    """Delete who somebody is at providers, and every session of theirs."""
    subjects = list(user.identities.values_list("subject", flat=True))
    SamlExchange.objects.filter(said__name_id__value__in=subjects).delete()
    Identity.objects.filter(user=user).delete()
    SignOnSession.objects.filter(user=user).delete()
    for session in Session.objects.filter(expire_date__gt=now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
    forget_expired()


def _end(rows: QuerySet[SignOnSession], by: str) -> int:
    ended = list(rows.select_related("user").order_by("pk"))
    for row in ended:
        SessionStore(row.session_key).delete()
    rows.delete()
    for row in ended:
        audit.record("signout", actor=row.user, target=row.user, detail={"by": by})
    return len(ended)
