"""Why a sign-on is refused."""

from __future__ import annotations


class RefusedError(Exception):
    """What a provider or a browser sent does not hold. The reason is for the log and the operator, not for people."""
