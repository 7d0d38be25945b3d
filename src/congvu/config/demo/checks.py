"""The start-up check that keeps demo accounts inside the demo: their password is shown on the sign-in page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from congvu.accounts.models import User
from congvu.config.words import _

OUTSIDE = "congvu.E301"


@register(Tags.database)
def demo_accounts_stay_in_the_demo(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """An error where accounts of the demo could be used to sign in although this is not the demo."""
    if databases is None or settings.CONGVU_DEMO or not demo_accounts_usable():
        return []
    return [
        Error(
            _("This database holds the accounts of the demo."),
            hint=_("Start it with “congvu demo”, or set CONGVU_DATA_DIR to a folder of its own for real use."),
            id=OUTSIDE,
        )
    ]


def demo_accounts_usable() -> bool:
    """Whether an account of the demo is active in this database."""
    return User.objects.filter(is_demo=True, is_active=True).exists()
