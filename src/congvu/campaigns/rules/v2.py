"""Version 2: what is copied with a slip counts no more than what is copied, nor does a stream of syllables in no order.

Both were gaps of version 1; and version 1 took for unreadable what laws do not speak of, and look-ups for copied texts
(docs/measurements.md). Here a text of which one may doubt counts, unless most of a person's texts are like it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from congvu.campaigns.rules import v1
from congvu.campaigns.rules.plain import sign

RULE: Final = replace(v1.RULE, version="v2", sign=sign, doubted_share=0.5, alike=0.6, near=0.7, sources=5)
