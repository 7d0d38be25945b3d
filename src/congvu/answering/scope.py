"""What no law and no document of the province can answer: a published table of patterns over folded text.

The table is short on purpose. It decides only where the search found nothing convincing, so a question about
the *rules* for gold, lotteries or football clubs is still answered from the law.
"""

from __future__ import annotations

import re

from congvu.text import syllables

_NOW = (
    "(?:hom nay|hom qua|ngay mai|toi nay|sang nay|tuan nay|bay gio|hien nay|hien tai|luc nay"
    "|bao nhieu|the nao|ra sao|may)"
)
_GOODS = "(?:vang|bac|usd|do la|do|xang|dau|bitcoin|ca phe|heo hoi|lua)"
_SIGNS = "(?:bach duong|kim nguu|song tu|cu giai|su tu|xu nu|thien binh|bo cap|nhan ma|ma ket|bao binh|song ngu)"

# Topic to patterns over folded syllables joined by one space.
OUT_OF_SCOPE: dict[str, tuple[str, ...]] = {
    "prices and rates of the day": (
        rf"\bgia {_GOODS}\b(?: \w+){{0,4}} {_NOW}\b",
        rf"\b{_NOW} gia {_GOODS}\b",
        rf"\bty gia (?:\w+ ){{0,4}}{_NOW}\b",
        r"\bvn index\b|\bchung khoan hom nay\b",
    ),
    "weather": (
        rf"\bthoi tiet (?:\w+ ){{0,4}}{_NOW}\b",
        r"\bdu bao thoi tiet\b",
        r"\b(?:troi|hom nay|ngay mai|toi nay) (?:co )?mua khong\b",
        r"\b(?:hom nay|ngay mai) troi\b",
    ),
    "sport": (
        r"\b(?:ket qua|ty so|lich) (?:thi dau|tran|bong da|world cup|ngoai hang anh)\b",
        r"\b(?:doi tuyen|tran dau|bong da)\b(?: \w+){0,6} (?:thang|thua|hom nay|toi nay|may gio|vo dich)\b",
        r"\bai vo dich\b",
    ),
    "lottery": (r"\b(?:ket qua|du doan|soi cau) (?:xo so|vietlott|lo de)\b", r"\bxo so hom nay\b"),
    "entertainment": (
        r"\b(?:chuyen|truyen|cau chuyen) (?:cuoi|vui|co tich)\b",
        r"\b(?:lam|viet|sang tac) (?:\w+ ){0,3}(?:bai tho|bai hat|tho)\b",
        r"\bhat cho\b|\bgoi y (?:\w+ )?phim\b",
    ),
    "fortune-telling": (
        r"\btu vi\b|\bcung hoang dao\b|\bboi (?:toan|bai|tinh)\b|\bxem (?:boi|tuong|ngay tot)\b",
        rf"\bcung {_SIGNS}\b",
    ),
    "the assistant itself": (
        r"^(?:vay )?(?:ban|em|tro ly) (?:la ai|ten (?:la )?gi|bao nhieu tuoi|o dau|la gi|co nguoi yeu)\b",
        r"\bai (?:tao|lam|viet) ra ban\b|\bban co (?:khoe|vui|yeu|cam xuc)\b",
    ),
    "programming": (
        r"\b(?:viet|sua|chay|debug) (?:\w+ ){0,4}(?:code|python|javascript|java|html|sql)\b",
        r"\blap trinh\b(?: \w+){0,5} (?:python|java|javascript|nhu the nao|game)\b",
    ),
    "cooking and daily life": (
        r"\bcach (?:nau|lam mon|uop|kho ca|rim)\b|\bcong thuc nau\b|\bnau mon gi\b",
        r"\b(?:hom nay|toi nay|trua nay) an gi\b|\bgiam can\b",
    ),
    "clock and calendar": (
        r"\b(?:may|bay) gio (?:la )?(?:may gio )?roi\b",
        r"\bhom nay (?:la )?(?:thu|ngay) (?:may|bao nhieu)\b",
    ),
    "translation and arithmetic": (
        r"\bdich (?:\w+ ){0,6}sang tieng\b",
        r"^\d+ (?:cong |tru |nhan |chia )?\d+ bang may\b",
        r"\bgiai (?:phuong trinh|bai toan)\b",
    ),
}

_COMPILED = {topic: re.compile("|".join(patterns)) for topic, patterns in OUT_OF_SCOPE.items()}


def topic_out_of_scope(question: str) -> str | None:
    """The topic of the table that the question belongs to, or None."""
    plain = " ".join(syllables(question))
    return next((topic for topic, pattern in _COMPILED.items() if pattern.search(plain)), None)
