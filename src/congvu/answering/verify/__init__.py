"""Does the cited text say what a sentence says? Pure, deterministic, explained."""

from __future__ import annotations

from congvu.answering.verify.checking import check, check_copy
from congvu.answering.verify.types import Basis, Refusal, Verdict

__all__ = ["Basis", "Refusal", "Verdict", "check", "check_copy"]
