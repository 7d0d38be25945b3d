"""The published, versioned rule of a valid question; a version never changes once a campaign has used it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from congvu.campaigns.rules import v1, v2
from congvu.campaigns.rules.engine import Rule
from congvu.campaigns.rules.types import SUSPICIOUS, Asked, Judgement, Reason

__all__ = ["CURRENT", "RULES", "SUSPICIOUS", "Asked", "Judgement", "Reason", "Rule"]

CURRENT: Final = "v2"
"""The version that new campaigns begin with."""
RULES: Final[Mapping[str, Rule]] = {rule.version: rule for rule in (v1.RULE, v2.RULE)}
