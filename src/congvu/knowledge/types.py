"""The closed lists of this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Why somebody has to look at an answer."""

    DISLIKE = "dislike", _("Disliked, with a reason")
    ASKED = "asked", _("An expert was asked")
    SPOT_CHECK = "spot_check", _("Spot-check of a leader")
    SAMPLE = "sample", _("Random sample")
    EXPIRED = "expired", _("A source of approved knowledge has changed")


SAMPLED = (Origin.SPOT_CHECK, Origin.SAMPLE)
"""Drawn by chance: only these say how good answers are."""


class CaseState(models.TextChoices):
    """Where a case stands; all but the last wait for somebody."""

    OPEN = "open", _("Waiting for an expert")
    CLAIMED = "claimed", _("An expert is at work")
    REVIEW = "review", _("Waiting for a review")
    WAITING = "waiting", _("Waiting for data")
    SETTLED = "settled", _("Settled")


class Outcome(models.TextChoices):
    """How a case ended."""

    CORRECTED = "corrected", _("Put right")
    RIGHT = "right", _("The answer was right")
    NO_ANSWER = "no_answer", _("Nothing can be answered")
    WITHDRAWN = "withdrawn", _("No longer asked")


class Judgement(models.TextChoices):
    """An expert's verdict on an answer."""

    RIGHT = "right", _("Right")
    PARTLY = "partly", _("Partly right")
    WRONG = "wrong", _("Wrong")
    NO_SOURCE = "no_source", _("Without a source")


class CorrectionState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Waiting for a review")
    RETURNED = "returned", _("Returned")
    REJECTED = "rejected", _("Rejected")
    APPROVED = "approved", _("Approved")


class Decision(models.TextChoices):
    """What a reviewer decides; the values are those of the states that follow."""

    APPROVED = "approved", _("Approve")
    RETURNED = "returned", _("Return")
    REJECTED = "rejected", _("Reject")


class EntryState(models.TextChoices):
    LIVE = "live", _("In use")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Lack(models.TextChoices):
    """What is wrong with the documents that an answer would need."""

    MISSING = "missing", _("The document is missing")
    WRONG = "wrong", _("The text in the library is wrong")
    OUTDATED = "outdated", _("The document in the library is no longer in force")


class RequestState(models.TextChoices):
    OPEN = "open", _("Waiting")
    ARRIVED = "arrived", _("Supplied")
    REFUSED = "refused", _("Cannot be supplied")


class NoticeKind(models.TextChoices):
    CORRECTED = "corrected", _("Your question has an approved answer now.")
    RIGHT = "right", _("An expert looked at the answer and found it right.")
    NO_ANSWER = "no_answer", _("An expert looked at your question; it cannot be answered from texts.")
    DATA_ASKED = "data_asked", _("A document for your question was asked for.")
    DATA_ARRIVED = "data_arrived", _("A document for your question has arrived.")
    DATA_REFUSED = "data_refused", _("The document that your question needs cannot be supplied.")
    RETURNED = "returned", _("A correction of yours was returned.")
    REJECTED = "rejected", _("A correction of yours was rejected.")
    APPROVED = "approved", _("A correction of yours was approved.")
