"""What a rule is given and what it says."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

VIETNAM_OFFSET = 7 * 3600
"""Seconds; Việt Nam has had no other offset since 1975."""


class Reason(models.TextChoices):
    """Why a question does not count, in the order in which it is asked; one reason is told."""

    OFF_TOPIC = "off_topic", _("Not about the work of an official")
    TOO_SHORT = "too_short", _("Too short to be a question")
    GIBBERISH = "gibberish", _("Not readable as Vietnamese")
    PASTED = "pasted", _("A copied text, not a question")
    REPEATED = "repeated", _("Asked before in nearly the same words")
    PATTERN = "pattern", _("The same question with a word exchanged, for the third time or more")
    COPIED = "copied", _("The same text as another person's")
    TOO_FAST = "too_fast", _("Faster than it can be typed and its answer read")
    UNSEEN = "unseen", _("The answer has not been looked at")
    DAILY_CAP = "daily_cap", _("More than count on one day")


SUSPICIOUS = (Reason.REPEATED, Reason.PATTERN, Reason.COPIED, Reason.GIBBERISH, Reason.PASTED, Reason.TOO_FAST)
"""Reasons that one does not give by chance many times; what a coordinator is shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: ``at`` in seconds since 1970, ``status`` the answer's, ``seen`` whether its answer was shown."""

    id: uuid.UUID | int
    user: int
    agency: int | None
    at: float
    text: str
    status: str = "answered"
    seen: bool = True

    @property
    def day(self) -> int:
        """The day in Việt Nam, counted from 1970."""
        return int((self.at + VIETNAM_OFFSET) // 86_400)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rule says of one question: ``reason`` empty where it counts. ``likeness`` is the text's, for look-up."""

    id: uuid.UUID | int
    reason: str
    likeness: int


@dataclass(frozen=True, slots=True)
class Signature:
    """``likeness`` is equal where ``bag`` is; ``flaw`` is what the text alone shows, "" where nothing is wrong.

    ``doubt`` is what it may show: a reason only where most of a person's texts are so.
    """

    likeness: int
    bag: frozenset[str]
    length: int
    flaw: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class First:
    """Who asked a text first, of all and in each agency: (time, person), the earlier the better."""

    anywhere: tuple[float, int]
    in_agency: Mapping[int | None, tuple[float, int]]


Firsts = Callable[[int], First | None]
"""Looks up a likeness."""
Others = Callable[[int], Sequence[tuple[float, frozenset[str]]]]
"""What a person asked: time and ``bag`` of each question."""
