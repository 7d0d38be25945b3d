"""Version 2: what is copied with a slip counts no more than what is copied, and syllables in no order are no question.

Both were the gaps of version 1 (docs/measurements.md). Courtesy is left out before a text is looked at, which version 1
took for words that no law has.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from congvu.campaigns.rules import v1
from congvu.campaigns.rules.plain import sign

RULE: Final = replace(v1.RULE, version="v2", sign=sign, alike=0.6, near=0.7, sources=5)
