"""Who scores, who states, who confirms, who sees whose points."""

from __future__ import annotations

from congvu.accounts.types import Role, Viewer
from congvu.campaigns.policies import agencies_decided, agencies_seen


def can_score(viewer: Viewer) -> bool:
    """Sets, drafts and their adoption are the work of the province's operators."""
    return viewer.has_role(Role.OPERATOR)


def can_see_all_scores(viewer: Viewer) -> bool:
    """All agencies beside each other: operators, and auditors, who change nothing."""
    return viewer.has_role(Role.OPERATOR) or viewer.has_role(Role.AUDITOR)


def can_see_scores(viewer: Viewer) -> bool:
    """Whether there is anything here for this person."""
    return can_see_all_scores(viewer) or bool(agencies_seen(viewer))


def can_see_scores_of(viewer: Viewer, agency_id: int) -> bool:
    """One agency's points with their reasons: also its leader and its coordinator."""
    return can_see_all_scores(viewer) or agency_id in agencies_seen(viewer)


def can_state(viewer: Viewer, agency_id: int) -> bool:
    """Manual indicators are stated by the coordinator of the agency itself."""
    return agency_id in agencies_decided(viewer)


def can_confirm(viewer: Viewer, stated_by: int) -> bool:
    """Operators confirm, never what they stated themselves as a coordinator."""
    return can_score(viewer) and viewer.user_id != stated_by
