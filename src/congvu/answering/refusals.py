"""Questions that are refused whatever the library holds: state secrets and private data of a named person.

Both look for a *request to handle the thing itself*. A question about the rules ("Luật Bảo vệ bí mật nhà nước
quy định mức độ mật thế nào?", "Ai được xem bệnh án của người bệnh?") is a fair question and passes.
"""

from __future__ import annotations

import re

from congvu.text import fold

# A stamp as it stands on a page: alone on its line, in capitals, perhaps framed; "Độ mật: Tối mật" as in registers.
_STAMP_LINE = re.compile(r"^[\s\W_]*(?:TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)[\s\W_]*$", re.MULTILINE)
_STAMP_FIELD = re.compile(r"\bdo mat\s*[:：]\s*(?:tuyet mat|toi mat|mat)\b")
_SECRET_DOCUMENT = re.compile(
    r"\b(?:van ban|tai lieu|cong van|ho so|bao cao|ke hoach|quyet dinh|file|tep|to trinh|thong bao|cong dien)"
    r"(?:\s+\w+){0,6}?\s+(?:(?:dong |co )?dau |do |muc |loai |thuoc )?(?:do )?[\"“'(]*(?:tuyet mat|toi mat|mat)\b"
)
_HANDLE = re.compile(
    r"\b(?:tom tat|tom luoc|dich|doc|rut gon|phan tich|trich|viet lai|soan|bien tap|ra soat|giai thich|dien giai|tong hop"
    r"|chuyen|nhan dien|so sanh|kiem tra)\b"
)
_THIS_ONE = re.compile(
    r"\b(?:nay|sau day|sau|duoi day|dinh kem|kem theo|ben duoi|vua nhan|so \d+|giup (?:toi|em|minh|anh|chi)|cho (?:toi|em|minh))\b"
)
_ABOUT_RULES = re.compile(
    r"\b(?:quy dinh|the nao|nhu nao|ra sao|ai co|co quan nao|bao lau|bao nhieu|tham quyen|thoi han|xu ly|xu phat|trach nhiem"
    r"|thu tuc|dieu kien|truong hop nao|co duoc|duoc khong|luat|nghi dinh|thong tu|muc phat|la gi|khi nao)\b"
)

_PRIVATE_DATA = (
    r"(?:so )?(?:cccd|cmnd|cmt|can cuoc(?: cong dan)?|chung minh(?: nhan dan)?|dinh danh(?: ca nhan)?|ho chieu|tai khoan(?: ngan hang)?"
    r"|dien thoai(?: ca nhan)?|bao hiem xa hoi|so bhxh|the bhyt)"
    r"|(?:ho so )?benh an|tinh trang suc khoe|benh tinh|dia chi(?: nha| nha rieng| thuong tru)?|noi o|ngay sinh|luong|tien luong"
    r"|muc luong|thu nhap|ly lich|tai san|mat khau|nha rieng|email ca nhan"
)
_TITLES = r"(?:ong|ba|anh|chi|dong chi|co|chu|bac|can bo|cong chuc|giam doc|chu tich|bi thu|nguoi dan|bi cao)"
# Words after a title that make it a class of people, not a person.
_NOT_A_NAME = r"(?!(?:ba|noi|ngoai|em|ta|chi|chu|cong|vien|cap|xa|huyen|tinh|la|duoc|co|bi|va|hoac|nay|do|khi|theo|thoi|trong|nhu|hoi|uy|doanh)\b)"
_OF_A_PERSON = re.compile(
    rf"\b(?:{_PRIVATE_DATA})\b(?:\s+\S+){{0,8}}?\s+(?:cua|cho)\s+(?:rieng )?{_TITLES}\s+{_NOT_A_NAME}\w"
)
_PRIVATE_ANY = re.compile(rf"\b(?:{_PRIVATE_DATA})\b")
# "của Nguyễn Thị Lan": two or more capitalised words, as typed.
_NAME_TYPED = re.compile(r"\b(?:của|cua|Của)\s+(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ]+\s+){1,4}[A-ZĐÀ-Ỹ][a-zđà-ỹ]*\b")
_INSTITUTION = re.compile(
    r"\b(?:của|cua|Của)\s+(?:Bộ|Sở|Ủy|Uỷ|Chính|Quốc|Nhà|Hội|Đảng|Ban|Cục|Tổng|Luật|Nghị|Việt|Tòa|Toà|Viện|Thủ|Công|Bảo|Ngân|Đoàn|Văn)"
)
_REQUEST = re.compile(
    r"\b(?:cho (?:toi|em|minh|biet|xin|hoi)|cung cap|tra cuu|tra giup|tra|tim|xem|gui|lay|liet ke|in ra|la bao nhieu|la gi|o dau|xin|hien thi)\b"
)
_SITUATION = re.compile(
    r"\b(?:quy dinh|the nao|nhu nao|ra sao|nhu the nao|co duoc|duoc khong|tham quyen|thu tuc|truong hop|dieu kien|luat|nghi dinh"
    r"|thong tu|xu ly|xu phat|trach nhiem|thi (?:co|bi|phai|ai|duoc)|neu|hop dong|tranh chap|khieu nai|to cao|khoi kien|bi mat|vi pham)\b"
)


def asks_for_secret(text: str) -> bool:
    """True where the text carries a secrecy stamp, or asks for work on a document that bears one."""
    if _STAMP_LINE.search(text) or _STAMP_FIELD.search(fold(text)):
        return True
    folded = " ".join(fold(text).split())
    if not _SECRET_DOCUMENT.search(folded) or not _HANDLE.search(folded):
        return False
    return bool(_THIS_ONE.search(folded)) and not _ABOUT_RULES.search(folded)


def asks_for_personal_data(text: str) -> bool:
    """True where private data of one named person is asked for, rather than the rules about such data."""
    folded = " ".join(fold(text).split())
    if not _REQUEST.search(folded) or _SITUATION.search(folded):
        return False
    if _OF_A_PERSON.search(folded):
        return True
    named = _NAME_TYPED.search(text) is not None and _INSTITUTION.search(text) is None
    return named and _PRIVATE_ANY.search(folded) is not None
