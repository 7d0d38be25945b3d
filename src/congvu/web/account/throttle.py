"""Brakes on guessing passwords: after a few failures, one account from one address has to wait."""

from __future__ import annotations

import datetime as dt
import math

from congvu.common.clock import now
from congvu.common.hashing import sha256_hex
from congvu.text import fold
from congvu.web.models import SignInFailure

ALLOWED = 5
WINDOW = dt.timedelta(minutes=15)


def throttle_key(username: str, address: str) -> str:
    """One key per account as typed (case and tones aside) and address; a hash, so that no typed text is kept."""
    return sha256_hex(f"{fold(username.strip())}\n{address}")


def minutes_to_wait(key: str) -> int:
    """0 where a sign-in may be tried now, otherwise whole minutes until the oldest failure that counts is
    forgotten.
    """
    recent = list(SignInFailure.objects.filter(key=key, at__gt=now() - WINDOW).order_by("-at")[:ALLOWED])
    if len(recent) < ALLOWED:
        return 0
    return max(1, math.ceil((recent[-1].at + WINDOW - now()).total_seconds() / 60))


def count_failure(key: str) -> None:
    """Remember one more failure, and forget those of every key that no longer count."""
    SignInFailure.objects.filter(at__lte=now() - WINDOW).delete()
    SignInFailure.objects.create(key=key, at=now())


def forget_failures(key: str) -> None:
    """A successful sign-in clears the account's failures from that address."""
    SignInFailure.objects.filter(key=key).delete()
