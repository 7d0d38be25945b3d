"""Names of laws from their headings, which older texts fill with number, date and issuer."""

from __future__ import annotations

import re

from congvu.legal.kinds import DocumentKind
from congvu.legal.titles import capital_first
from congvu.text import fold

_ISSUER = (
    r"(?:của )?(?:quốc hội|ủy ban thường vụ quốc hội|uỷ ban thường vụ quốc hội)(?: nước)?"
    r"(?: cộng h(?:òa|oà) xã hội chủ nghĩa việt nam)?"
)
_NUMBER = r"số \S+"
_DATE = r"ngày (?:\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?\d{4}|\d{1,2} tháng \d{1,2} năm \d{4})"
_NOISE = re.compile(rf"(?:{_ISSUER}|{_NUMBER}|{_DATE}|,|\s)+", re.IGNORECASE)
_AT_END = re.compile(
    rf"\s(?:(?:{_NUMBER}|{_DATE})(?:\s{_DATE})?(?:\scủa quốc hội.*)?|của quốc hội (?:nước|kh(?:óa|oá)).*)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:về việc|về)\s", re.IGNORECASE)
_ENACTED = (
    r"(?:Quốc hội|Ủy ban thường vụ Quốc hội|Uỷ ban thường vụ Quốc hội) ban hành {kind} (?P<name>[^.;\n]{{3,200}})[.;\n]"
)
_SCOPE = r"{kind} này quy định(?: về)? (?P<name>[^.;\n]{{3,250}})[.;\n]"
_HEAD = 6000


def law_title(kind: DocumentKind, heading: str, text: str) -> str:
    """The name of a law with its kind: "Luật Phí và lệ phí"; from what the text says where the heading says nothing."""
    name, head = _without_noise(heading), text[:_HEAD]
    enacted = _from_text(kind.name, head, _ENACTED)
    if not name or _letters(enacted) == _letters(name):
        name = enacted or name or _from_text(kind.name, head, _SCOPE)
    if not name:
        return ""
    return f"{kind.name} {capital_first(name)}"


def _without_noise(heading: str) -> str:
    noise = _NOISE.match(heading)
    name = heading[noise.end() :] if noise else heading
    about = _ABOUT.match(name)
    if about:
        name = name[about.end() :]
    return _AT_END.sub("", name).strip(" ,.:")


def _from_text(kind: str, head: str, pattern: str) -> str:
    match = re.search(pattern.format(kind=kind), head)
    return match["name"].strip(" ,.") if match else ""


def _letters(name: str) -> str:
    """The name without spaces, tones or case: headings lose spaces, and capitals do not tell proper nouns."""
    return "".join(fold(name).split())
