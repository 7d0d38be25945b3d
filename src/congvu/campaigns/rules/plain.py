"""What of a text is compared and what it shows alone, by version 2.

Compared is what version 1 compares. Whether a text can be read is asked otherwise: words that ask are sign enough that
somebody wrote it, whatever its subject; a text without them has to stand in the order of a text, or there is a doubt,
and a question mark at its end does not take it away. Courtesy is left out before.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from congvu.campaigns.rules.signature import (
    MIN_TOKENS,
    asks_in_words,
    bag_of,
    is_greeting,
    is_pasted,
    likeness_of,
    names_a_law,
)
from congvu.campaigns.rules.types import Reason, Signature
from congvu.campaigns.rules.words import TOKEN, pairs_v1
from congvu.text import fold

_COURTESY: Final = re.compile(
    r"^(?:(?:xin |kinh )?chao (?:tro ly(?: ao)?|ban|em|anh|chi|admin)"
    r"|(?:vui long |xin |lam on )?cho (?:toi|em|minh) (?:xin )?hoi|xin (?:duoc )?hoi|nho giai dap|nho tro ly)\b"
    r"|\b(?:xin (?:chan thanh )?)?cam on(?: (?:ban|nhieu|tro ly|a))*$|\b(?:a|nhe|nhi|voi)$"
)
_ALSO_ASKS: Final = re.compile(
    r"\b(?:dau|sao|khai niem|dinh nghia|y nghia|phan biet|phan loai|co (?:vi pham|bi|phai|duoc|con|the)|hay khong"
    r"|(?:duoc|phai|dung|co|da|roi) (?:khong|chua))\b|\b(?:khong|chua)(?: (?:a|vay|nhi|ha|ban))?$"
)
"""What version 1 took for no asking words."""
_REQUEST: Final = re.compile(
    r"^(?:de nghi |nho |mong |vui long |hay |xin |lam on |giup |toi muon |toi can |can |ban )*(?:tro ly |ban )?"
    r"(?:neu|trinh bay|phan tich|cung cap|dua ra|goi y|tu van|viet|lap|thong ke|liet ke|kiem tra|doi chieu|ra soat|tim"
    r"|cho xin|cho biet|chi giup|chi ra|chi cho|tong hop|du thao|soan|dich|giai nghia|giai thich|lam ro|noi ro|so sanh"
    r"|tom tat|huong dan|giup|biet|hieu|hoi|tham khao|xem lai|tra giup|doc giup|can biet|thac mac|vuong mac)\b"
)
"""How those begin who want something done rather than ask."""
_HEADING: Final = re.compile(
    r"^(?:cac |nhung |ve |vi du |noi dung )*(?:trinh tu|cac buoc|buoc|noi dung|danh muc|danh sach|vi du|tai lieu"
    r"|thong tin|bieu mau|le phi|muc thu|muc chi|tham quyen|thoi gian|thoi diem|nguyen tac|trach nhiem|nghia vu"
    r"|tieu chuan|tieu chi|doi tuong|che tai|muc phat|hinh thuc|phuong phap|cach thuc|quy dinh|huong dan|chinh sach"
    r"|quyen loi)\b"
)
"""How headings begin; people look things up by them, too."""
READABLE: Final = 0.1
"""Share of known pairs that a text has at least."""
CHAIN: Final = 4
"""Known pairs in a row that a text has somewhere of which there is no doubt; all of them where it has fewer."""
CHAINED: Final = 0.4
"""Share of neighbours that stand in such rows of three or more."""
LAW: Final = 0.86
"""Share of known pairs from which a long text that asks nothing is taken from a law: they are the laws' own pairs."""


def sign(text: str) -> Signature:
    """The signature of a text, by version 2 of the rule."""
    plain = " ".join(TOKEN.findall(fold(text)))
    said = _without_courtesy(plain)
    bag = bag_of(plain)
    flaw, doubt = _looks(text, said.split(), said) if bag else (Reason.TOO_SHORT.value, "")
    return Signature(likeness_of(bag), bag, len(text), flaw, doubt)


def _without_courtesy(plain: str) -> str:
    """The same without how people greet, ask to ask and thank; a text that is nothing else stays as it is."""
    said = plain
    while (shorter := _COURTESY.sub("", said).strip()) != said:
        said = shorter
    return said or plain


def _looks(text: str, tokens: Sequence[str], said: str) -> tuple[str, str]:
    """What is wrong, and what may be."""
    if len(set(tokens)) < MIN_TOKENS or is_greeting(said):
        return Reason.TOO_SHORT.value, ""
    asks = asks_in_words(said) or any(found.search(said) for found in (_ALSO_ASKS, _REQUEST, _HEADING))
    known = [pair in pairs_v1() for pair in itertools.pairwise(tokens)]
    if sum(known) < READABLE * len(known) and not names_a_law(tokens):
        return Reason.GIBBERISH.value, ""
    if is_pasted(text, tokens, said, asks=asks or "?" in text):
        return (Reason.PASTED.value, "") if sum(known) >= LAW * len(known) else ("", Reason.PASTED.value)
    return "", "" if asks or names_a_law(tokens) or _in_order(known) else Reason.GIBBERISH.value


def _in_order(known: Sequence[bool]) -> bool:
    rows = [len(list(row)) for holds, row in itertools.groupby(known) if holds]
    chained = sum(row for row in rows if row >= 3)
    return max(rows, default=0) >= min(CHAIN, len(known)) and chained >= CHAINED * len(known)
