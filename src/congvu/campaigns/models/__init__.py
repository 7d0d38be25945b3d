"""Campaigns, figures of a time before this system, what each question counts for, scores and reminders."""

from congvu.campaigns.models.campaigns import Campaign
from congvu.campaigns.models.imported import ImportedFigures, ImportedRow
from congvu.campaigns.models.judged import Appeal, Seen, Verdict
from congvu.campaigns.models.reminders import Reminder, ReminderOptOut, ReminderPlan
from congvu.campaigns.models.scoring import IndicatorSet, ManualScore, ScoreRun
from congvu.campaigns.models.tallied import DayTally

__all__ = [
    "Appeal",
    "Campaign",
    "DayTally",
    "ImportedFigures",
    "ImportedRow",
    "IndicatorSet",
    "ManualScore",
    "Reminder",
    "ReminderOptOut",
    "ReminderPlan",
    "ScoreRun",
    "Seen",
    "Verdict",
]
