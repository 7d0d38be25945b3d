"""Who has much that does not count, and why: for coordinators to talk about, never a punishment by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from congvu.accounts.models import Agency, User
from congvu.campaigns.models import Campaign, Verdict
from congvu.campaigns.rules import SUSPICIOUS, Reason

MOST = 200
"""People at most; whoever has more to look at begins with the first."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A person in one agency: questions that do not count for a suspicious reason, and how many for which."""

    user: User
    agency: Agency
    questions: int
    reasons: tuple[tuple[Reason, int], ...]


def suspects(campaign: Campaign, agency_ids: Collection[int] | None = None) -> list[Suspect]:
    """Those with the most such questions in the campaign's whole period first; of some agencies only, if given."""
    found = Verdict.objects.filter(
        rule=campaign.rule,
        valid=False,
        day__range=(campaign.starts_on, campaign.ends_on),
        reason__in=[reason.value for reason in SUSPICIOUS],
        agency__isnull=False,
    )
    if agency_ids is None and campaign.agencies.exists():
        agency_ids = list(campaign.agencies.values_list("pk", flat=True))
    if agency_ids is not None:
        found = found.filter(agency__in=agency_ids)
    grouped = found.order_by().values("user_id", "agency_id").annotate(n=Count("pk"))
    most = list(grouped.order_by("-n", "user_id", "agency_id").values_list("user_id", "agency_id", "n")[:MOST])
    users = User.objects.in_bulk({user for user, _agency, _n in most})
    agencies = Agency.objects.prefetch_related("names").in_bulk({agency for _user, agency, _n in most})
    told: dict[tuple[int, int], list[tuple[Reason, int]]] = defaultdict(list)
    by_reason = found.filter(user__in=users).values("user_id", "agency_id", "reason").annotate(n=Count("pk"))
    rows = by_reason.order_by("-n", "reason").values_list("user_id", "agency_id", "reason", "n")
    for user, agency, reason, n in rows:
        told[user, agency].append((Reason(reason), n))
    return [Suspect(users[user], agencies[agency], n, tuple(told[user, agency])) for user, agency, n in most]
