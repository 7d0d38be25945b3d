"""Texts as people type them: without diacritics, half of them, with slips of the fingers, abbreviated."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass

_LETTERS = str.maketrans("đĐ", "dD")
ABBREVIATIONS = {
    "ủy ban nhân dân": "UBND",
    "hội đồng nhân dân": "HĐND",
    "tòa án nhân dân": "TAND",
    "viện kiểm sát nhân dân": "VKSND",
    "doanh nghiệp": "DN",
    "trách nhiệm hữu hạn": "TNHH",
    "bảo hiểm xã hội": "BHXH",
    "bảo hiểm y tế": "BHYT",
    "bảo hiểm thất nghiệp": "BHTN",
    "nghị định": "NĐ",
    "thông tư": "TT",
    "quyết định": "QĐ",
    "người lao động": "NLĐ",
    "người sử dụng lao động": "NSDLĐ",
    "hợp đồng lao động": "HĐLĐ",
    "quyền sử dụng đất": "QSDĐ",
    "cán bộ, công chức": "CBCC",
    "cán bộ, công chức, viên chức": "CBCCVC",
    "xử phạt vi phạm hành chính": "xử phạt VPHC",
    "vi phạm hành chính": "VPHC",
    "trung học cơ sở": "THCS",
    "trung học phổ thông": "THPT",
    "công nghệ thông tin": "CNTT",
    "giấy chứng nhận": "GCN",
    "thủ tục hành chính": "TTHC",
    "quy phạm pháp luật": "QPPL",
    "phòng cháy, chữa cháy": "PCCC",
    "phòng cháy và chữa cháy": "PCCC",
    "thuế giá trị gia tăng": "thuế GTGT",
    "thu nhập cá nhân": "TNCN",
    "thu nhập doanh nghiệp": "TNDN",
    "khám bệnh, chữa bệnh": "KBCB",
    "nghĩa vụ quân sự": "NVQS",
    "trách nhiệm hình sự": "TNHS",
    "bộ luật hình sự": "BLHS",
    "bộ luật dân sự": "BLDS",
    "bộ luật lao động": "BLLĐ",
    "chứng minh nhân dân": "CMND",
    "căn cước công dân": "CCCD",
    "kinh tế - xã hội": "KT-XH",
    "ngân sách nhà nước": "NSNN",
    "xây dựng": "XD",
}
_LONGEST_FIRST = sorted(ABBREVIATIONS, key=len, reverse=True)
_WORD = re.compile(r"\w+")


def bare(text: str) -> str:
    """The text without any diacritics; case stays."""
    kept = (c for c in unicodedata.normalize("NFD", text.translate(_LETTERS)) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(kept))


def half_bare(text: str, rng: random.Random, share: float = 0.5) -> str:
    """About ``share`` of the syllables without diacritics."""
    return _WORD.sub(lambda m: bare(m[0]) if rng.random() < share else m[0], text)


def abbreviated(text: str, rng: random.Random, share: float = 0.7) -> str:
    """Words that officials shorten, shortened with probability ``share`` each."""
    for words in _LONGEST_FIRST:
        if words in text.lower() and rng.random() < share:
            text = re.sub(re.escape(words), ABBREVIATIONS[words], text, flags=re.IGNORECASE)
    return text


def slips(text: str, rng: random.Random, share: float = 0.08) -> str:
    """In about ``share`` of the words one letter is dropped, doubled, or changes places with the next."""

    def slip(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < 3 or rng.random() >= share:
            return word
        at = rng.randrange(len(word) - 1)
        kind = rng.randrange(3)
        if kind == 0:
            return word[:at] + word[at + 1 :]
        if kind == 1:
            return word[: at + 1] + word[at:]
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return _WORD.sub(slip, text)


@dataclass(frozen=True, slots=True)
class Ways:
    """Shares of questions that are typed so, and of the words that ``half`` and ``slips`` touch."""

    abbreviated: float = 0.2
    bare: float = 0.08
    half: float = 0.1
    half_words: float = 0.3
    slips: float = 0.15
    slip_words: float = 0.08


OF_SEARCH = Ways()
"""Few lose all diacritics: the product puts those back before the embedder (``congvu.retrieval.diacritics``)."""


def typed(text: str, rng: random.Random, ways: Ways = OF_SEARCH) -> str:
    """One way in which somebody may have typed this."""
    if rng.random() < ways.abbreviated:
        text = abbreviated(text, rng)
    draw = rng.random()
    if draw < ways.bare:
        text = bare(text)
    elif draw < ways.bare + ways.half:
        text = half_bare(text, rng, ways.half_words)
    elif draw < ways.bare + ways.half + ways.slips:
        text = slips(text, rng, ways.slip_words)
    if rng.random() < 0.3:
        text = text.lower()
    return text
