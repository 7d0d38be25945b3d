"""What of a text is compared, by version 2: as in version 1, with courtesy left out and the order of syllables looked at."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from congvu.campaigns.rules.signature import asks_in_words, bag_of, flaw_of, likeness_of, names_a_law
from congvu.campaigns.rules.types import Reason, Signature
from congvu.campaigns.rules.words import TOKEN, pairs_v1
from congvu.text import fold

_COURTESY: Final = re.compile(
    r"^(?:(?:xin |kinh )?chao (?:tro ly(?: ao)?|ban|em|anh|chi|admin)|(?:vui long |xin |lam on )?cho (?:toi|em|minh) (?:xin )?hoi"
    r"|xin (?:duoc )?hoi|nho giai dap|nho tro ly)\b|\b(?:xin (?:chan thanh )?)?cam on(?: (?:ban|nhieu|tro ly|a))*$|\b(?:a|nhe|nhi|voi)$"
)
_ALSO_ASKS: Final = re.compile(
    r"\b(?:dau|sao|khai niem|dinh nghia|y nghia|phan biet|phan loai|co (?:vi pham|bi|phai|duoc|con|the))\b"
)
"""What version 1 took for no asking word."""
CHAIN: Final = 5
"""Known pairs in a row that a text has somewhere which asks nothing in words; all of them where it has fewer."""
CHAINED: Final = 0.5
"""Share of neighbours that stand in such rows of three or more."""


def sign(text: str) -> Signature:
    """The signature of a text, by version 2 of the rule."""
    tokens = TOKEN.findall(fold(text))
    plain = " ".join(tokens)
    said = _without_courtesy(plain)
    bag = bag_of(plain)
    flaw = flaw_of(text, said.split(), said, bag) or ("" if _in_order(said.split(), said) else Reason.GIBBERISH.value)
    return Signature(likeness_of(bag), bag, len(text), flaw)


def _without_courtesy(plain: str) -> str:
    """The same without how people greet, ask to ask and thank; a text that is nothing else stays as it is."""
    said = plain
    while (shorter := _COURTESY.sub("", said).strip()) != said:
        said = shorter
    return said or plain


def _in_order(tokens: Sequence[str], plain: str) -> bool:
    """Whether the syllables stand as in a text. What asks in words is a text; a mark at its end alone is not enough."""
    if asks_in_words(plain) or _ALSO_ASKS.search(plain) or names_a_law(tokens):
        return True
    known = [pair in pairs_v1() for pair in itertools.pairwise(tokens)]
    rows = [len(list(row)) for holds, row in itertools.groupby(known) if holds]
    chained = sum(row for row in rows if row >= 3)
    return max(rows, default=0) >= min(CHAIN, len(known)) and chained >= CHAINED * len(known)
