"""What reminders say, with exact numbers; in the language of the installation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.campaigns.models import Campaign
from congvu.campaigns.standings import Standing, missing_per_head


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and text of one reminder."""

    subject: str
    text: str


def not_started(campaign: Campaign) -> Words:
    """To somebody who has asked nothing."""
    with translation.override(settings.LANGUAGE_CODE):
        missing = _missing(campaign, campaign.target)
        text = _("You have not asked anything yet in “%(campaign)s”. %(missing)s.") % {
            "campaign": campaign.title, "missing": missing
        }  # fmt: skip
        return Words(_subject(_("Nothing asked yet: %(campaign)s"), campaign), text)


def below_target(campaign: Campaign, questions: int, valid: int) -> Words:
    """To somebody who is below the target; both counts, as everywhere."""
    with translation.override(settings.LANGUAGE_CODE):
        missing = _missing(campaign, campaign.target - valid)
        text = _(
            "%(missing)s. So far: %(valid)s valid questions of %(questions)s in all; the target of “%(campaign)s” is "
            "%(target)s."
        ) % {
            "missing": missing,
            "valid": _dots(valid),
            "questions": _dots(questions),
            "campaign": campaign.title,
            "target": _dots(campaign.target),
        }  # fmt: skip
        return Words(missing, text)


def weekly(campaign: Campaign, standings: Iterable[Standing], count: int) -> Words:
    """To a coordinator: how their agencies stand."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [_standing(campaign, standing, count) for standing in standings]
        return Words(_subject(_("Figures of the week: %(campaign)s"), campaign), "\n".join(lines))


def _standing(campaign: Campaign, standing: Standing, count: int) -> str:
    row = standing.row
    told = _(
        "%(agency)s: %(started)s of %(accounts)s accounts have asked, %(at_target)s reached the target, %(idle)s have "
        "not begun; %(questions)s questions, %(valid)s of them valid; rank %(rank)s of %(count)s."
    ) % {
        "agency": row.agency,
        "started": _dots(standing.started),
        "accounts": _dots(row.accounts or 0),
        "at_target": _dots(standing.at_target),
        "idle": _dots(standing.not_started),
        "questions": _dots(row.questions),
        "valid": "-" if row.valid is None else _dots(row.valid),
        "rank": standing.rank,
        "count": count,
    }
    missing = missing_per_head(row, campaign.target)
    if not missing:
        return told
    more = ngettext(
        "%(count)s more question a person before %(day)s.", "%(count)s more questions a person before %(day)s.", missing
    ) % {"count": _dots(missing), "day": _day(campaign.deadline)}
    return f"{told} {more}"


def _missing(campaign: Campaign, count: int) -> str:
    return ngettext(
        "You have %(count)s more question to ask before %(day)s",
        "You have %(count)s more questions to ask before %(day)s",
        count,
    ) % {"count": _dots(count), "day": _day(campaign.deadline)}


def _subject(text: str, campaign: Campaign) -> str:
    """One line: a line break in a title would be one in the head of a letter."""
    return " ".join((text % {"campaign": campaign.title}).split())[:250]


def _dots(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _day(day: dt.date) -> str:
    """As offices write it: of the months only 1 and 2 are padded."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day.month < 3 else f"{day.day:02d}/{day.month}/{day.year}"
