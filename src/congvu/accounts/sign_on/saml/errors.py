"""What is said no to, and why."""

from __future__ import annotations

from congvu.accounts.sign_on.errors import RefusedError


class SamlRefusedError(RefusedError):
    """A message that is not believed.

    ``reason`` is one of a few words for the audit log and the tests (``signature``, ``audience``, ``expired``, …); the
    person is told no more than that the sign-in did not succeed, and a message is never quoted.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
