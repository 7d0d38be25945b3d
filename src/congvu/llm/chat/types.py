"""The chat port's values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from congvu.common.errors import UnavailableError


class Fault(StrEnum):
    """What can go wrong with a language model, as it is logged and stored."""

    DOWN = "down"
    BUSY = "busy"
    SERVER = "server_error"
    REFUSED = "refused"
    SLOW = "slow"
    STALLED = "stalled"
    TOTAL = "too_slow"
    CUT = "cut"
    GARBAGE = "garbage"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    BUDGET = "budget"
    OVERLOADED = "overloaded"


RETRIED = frozenset({Fault.DOWN, Fault.BUSY, Fault.SERVER, Fault.SLOW, Fault.CUT, Fault.GARBAGE, Fault.EMPTY})
"""Faults before the first word after which the next server, or the same once more, is asked."""


class ChatError(UnavailableError):
    """A model did not answer as it should; ``fault`` says how. Its words are for logs, not for people."""

    code = "language_model"

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"The language model failed ({fault.value}{': ' + detail if detail else ''}).")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Message:
    """``role`` is system, user or assistant."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """What a model is asked; ``max_tokens`` bounds its answer."""

    messages: tuple[Message, ...]
    max_tokens: int = 400

    @property
    def size(self) -> int:
        """About how many tokens the question takes: Vietnamese has two to three letters a token."""
        return sum(len(message.content) for message in self.messages) // 3 + 8


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, to the first word, between words, for everything."""

    connect: float = 3.0
    first: float = 20.0
    between: float = 10.0
    total: float = 60.0


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """One server: ``url`` is the base that ends in /v1; it answers ``slots`` questions at a time."""

    url: str
    model: str = "default"
    key: str = ""
    slots: int = 4
    patience: Patience = Patience()
