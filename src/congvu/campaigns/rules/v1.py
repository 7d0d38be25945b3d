"""Version 1 of the rule of a valid question; it stays as it is for the campaigns that began with it."""

from __future__ import annotations

from typing import Final

from congvu.campaigns.rules.engine import Rule
from congvu.campaigns.rules.signature import MIN_TOKENS, sign

RULE: Final = Rule(
    version="v1",
    sign=sign,
    least_syllables=MIN_TOKENS,
    doubted_share=1.0,
    same=0.8,
    alike=0.55,
    variations=2,
    long=14,
    coincidences=2,
    copied_share=0.25,
    near=None,
    sources=0,
    quickest=5.0,
    typed=12,
    run_gap=20 * 60,
    run_length=10,
    run_quickest=10.0,
    run_typed=6,
    daily_cap=30,
)
