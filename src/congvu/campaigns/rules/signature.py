"""What of a text is compared: its syllables without order, politeness and fillers, interchangeable words made one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from congvu.campaigns.rules.types import Reason, Signature
from congvu.campaigns.rules.words import TOKEN, known_pairs, pairs_v1
from congvu.text import fold

# How the question is put, whatever the words: "mấy" and "bao nhiêu" ask the same, "ai" and "khi nào" do not.
_ASKING: Final = {
    "howmany": ("bao nhieu", "may", "bao lau"),
    "when": ("khi nao", "bao gio", "luc nao", "thoi diem nao", "chung nao"),
    "who": ("ai", "don vi nao", "co quan nao", "nguoi nao", "noi nao"),
    "how": ("nhu the nao", "the nao", "ra sao", "lam sao", "bang cach nao", "nhu nao"),
    "what": ("gi", "nao", "nhung gi", "cai gi", "dau la", "dau khong phai", "o dau"),
    "why": ("tai sao", "vi sao", "ly do gi"),
    "whether": (
        "hay khong", "duoc khong", "phai khong", "co khong", "khong a", "dung hay sai", "dung khong", "hay chua",
        "co duoc", "co phai",
    ),
}  # fmt: skip
# Words that office language exchanges freely; what is left of them is the last of each line.
_SAME: Final = (
    ("trinh tu", "quy trinh", "thu tuc"),
    ("giay to", "tai lieu", "ho so"),
    ("thoi gian", "thoi han"),
    ("can bo cong chuc vien chuc", "cbccvc", "can bo"),
    ("nhan vien", "nguoi lao dong"),
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("muc tien", "so tien", "muc"),
    ("yeu cau", "dieu kien"),
    ("tham quyen", "quyen han"),
    ("van ban", "cong van"),
    ("thuc hien", "tien hanh", "lam"),
    ("nop", "gui"),
    ("lanh dao", "thu truong"),
    ("che do", "quyen loi"),
    ("muc phat", "xu phat", "phat"),
)
_FILLERS: Final = frozenset(
    "la thi ma duoc cho toi em minh hoi xin vui long ban a nhe nhi voi oi cua va cac nhung ve theo quy dinh hien nay "
    "hanh hay biet muon can se da dang bi boi tai trong khi nay do kia vay the con nhu cung roi nua anh chi giup giai "
    "dap thac mac nho cam on alo chao ad admin tro ly ao cau so khong co".split()
)
_ASK_WORDS: Final = frozenset(
    ("cho hoi", "cho biet", "huong dan", "giai thich", "so sanh", "liet ke", "tom tat", "soan", "trich dan", "hay neu",
     "tra cuu", "can gi", "cho toi", "cho em", "cho minh", "the nao", "xin hoi", "giai dap", "chao tro ly",
     "xin cam on", "giup toi", "giup em")
)  # fmt: skip

_phrases = [(p, f" q{kind} ") for kind, ps in _ASKING.items() for p in ps]
_phrases += [(p, f" {line[-1]} ") for line in _SAME for p in line[:-1]]
_REPLACED: Final = {p: to.strip() for p, to in _phrases}
_REPLACE: Final = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _REPLACED), key=len, reverse=True)) + r")\b"
)
_ASKS: Final = re.compile(
    r"\b(?:"
    + "|".join(sorted([*_ASK_WORDS, *(p for ps in _ASKING.values() for p in ps)], key=len, reverse=True))
    + r")\b"
)
_LISTED: Final = re.compile(r"^\s*(?:\d+\s?[.)]|[a-zđ]\)|điều \d+\.|khoản \d+)", re.IGNORECASE | re.MULTILINE)
_GREETING: Final = re.compile(
    r"^(?:xin )?(?:chao|alo|hello|hi|test|thu|ok|oke|cam on|thanks|tot|hay qua|duoc roi)(?: (?:ban|tro ly|ao|a|nhe|em"
    r"|anh|chi|admin|thu|nhieu|moi nguoi|buoi sang|cac))*$"
)
_LOOK_UP: Final = re.compile(
    r"^(?:can cu|co so|thu tuc|ho so|muc|thoi han|dieu kien|mau|quy trinh|cach|che do|van ban|nghi dinh|thong tu"
    r"|luat)\b"
)
"""How those begin who type what they look for, without asking."""
_ENDS_ASKING: Final = re.compile(
    r"\b(?:khong|chua)(?: (?:a|vay|nhi|ha|ban))?$"
    r"|\bco (?:duoc|phai|bat buoc|can|the|con|quyen)\b.*\bkhong\b"
)

MIN_TOKENS: Final = 3
KNOWN_PAIRS: Final = 0.4
"""Share of known pairs below which a text is not readable; of real questions about 1 in 300 lie below it."""
UNASKED: Final = 0.55
"""The same for a text that asks nothing."""
UNCHAINED: Final = 0.7
"""The same for a text in which no three syllables stand together as they would in a text."""
STATEMENT: Final = 18
"""Syllables from which a text that asks nothing is a copied one."""
LOOK_UP: Final = 40
"""The same for a text that begins as people begin who look something up."""
LISTING: Final = 60
"""Syllables from which a text in numbered lines is a copied one, even if a question hangs on it."""


def sign(text: str) -> Signature:
    """The signature of a text, by version 1 of the rule; about 40 µs."""
    tokens = TOKEN.findall(fold(text))
    plain = " ".join(tokens)
    bag = bag_of(plain)
    return Signature(likeness_of(bag), bag, len(text), _flaw(text, tokens, plain, bag))


def bag_of(plain: str) -> frozenset[str]:
    """What is compared of a folded text without marks."""
    replaced = _REPLACE.sub(lambda found: _REPLACED[found.group()], plain)
    return frozenset(replaced.split()) - _FILLERS


def asks_in_words(plain: str) -> bool:
    """Whether words of a folded text ask something, or begin as people begin who look something up."""
    return any(found.search(plain) for found in (_ASKS, _ENDS_ASKING, _LOOK_UP))


def is_greeting(plain: str) -> bool:
    """Whether a folded text only greets, tries or thanks."""
    return _GREETING.match(plain) is not None


def is_pasted(text: str, tokens: Sequence[str], plain: str, *, asks: bool) -> bool:
    """Whether a text is a copied one: long and without a question, or a list in numbered lines."""
    if not asks and len(tokens) >= (LOOK_UP if _LOOK_UP.search(plain) else STATEMENT):
        return True
    return len(tokens) >= LISTING and len(_LISTED.findall(text)) >= 2


def likeness_of(bag: frozenset[str]) -> int:
    digest = hashlib.blake2b(" ".join(sorted(bag)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _flaw(text: str, tokens: list[str], plain: str, bag: frozenset[str]) -> str:
    if len(set(tokens)) < MIN_TOKENS or not bag or is_greeting(plain):
        return Reason.TOO_SHORT.value
    asks = "?" in text or _ASKS.search(plain) is not None or _ENDS_ASKING.search(plain) is not None
    share, chained = known_pairs(tokens, pairs_v1())
    least = KNOWN_PAIRS if chained and asks else UNASKED if chained else UNCHAINED
    if share < least and not names_a_law(tokens):
        return Reason.GIBBERISH.value
    return Reason.PASTED.value if is_pasted(text, tokens, plain, asks=asks) else ""


def names_a_law(tokens: Sequence[str]) -> bool:
    """Short look-ups such as "Điều 15 Nghị định 30/2020/NĐ-CP" have few pairs that a text would have."""
    return len(tokens) <= 12 and sum(t in {"dieu", "khoan", "luat", "nghi", "dinh", "thong", "tu"} for t in tokens) >= 2
