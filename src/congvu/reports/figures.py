"""The figures that the texts of a report name, worded; None where one is not known."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

from congvu.campaigns.types import Participation, ParticipationRow
from congvu.common.errors import InvalidInputError
from congvu.reports.markup import no_figure
from congvu.reports.tables import in_order, value_of
from congvu.reports.types import Issue, Office
from congvu.reports.wording import (
    agencies,
    count,
    date_in_words,
    date_short,
    decimal,
    is_committee,
    number,
    percent,
    whole_months,
)

BEST = 5
"""Agencies that are named as examples."""


def figures(participation: Participation, office: Office, issue: Issue) -> dict[str, str | None]:
    """Every figure by name; ``issue.words`` replaces some. Raises InvalidInputError for an agency that is not there."""
    total = participation.total()
    ranked = in_order(participation.rows, "-questions")
    accounts = issue.accounts if issue.accounts is not None else total.accounts
    made: dict[str, str | None] = {
        **_period(participation, office, issue),
        **_whole(total, accounts),
        **_agencies(ranked, issue.target),
        **_one(ranked, issue),
    }
    if unknown := issue.words.keys() - made.keys():
        raise no_figure(min(unknown), made)
    return {**made, **issue.words}


def find(rows: list[ParticipationRow], name: str) -> tuple[int, ParticipationRow]:
    """The place (from 1) and row of an agency, by its name."""
    for place, row in enumerate(rows, start=1):
        if row.agency == name:
            return place, row
    raise InvalidInputError(
        _("“%(name)s” is not among the agencies of this campaign.") % {"name": name},
        _("Write its name as in the table."),
    )


def _period(participation: Participation, office: Office, issue: Issue) -> dict[str, str | None]:
    return {
        "campaign": participation.title,
        "office": office.full_name,
        "place": office.place,
        "from": date_short(participation.starts_on),
        "to": date_short(participation.ends_on),
        "from_words": date_in_words(participation.starts_on),
        "to_words": date_in_words(participation.ends_on),
        "months": count(whole_months(participation.starts_on, participation.ends_on)),
        "year": str(participation.ends_on.year),
        "target": number(issue.target) if issue.target else None,
        "deadline": date_short(issue.deadline) if issue.deadline else None,
        "source": participation.imported_from or None,
        "rule": participation.rule_version or None,
    }


def _whole(total: ParticipationRow, accounts: int | None) -> dict[str, str | None]:
    rated = total.likes + total.dislikes
    return {
        "accounts": number(accounts) if accounts is not None else None,
        "users": number(total.users),
        "share": percent(total.users, accounts) if accounts and accounts >= total.users else None,
        "likes": number(total.likes),
        "dislikes": number(total.dislikes),
        "questions": number(total.questions),
        "valid": number(total.valid) if total.valid is not None else None,
        "valid_share": percent(total.valid, total.questions) if total.valid is not None else None,
        "per_head": _per_head(total),
        "rated_share": percent(rated, total.questions),
        "like_share": percent(total.likes, rated),
        "dislike_share": percent(total.dislikes, rated),
    }


def _agencies(ranked: list[ParticipationRow], target: int | None) -> dict[str, str | None]:
    places = sum(is_committee(row.agency) for row in ranked)
    reached = [row.agency for row in ranked if target and row.users and row.questions >= target * row.users]
    silent = [row.agency for row in ranked if not row.likes + row.dislikes]
    missing = sum(max(0, target * row.users - row.questions) for row in ranked) if target else 0
    return {
        "agencies": count(len(ranked)),
        "departments": count(len(ranked) - places),
        "committees": count(places),
        "best": agencies([row.agency for row in ranked[:BEST]]) or None,
        "last": agencies([row.agency for row in ranked[-BEST:]]) or None,
        "reached": count(len(reached)) if target else None,
        "reached_names": agencies(reached) if reached else None,
        "missing": number(missing) if missing else None,
        "silent": count(len(silent)) if silent else None,
        "silent_names": agencies(silent) if silent else None,
    }


def _one(ranked: list[ParticipationRow], issue: Issue) -> dict[str, str | None]:
    """Figures of the agency that the sheet is about; a report on all has none of them."""
    names = ("agency", "rank", "own_users", "own_questions", "own_per_head", "own_share", "own_missing", "own_reached")
    made: dict[str, str | None] = dict.fromkeys(names)
    if not issue.agency:
        return made
    place, row = find(ranked, issue.agency)
    short = _short_by(row, issue.target)
    return {
        **made,
        "agency": agencies([row.agency]),
        "rank": number(place),
        "own_users": number(row.users),
        "own_questions": number(row.questions),
        "own_per_head": _per_head(row),
        "own_share": percent(row.users, row.accounts) if row.accounts and row.accounts >= row.users else None,
        "own_missing": number(short) if short else None,
        "own_reached": "đạt" if issue.target and row.users and not short else None,
    }


def _short_by(row: ParticipationRow, target: int | None) -> int:
    """Questions that each user still has to ask, on average, rounded up."""
    if not target or not row.users or row.questions >= target * row.users:
        return 0
    return int(((Decimal(target * row.users) - row.questions) / row.users).to_integral_value(ROUND_CEILING))


def _per_head(row: ParticipationRow) -> str | None:
    value = value_of(row, "per_head")
    return None if value is None else decimal(Decimal(value))
