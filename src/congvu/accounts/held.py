"""What the accounts room holds about one person, as plain data for their export."""

from __future__ import annotations

import datetime as dt
from typing import Any

from congvu.accounts.models import Agency, ScimAccount, User


def account_data(user: User) -> dict[str, Any]:
    """Keys ``account``, ``memberships``, ``roles``, ``groups``, ``identities``, ``sessions``, ``directory``,
    ``notices``; the password is not in it, nor what proves a session to a provider.
    """
    return {
        "account": {
            "username": user.username,
            "full_name": user.full_name,
            "email": user.email,
            "state": user.state.value,
            "source": user.source,
            "created_at": user.created_at,
            "first_signed_in_at": user.first_signed_in_at,
            "last_signed_in_at": user.last_login,
            "ended_at": user.ended_at,
        },
        "memberships": [
            {"agency": agency_data(row.agency, row.starts_on), "title": row.title, **_period(row)}
            for row in user.memberships.select_related("agency").order_by("starts_on", "pk")
        ],
        "roles": [
            {
                "role": row.role,
                "agency": agency_data(row.agency, row.starts_on),
                "field": row.field.code if row.field else None,
                "given_by": row.provider or None,
                **_period(row),
            }
            for row in user.grants.select_related("agency", "field").order_by("starts_on", "pk")
        ],
        "groups": list(user.access_groups.values_list("name", flat=True)),
        "identities": list(user.identities.order_by("pk").values("issuer", "subject", "created_at")),
        "sessions": list(
            user.sign_on_sessions.order_by("pk").values("provider", "issuer", "subject", "session", "created_at")
        ),
        "directory": list(
            ScimAccount.objects.filter(user=user).values("external_id", "department", "told", "modified_at")
        ),
        "notices": list(user.notices.order_by("accepted_at").values("version", "days", "accepted_at")),
    }


def agency_data(agency: Agency | None, day: dt.date | None) -> dict[str, str] | None:
    """Code and the name in use on ``day`` (today where None)."""
    return {"code": agency.code, "name": agency.name(day)} if agency else None


def _period(row: Any) -> dict[str, dt.date | None]:
    return {"from": row.starts_on, "until": row.ends_on}
