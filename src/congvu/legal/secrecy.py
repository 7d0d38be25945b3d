"""Marks of state secrets: in a text, its numbering, a file name, metadata, or what was read off a stamp.

Marks are told from talk about secrets by where they stand: alone on a line, after "Độ mật:", in brackets of a file
name. "Luật Bảo vệ bí mật nhà nước", "bảo mật" and "mật ong" mark nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from congvu.legal.stamps import cells, find_secrecy
from congvu.text import clean, fold, has_diacritics

# Lines that are looked at from the top of a document, and around each letterhead further down (texts are bound
# together in one file).
_TOP_LINES = 80
_AROUND_LETTERHEAD = 14
_LETTERHEAD = re.compile(r"cong hoa xa hoi chu nghia|doc lap - tu do|dang cong san viet nam")

_PAPERS = (
    "tai lieu|van ban|cong van|bao cao|ke hoach|quyet dinh|to trinh|thong bao|cong dien|ho so|phuong an|nghi quyet|"
    "chi thi|bien ban|de an|du an|giay moi"
)
_MARK = r"(?:tuyet\s*mat|toi\s*mat|mat)"
_URGENT = r"(?:thuong\s*khan|hoa\s*toc|khan)(?:\s*hen gio)?"
_COPY = r"ban\s*so\s*\d*"
_COPY_NUMBER = re.compile(r"\s*\bbản\s+số\s*:?\s*\d*\s*$", re.IGNORECASE)
# Alone on a line, and in capitals: the mark, perhaps after the name of a paper, perhaps with the urgency beside it.
_ALONE = re.compile(
    rf"(?:(?:{_PAPERS})\s+)?(?P<mark>{_MARK})(?:[\s\-/,]+(?:{_URGENT}|{_COPY}))*|{_URGENT}[\s\-/,]+(?P<after>{_MARK})"
)
_LABEL = re.compile(
    rf"(?:(?:dau chi |muc |dau )?do (?:bao )?mat|cap do mat)\s*[:=]\s*[\"“'\[(]*(?P<mark>{_MARK})\b"
    rf"(?!\s*[/,;|]?\s*(?:hoac\s*)?{_MARK}\b)"
)
_MISREAD_LABEL = re.compile(r"\bdo m[a-z]t\s*[:;.]\s*(?P<grade>t[a-z]{1,2}|tuy[a-z]t)?\s*m[a-z]t\W*$")
_NUMBER_LINE = re.compile(r"^\W*(?:so|ky hieu|so va ky hieu|so/ky hieu)\s*[:.]?\s*\d")
_SECRET_NUMBER = re.compile(
    r"\((?:m|tm|tom|tum|tu?y?e?t?mat|mat|toi mat|tuyet mat)\)|[-/](?:mat|toimat|tuyetmat|tom|tum)\b|\d/m-|\d-m/"
)
# The line above, where a title was broken just before a word that looks like a mark.
_BROKEN_TITLE = re.compile(r"\b(?:bi|bao|do|muc|tai lieu|van ban|ho so|va|hoac|,)$")

_SEPARATED = r"[\s_\-.–+,;()\[\]{}]"
_TALK = re.compile(
    r"\b(?:luat|quy dinh|quy che|nghi dinh|thong tu|bao ve|huong dan|quan ly|bao quan|tap huan|danh muc|so dang ky|mau|"
    r"tham quyen|giai mat|bi|bao|phan loai|xac dinh|cong tac|kiem tra|tuyen truyen|hoi dap|tim hieu|quy trinh|xu ly|"
    r"khong|phap luat|bai giang|cau hoi|bai viet)\b"
)
_NAME_BRACKETS = re.compile(rf"[(\[{{<【]\s*(?:do\s*)?(?P<mark>{_MARK})\s*[)\]}}>】]")
_NAME_PAPER = re.compile(rf"\b(?:{_PAPERS})\s+(?P<mark>{_MARK})(?=$|\s*\d|\s+(?:so|ngay|thang|nam|quy|cua|ve|gui)\b)")
_NAME_LABEL = re.compile(rf"\bdo\s+(?P<mark>{_MARK})\s*$")
_CAPITALS = re.compile(r"(?:TUYỆT\s*MẬT|TỐI\s*MẬT|MẬT|TUYET\s*MAT|TOI\s*MAT|MAT)(?![^\W_])")

_SECRET_FIELD = re.compile(
    r"^(?:(?:muc )?do (?:bao )?mat|cap do mat|secrecy(?: ?level)?|security(?: ?level)?|classification|confidentiality|"
    r"do ?mat|bao ?mat|phan loai mat)$"
)
_SECRET_VALUE = re.compile(rf"^\W*(?:{_MARK}|m|tm|tom|tum|secret|top secret|state secret)\W*$")
_CODES = {"1": "MẬT", "2": "TỐI MẬT", "3": "TUYỆT MẬT"}


def secrecy_of_text(text: str, aside: Iterable[str] = ()) -> str | None:
    """The mark that a text bears ("MẬT", "TỐI MẬT", "TUYỆT MẬT"), or None.

    Looked for on its first page, around every letterhead below, and in the ``aside`` lines, which stand apart from
    the text: page headers and footers, the first lines of pages.
    """
    text = clean(text)
    found = find_secrecy(text)
    if found is not None:
        return found
    plain = not has_diacritics(text[:4000])
    before = ""
    for line in (*_lines(text), *(clean(line) for line in aside)):
        found = _of_line(line, before, plain=plain)
        if found is not None:
            return found
        before = line
    return None


def secrecy_of_name(file_name: str) -> str | None:
    """The mark in the name of a file, with or without diacritics: "Kế hoạch (MẬT).docx", "TOI MAT - bao cao.pdf"."""
    for part in re.split(r"[/\\]", clean(file_name)):
        found = _of_name(re.sub(r"(?:\.[A-Za-z0-9]{1,5}){1,2}$", "", part))
        if found is not None:
            return found
    return None


def secrecy_of_metadata(fields: Iterable[tuple[str, str]]) -> str | None:
    """The mark in (name, value) pairs of a file's or a message's own description of itself."""
    for name, value in fields:
        key = " ".join(re.sub(r"[_\-.:]+", " ", fold(re.sub(r"(?<=[a-zà-ỹ])(?=[A-Z])", " ", clean(name)))).split())
        folded = " ".join(fold(clean(value)).split())
        if _SECRET_FIELD.match(key):
            if _SECRET_VALUE.match(folded):
                return _canonical(folded)
            if folded in _CODES:
                return _CODES[folded]
        for piece in re.split(r"[;,|]", clean(value)):
            if _is_capitals(piece) and (match := _ALONE.fullmatch(_bare(piece))):
                return _canonical(match["mark"] or match["after"])
        found = _label_in(folded) or _of_name(clean(value)[:300])
        if found is not None:
            return found
    return None


def secrecy_of_recognised(text: str) -> str | None:
    """``secrecy_of_text`` for a recognised page, where a vowel of "Độ mật: Tối mật" may have been read wrongly."""
    for line in clean(text).splitlines():
        match = _MISREAD_LABEL.search(fold(line))
        if match:
            return _canonical(f"{match['grade'] or ''} mat")
    return secrecy_of_text(text)


def secrecy_of_stamp(recognised: str) -> str | None:
    """The mark in what was recognised in the red ink of a page, where tone marks are often read wrongly."""
    for line in clean(recognised).splitlines():
        letters = re.sub(r"[^a-z ]", "", fold(line)).strip()
        if re.fullmatch(r"(?:[a-z] ){2,}[a-z]", letters):
            letters = letters.replace(" ", "")
        # A side of the frame is read as a letter of its own, or as one more at the end of the word.
        letters = re.sub(r"\b[ijl]+ | [ijl]+\b|(?<=\bmat)[ijl]\b", "", letters)
        joined = letters.replace(" ", "")
        if joined in ("tuyetmat", "toimat") or re.search(r"\b(?:tuyet|toi) ?mat\b", letters):
            return "TUYỆT MẬT" if "tuyet" in joined else "TỐI MẬT"
        if letters == "mat" and sum(c.isupper() for c in line) >= 2:
            return "MẬT"
    return None


def _lines(text: str) -> Iterator[str]:
    """The lines near the top and near every letterhead; cells of a line in columns one by one."""
    lines = [line for line in text.split("\n") if line.strip()]
    wanted = set(range(min(_TOP_LINES, len(lines))))
    for index, line in enumerate(lines):
        if index >= _TOP_LINES and len(line) < 200 and _LETTERHEAD.search(fold(line)):
            wanted.update(range(max(0, index - _AROUND_LETTERHEAD), min(len(lines), index + _AROUND_LETTERHEAD)))
    for index in sorted(wanted):
        yield lines[index]


def _of_line(line: str, before: str, *, plain: bool) -> str | None:
    if len(line) > 400:
        return None
    folded = " ".join(fold(line).split())
    if _NUMBER_LINE.match(folded) and _SECRET_NUMBER.search(folded[:80]):
        return _canonical(_SECRET_NUMBER.search(folded[:80])[0])  # type: ignore[index]
    found = _label_in(folded)
    if found is not None:
        return found
    for cell in cells(_COPY_NUMBER.sub("", line)):
        if not _is_capitals(cell):
            continue
        match = _ALONE.fullmatch(_bare(cell))
        # Without diacritics "MAT" is many words: it counts only where the whole text is typed so.
        if match and (plain or has_diacritics(cell)) and not _BROKEN_TITLE.search(fold(before).strip()):
            return _canonical(match["mark"] or match["after"])
    return None


def _label_in(folded: str) -> str | None:
    match = _LABEL.search(folded)
    return _canonical(match["mark"]) if match else None


def _bare(cell: str) -> str:
    """Folded, without frame; a word spaced letter by letter ("T Ố I  M Ậ T") is put together."""
    bare = " ".join(re.sub(r"[^\w\s/,\-]", " ", fold(cell)).split()).strip(" -_/,")
    if re.fullmatch(r"(?:\w )+\w", bare):
        bare = bare.replace(" ", "")
    return bare


def _is_capitals(text: str) -> bool:
    return text.upper() == text and any(c.isalpha() for c in text)


def _of_name(stem: str) -> str | None:
    folded = " ".join(re.sub(r"[_\-.+,;–]+", " ", fold(stem)).split())
    match = _NAME_BRACKETS.search(fold(stem))
    if match:
        return _canonical(match["mark"])
    talk = _TALK.search(folded)
    for capital in _CAPITALS.finditer(stem):
        before, after = stem[: capital.start()], stem[capital.end() :]
        apart = (not before or re.search(rf"{_SEPARATED}$", before)) and (not after or re.match(_SEPARATED, after))
        shouted = _is_capitals(before + after) and len((before + after).split()) > 1
        hard = (
            re.search(r"[_\-\[(]\s*$", before) or (not before and re.match(r"\s*[_\-\])]", after)) or stem == capital[0]
        )
        plain_word = "Ậ" not in capital[0] and capital[0] == "MAT" and not hard
        if apart and not plain_word and (hard or not (talk or shouted)):
            return _canonical(fold(capital[0]))
    paper = _NAME_PAPER.search(folded)
    if paper and not talk:
        return _canonical(paper["mark"])
    label = _NAME_LABEL.search(folded)
    return _canonical(label["mark"]) if label and not talk else None


def _canonical(mark: str) -> str:
    folded = re.sub(r"[^a-z]", "", fold(mark))
    if folded in ("tum", "topsecret") or "tuyet" in folded:
        return "TUYỆT MẬT"
    if folded in ("tm", "tom", "secret") or "toi" in folded:
        return "TỐI MẬT"
    return "MẬT"
