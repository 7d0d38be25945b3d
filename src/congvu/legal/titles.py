"""Capital titles brought to ordinary case: "PHÍ VÀ LỆ PHÍ" → "Phí và lệ phí", proper nouns kept right."""

from __future__ import annotations

import re

# As Nghị định 30/2020/NĐ-CP (Phụ lục II) writes them. "Nhà nước" is capital only as a body, not as an adjective:
# "của Nhà nước", "Ngân hàng Nhà nước", but "ngân sách nhà nước".
_PROPER = (
    "Mặt trận Tổ quốc Việt Nam|Cộng hòa xã hội chủ nghĩa Việt Nam|Cộng hoà xã hội chủ nghĩa Việt Nam|Việt Nam|"
    "Ủy ban thường vụ Quốc hội|Uỷ ban thường vụ Quốc hội|Quốc hội|Hội đồng nhân dân|Ủy ban nhân dân|Uỷ ban nhân dân|"
    "Ủy ban Mặt trận Tổ quốc|Chính phủ|Thủ tướng|Phó Thủ tướng|Chủ tịch nước|Chủ tịch|"
    "Phó Chủ tịch|Bộ trưởng|Thứ trưởng|"
    "Giám đốc|Phó Giám đốc|Chánh Văn phòng|Phó Chánh Văn phòng|Chánh án|Viện trưởng|Tổng Kiểm toán|Cục trưởng|Tổng cục|"
    "Tòa án nhân dân|Toà án nhân dân|Tòa án|Toà án|Viện kiểm sát nhân dân|Ngân hàng Nhà nước|"
    "của Nhà nước|Quân đội nhân dân|Ủy ban Liên hiệp quốc|Đảng|Bộ đội Biên phòng|Thủ đô|Hà Nội|"
    "Liên hợp quốc|Liên Hợp Quốc|Liên hiệp quốc|"
    "Hội đồng Thẩm phán|Chính phủ|HIV/AIDS|HIV|AIDS|UBND|HĐND|CBCCVC|TTHC|"
    "Bộ|Sở|Khoa học|Công nghệ|Giáo dục|Đào tạo|Nông nghiệp|Môi trường|Văn hóa|Thể thao|Du lịch|Thông tin|Truyền thông|"
    "Tài nguyên|Lao động|Thương binh|Xã hội|Kế hoạch|Đầu tư|Nội vụ|Tư pháp|Tài chính|Xây dựng|Y tế|"
    "Công Thương|Ngoại giao|"
    "Quốc phòng|Công an|Giao thông vận tải|Phát triển nông thôn|Dân tộc|Tôn giáo|Ngoại vụ|Tổng cục Hải quan|Hải quan|"
    "Thanh tra|Ban Quản lý|Văn phòng"
).split("|")
_COMMON_IN_TITLES = _PROPER[_PROPER.index("Bộ") :]
_IN_TITLES = tuple(name for name in _PROPER if name not in _COMMON_IN_TITLES)
_PLACE = re.compile(
    r"(?<!\w)(tỉnh|thành phố|thị xã|thị trấn|huyện|quận|phường|xã)"
    r"((?: (?!và\b|về\b|của\b|trên\b|giai\b|năm\b)[^\W\d_]+){1,4})"
)
_NOT_PLACES = ("trực", "khó", "hội", "có", "khi", "cho", "theo", "được", "là", "thuộc", "đến", "từ", "ở", "các", "giao")


_NAMED_LAW = re.compile(r"(?<=của )(bộ luật |luật |pháp lệnh )(\w)")


def _pattern(names: tuple[str, ...] | list[str]) -> re.Pattern[str]:
    ordered = sorted({name.lower() for name in names}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


_BY_LOWER = {name.lower(): name for name in _PROPER}
_TITLE_NAMES = _pattern(_IN_TITLES)
_ISSUER_NAMES = _pattern(_PROPER)


def is_capitals(text: str) -> bool:
    """Whether a text has letters and none of them is small."""
    return text.upper() == text and text.lower() != text


def capital_first(text: str) -> str:
    """The text with its first letter capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def title_case(text: str) -> str:
    """A title as a sentence begins: a title in capitals gets small letters and its proper nouns; another stays."""
    words = " ".join(text.split())
    if not is_capitals(words):
        return words
    proper = _TITLE_NAMES.sub(lambda m: _BY_LOWER[m.group()], words.lower())
    return capital_first(_places(_NAMED_LAW.sub(lambda m: capital_first(m[1]) + m[2].upper(), proper)))


def issuer_case(text: str) -> str:
    """The name of a body: "SỞ KHOA HỌC VÀ CÔNG NGHỆ" → "Sở Khoa học và Công nghệ"; UBND, HĐND written out."""
    words = " ".join(text.split())
    if is_capitals(words):
        words = _places(_ISSUER_NAMES.sub(lambda m: _BY_LOWER[m.group()], words.lower()))
    words = re.sub(r"^UBND\b", "Ủy ban nhân dân", words)
    return capital_first(re.sub(r"^HĐND\b", "Hội đồng nhân dân", words))


def _places(text: str) -> str:
    def named(match: re.Match[str]) -> str:
        words = match[2].split()
        if words[0].lower() in _NOT_PLACES:
            return match.group()
        return f"{match[1]} {' '.join(capital_first(word) for word in words)}"

    return _PLACE.sub(named, text)
