"""The published, versioned rule of a valid question; a version never changes once a campaign has used it."""

from __future__ import annotations

CURRENT = "v1"
RULES = ("v1",)
