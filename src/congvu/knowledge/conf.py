"""The settings of this room, as the program reads them."""

from __future__ import annotations

from django.conf import settings


def case_days() -> int:
    """Days in which a case is to be settled, and an agency to supply what it is asked for."""
    return int(settings.CONGVU_CASE_DAYS)


def sample_percent() -> int:
    """Share of unrated answers, in per cent, that experts look at."""
    return int(settings.CONGVU_SAMPLE_PERCENT)
