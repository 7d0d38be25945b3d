"""Nobody goes on before the notice: what a session remembers of it, and the routes that are free of it."""

from __future__ import annotations

from django.http import HttpRequest

from congvu.accounts import notice
from congvu.accounts.models import User

NOTICE_FREE = frozenset(
    {
        "account:notice", "account:logout", "account:language", "account:login", "health",
        "account:sign_on", "account:sign_on_back", "account:sign_on_ended",
        "account:sign_on_front", "account:saml_metadata", "account:saml_take", "account:saml_back",
        "account:saml_signed_out",
        "account:own_data", "account:download", "account:erase_all", "account:erase_one",
    }
)  # fmt: skip
"""Routes that a signed-in person may use before accepting: who does not accept can still take or delete their data."""

_SESSION_KEY = "notice"


def has_accepted(request: HttpRequest, user: User) -> bool:
    """Whether this person has accepted what the notice says now; the session remembers a yes."""
    if request.session.get(_SESSION_KEY) == _present():
        return True
    accepted = notice.has_accepted(user)
    if accepted:
        request.session[_SESSION_KEY] = _present()
    return accepted


def accept(request: HttpRequest, user: User) -> None:
    """Keep that this person has read the notice, for good and for this session."""
    notice.accept(user)
    request.session[_SESSION_KEY] = _present()


def _present() -> list[int]:
    return [notice.VERSION, notice.promised_days()]
