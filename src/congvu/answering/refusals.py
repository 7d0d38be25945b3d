"""Questions that are refused whatever the library holds: state secrets and private data of a named person.

Both look for a *request to handle the thing itself*. A question about the rules ("Luật Bảo vệ bí mật nhà nước
quy định mức độ mật thế nào?", "Ai được xem bệnh án của người bệnh?") is a fair question and passes.
"""

from __future__ import annotations

import re

from congvu.legal.secrecy import secrecy_of_text
from congvu.text import fold


def _any(*phrases: str) -> str:
    """One group of alternatives; every phrase is a pattern over folded text with single spaces."""
    return "(?:" + "|".join(phrases) + ")"


def _words(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_any(*phrases)}\b")


# --- state secrets

_MARK = _any("tuyet mat", "toi mat", "mat")
# A stamp as it stands on a page: alone on its line, in capitals, perhaps framed; or "Độ mật: Tối mật".
_STAMP_LINE = re.compile(r"^[\s\W_]*(?:TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)[\s\W_]*$", re.MULTILINE)
_STAMP_FIELD = re.compile(rf"\bdo mat\s*[:：]\s*{_MARK}\b")
_PAPER = _any(
    "van ban", "tai lieu", "cong van", "ho so", "bao cao", "ke hoach", "quyet dinh", "file", "tep",
    "to trinh",
    "thong bao", "cong dien",
)  # fmt: skip
_SECRET_PAPER = re.compile(
    rf"\b{_PAPER}(?:\s+\w+){{0,6}}?\s+(?:co |dong |mang )?(?:dau |do |muc |loai |thuoc )?(?:do )?"
    rf"[\"“'(]*{_MARK}\b"
)
_HANDLE = _words(
    "tom tat", "tom luoc", "dich", "doc", "rut gon", "phan tich", "trich", "viet lai", "soan", "bien tap",
    "ra soat",
    "giai thich", "dien giai", "tong hop", "chuyen", "so sanh", "kiem tra",
)  # fmt: skip
_THIS_ONE = _words(
    "nay", "sau day", "sau", "duoi day", "dinh kem", "kem theo", "ben duoi", "vua nhan", r"so \d+",
    "giup (?:toi|em|minh|anh|chi)", "cho (?:toi|em|minh)",
)  # fmt: skip

# --- private data

_PRIVATE = _any(
    "(?:so )?(?:cccd|cmnd|cmt|can cuoc(?: cong dan)?|chung minh(?: nhan dan)?|dinh danh(?: ca nhan)?)",
    "(?:so )?ho chieu",
    "(?:so )?(?:tai khoan(?: ngan hang)?|dien thoai(?: ca nhan)?|bao hiem xa hoi|bhxh)", "the bhyt",
    "(?:ho so )?benh an", "tinh trang suc khoe", "benh tinh", "dia chi(?: nha| nha rieng| thuong tru)?",
    "noi o",
    "ngay sinh", "(?:tien |muc )?luong", "thu nhap", "ly lich", "tai san", "mat khau", "nha rieng",
    "email ca nhan",
)  # fmt: skip
_TITLE = _any("ong", "ba", "anh", "chi", "dong chi", "co", "chu", "bac")
# Words after a title that make it a class of people, not a person.
_CLASS = _any(
    "ba", "noi", "ngoai", "em", "ta", "chi", "chu", "cong", "vien", "cap", "xa", "huyen", "tinh", "la",
    "duoc", "co", "bi", "va", "hoac", "nay", "do", "khi", "theo", "thoi", "trong", "nhu", "hoi", "uy", "doanh",
)  # fmt: skip
_OF_A_PERSON = re.compile(rf"\b{_PRIVATE}\b(?:\s+\S+){{0,8}}?\s+(?:cua|cho)\s+(?:rieng )?{_TITLE}\s+(?!{_CLASS}\b)\w")
_PRIVATE_ANY = _words(_PRIVATE)
# First words of what is written with capitals but is no person.
_INSTITUTIONS = frozenset({
    "Bộ", "Sở", "Ủy", "Uỷ", "Chính", "Quốc", "Nhà", "Hội", "Đảng", "Ban", "Cục", "Tổng", "Luật", "Nghị",
    "Việt", "Tòa", "Toà", "Viện", "Thủ", "Công", "Bảo", "Ngân", "Đoàn", "Văn", "Trường", "Trung", "Phòng",
    "Đài", "Học", "Bệnh", "Thành", "Tỉnh", "Huyện", "Xã", "Phường", "Mặt", "Liên", "Kho", "Chi",
})  # fmt: skip
_OF = re.compile(r"\b(?:của|cua)\s+((?:\w+\s*){1,8})", re.IGNORECASE)
_REQUEST = _words(
    "cho (?:toi|em|minh|biet|xin|hoi)", "cung cap", "tra cuu", "tra giup", "tra", "tim", "xem", "gui", "lay",
    "liet ke", "in ra", "la bao nhieu", "la gi", "o dau", "xin", "hien thi",
)  # fmt: skip

# --- questions about rules and situations: fair

_RULES = (
    "quy dinh", "the nao", "nhu nao", "ra sao", "co duoc", "duoc khong", "tham quyen", "thu tuc",
    "dieu kien", "luat", "nghi dinh", "thong tu", "xu ly", "xu phat", "trach nhiem",
)  # fmt: skip
_ABOUT_SECRECY_RULES = _words(
    *_RULES, "ai co", "co quan nao", "bao lau", "bao nhieu", "thoi han", "truong hop nao", "muc phat",
    "la gi", "khi nao",
)  # fmt: skip
_SITUATION = _words(
    *_RULES, "truong hop", "thi (?:co|bi|phai|ai|duoc)", "neu", "hop dong", "tranh chap", "khieu nai",
    "to cao", "khoi kien", "bi mat", "vi pham",
)  # fmt: skip


def asks_for_secret(text: str) -> bool:
    """True where the text carries a secrecy stamp, or asks for work on a document that bears one."""
    if _STAMP_LINE.search(text) or _STAMP_FIELD.search(fold(text)) or secrecy_of_text(text):
        return True
    folded = " ".join(fold(text).split())
    if not _SECRET_PAPER.search(folded) or not _HANDLE.search(folded):
        return False
    return bool(_THIS_ONE.search(folded)) and not _ABOUT_SECRECY_RULES.search(folded)


def asks_for_personal_data(text: str) -> bool:
    """True where private data of one named person is asked for, rather than the rules about such data."""
    folded = " ".join(fold(text).split())
    if not _REQUEST.search(folded) or _SITUATION.search(folded):
        return False
    if _OF_A_PERSON.search(folded):
        return True
    return _PRIVATE_ANY.search(folded) is not None and _names_a_person(text)


def _names_a_person(text: str) -> bool:
    """True for "của (chủ tịch) Nguyễn Thị Lan": two capitalised words that begin no institution's name."""
    for match in _OF.finditer(text):
        words = match.group(1).split()
        first = next((i for i, word in enumerate(words[:4]) if word[0].isupper()), None)
        if first is None or words[first] in _INSTITUTIONS:
            continue
        if len(words) > first + 1 and words[first + 1][0].isupper():
            return True
    return False
