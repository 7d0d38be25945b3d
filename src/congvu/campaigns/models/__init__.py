"""Campaigns, figures of a time before this system, and what each question counts for."""

from congvu.campaigns.models.campaigns import Campaign
from congvu.campaigns.models.imported import ImportedFigures, ImportedRow
from congvu.campaigns.models.judged import Appeal, Seen, Verdict
from congvu.campaigns.models.tallied import DayTally

__all__ = ["Appeal", "Campaign", "DayTally", "ImportedFigures", "ImportedRow", "Seen", "Verdict"]
