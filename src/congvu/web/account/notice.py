"""The notice about why chats are kept: read and accepted once per person and per wording."""

from __future__ import annotations

from django.http import HttpRequest

from congvu.accounts.models import User
from congvu.common import audit
from congvu.web.models import NoticeAcceptance

NOTICE_VERSION = 1
"""Raise it when the wording changes in substance: everybody is asked again."""

NOTICE_FREE = frozenset(
    {
        "account:notice", "account:logout", "account:language", "account:login", "health",
        "account:sign_on", "account:sign_on_back", "account:sign_on_ended",
        "account:sign_on_front", "account:saml_metadata", "account:saml_take", "account:saml_back",
        "account:saml_signed_out",
    }
)  # fmt: skip
"""Routes that a signed-in person may use before accepting."""

_SESSION_KEY = "notice"


def has_accepted(request: HttpRequest, user: User) -> bool:
    """Whether this person has accepted the present wording; the session remembers a yes."""
    if request.session.get(_SESSION_KEY) == NOTICE_VERSION:
        return True
    accepted = NoticeAcceptance.objects.filter(user=user, version=NOTICE_VERSION).exists()
    if accepted:
        request.session[_SESSION_KEY] = NOTICE_VERSION
    return accepted


def accept(request: HttpRequest, user: User) -> None:
    """Keep that this person has read the notice; doing it twice changes nothing."""
    _, created = NoticeAcceptance.objects.get_or_create(user=user, version=NOTICE_VERSION)
    if created:
        audit.record("notice.accepted", actor=user, target=user, detail={"version": NOTICE_VERSION})
    request.session[_SESSION_KEY] = NOTICE_VERSION
