"""What no law and no document of the province can answer: a published table of patterns over folded text.

The table is short on purpose. It decides only where the search found nothing convincing, so a question about
the *rules* for gold, lotteries or football clubs is still answered from the law.
"""

from __future__ import annotations

import re

from congvu.text import fold, syllables

_NOW = r"(?:hom nay|hom qua|ngay mai|toi nay|sang nay|tuan nay|bay gio|hien nay|hien tai|luc nay|bao nhieu|the nao|ra sao|may)"

# (what it is about, pattern over the folded syllables joined by one space). Shown in docs/reference.
OUT_OF_SCOPE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (topic, re.compile(pattern))
    for topic, pattern in (
        (
            "prices and rates of the day",
            rf"\bgia (?:vang|bac|usd|do|do la|xang|dau|bitcoin|ca phe|heo hoi|lua)\b(?: \w+){{0,4}} {_NOW}\b",
        ),
        ("prices and rates of the day", rf"\b{_NOW} gia (?:vang|bac|usd|do|do la|xang|dau|bitcoin)\b"),
        (
            "prices and rates of the day",
            rf"\bty gia (?:\w+ ){{0,4}}{_NOW}\b|\b(?:vn index|bitcoin|chung khoan hom nay)\b",
        ),
        (
            "weather",
            rf"\bthoi tiet (?:\w+ ){{0,4}}{_NOW}\b|\b(?:troi|co) (?:co )?mua khong\b|\bdu bao thoi tiet\b|\b(?:hom nay|ngay mai) (?:troi )?(?:mua|nang|nong|lanh)\b",
        ),
        (
            "sport",
            r"\b(?:ket qua|ty so|lich) (?:thi dau|tran|bong da|world cup|ngoai hang anh)\b|\b(?:doi tuyen|tran dau|bong da)\b(?: \w+){0,6} (?:thang|thua|hom nay|toi nay|may gio|vo dich)\b|\bai vo dich\b",
        ),
        ("lottery", r"\b(?:ket qua|du doan|soi cau) (?:xo so|vietlott|lo de)\b|\bxo so hom nay\b"),
        (
            "entertainment",
            r"\bke (?:cho \w+ )?(?:mot )?(?:chuyen|truyen)(?: \w+)? ?(?:cuoi|vui|co tich)?\b(?! ve luat)|\bchuyen cuoi\b|\btruyen cuoi\b|\b(?:lam|viet|sang tac) (?:\w+ ){0,3}(?:bai tho|bai hat|tho)\b|\bhat cho\b|\bgoi y phim\b",
        ),
        (
            "fortune-telling",
            r"\btu vi\b|\bcung hoang dao\b|\bboi (?:toan|bai|tinh)\b|\bxem (?:boi|tuong|ngay tot)\b|\bcung (?:bach duong|kim nguu|song tu|cu giai|su tu|xu nu|thien binh|bo cap|nhan ma|ma ket|bao binh|song ngu)\b",
        ),
        (
            "the assistant itself",
            r"^(?:vay )?(?:ban|em|may|tro ly) (?:la ai|ten (?:la )?gi|bao nhieu tuoi|o dau|la gi|co nguoi yeu)\b|\bai (?:tao|lam) ra ban\b|\bban co (?:khoe|vui|yeu|cam xuc)\b",
        ),
        (
            "programming",
            r"\b(?:viet|sua|chay|debug) (?:\w+ ){0,4}(?:code|python|javascript|java|html|sql|c\+\+|excel macro|ham)\b|\blap trinh\b(?: \w+){0,5} (?:python|java|javascript|nhu the nao|game)\b",
        ),
        (
            "cooking and daily life",
            r"\bcach (?:nau|lam mon|uop|kho ca|rim)\b|\bcong thuc nau\b|\bnau mon gi\b|\b(?:hom nay|toi nay|trua nay) an gi\b|\bgiam can\b",
        ),
        (
            "clock and calendar",
            r"\b(?:may|bay) gio (?:la )?(?:may gio )?roi\b|\bhom nay (?:la )?(?:thu|ngay) (?:may|bao nhieu)\b",
        ),
        (
            "translation and arithmetic",
            r"\bdich (?:\w+ ){0,6}sang tieng\b|^\d+ \d+ bang may\b|\bgiai (?:phuong trinh|bai toan)\b",
        ),
    )
)


def topic_out_of_scope(question: str) -> str | None:
    """The topic of the table that the question belongs to, or None."""
    plain = " ".join(syllables(question)) or fold(question)
    return next((topic for topic, pattern in OUT_OF_SCOPE if pattern.search(plain)), None)
