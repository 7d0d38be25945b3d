"""The published, versioned rule of a valid question; a version never changes once a campaign has used it."""

from __future__ import annotations

from congvu.campaigns.rules.types import Asked, Judgement, Reason

__all__ = ["CURRENT", "RULES", "Asked", "Judgement", "Reason"]

CURRENT = "v1"
RULES = ("v1",)
