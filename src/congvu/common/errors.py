"""The errors that people see: one line that says what is wrong and one that says what to do."""

from __future__ import annotations


class CongVuError(Exception):
    """A failure with words for the person in front of the screen.

    ``code`` is stable and safe to log; ``message`` says what is wrong, ``hint`` what to do about it.
    ``exit_status`` is what the command line ends with; ``retryable`` tells background work whether to try again.
    """

    code = "error"
    exit_status = 2
    retryable = False

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class NotAllowedError(CongVuError):
    """The viewer may not do this; the message never tells whether the object exists."""

    code = "not_allowed"


class InvalidInputError(CongVuError):
    """What was given cannot be used as it is."""

    code = "invalid_input"


class UnavailableError(CongVuError):
    """A part that is needed does not answer just now; trying again later may work."""

    code = "unavailable"
    retryable = True
