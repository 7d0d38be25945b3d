"""Short random names."""

from __future__ import annotations

import secrets

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_id(length: int = 12) -> str:
    """A random name of lower-case letters and digits that are not mistaken for each other."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
