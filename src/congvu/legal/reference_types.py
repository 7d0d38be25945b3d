"""What a legal reference says, and how it is cited."""

from __future__ import annotations

from dataclasses import dataclass

from congvu.legal.kinds import kind_by_code

LEVELS = ("point", "clause", "article", "subsection", "section", "chapter", "part", "annex")
"""The levels of a text as fields of `LegalReference`, from small to large."""

POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The letters of điểm in their order (Nghị định 30/2020/NĐ-CP, Phụ lục I): there is no f, j, w, z."""

_WORDS = {
    "point": "điểm",
    "clause": "khoản",
    "article": "Điều",
    "subsection": "Tiểu mục",
    "section": "Mục",
    "chapter": "Chương",
    "part": "Phần",
    "annex": "Phụ lục",
}


@dataclass(frozen=True)
class LegalReference:
    """Where a text points to.

    Levels are as cited: article "12a" and clause "3a" in lower case, chapter and annex in Roman capitals or digits as
    written, part "I" or "thứ nhất". `document_symbol` is canonical; without it `document_number` ("30") and
    `document_kind` (a code of `KINDS`) may be known, or `document_name` as written with its year
    ("Bộ luật Lao động 2019"; abbreviations are written out). `relative` marks "Điều này", "Luật này":
    `relative_level` is the level that is "this one", or "document". `start`, `end` and `text` are the span of the
    part's own words; what a list shares ("khoản 1 và khoản 3 Điều 5") is in the fields of each member.
    """

    point: str | None = None
    clause: str | None = None
    article: str | None = None
    subsection: str | None = None
    section: str | None = None
    chapter: str | None = None
    part: str | None = None
    annex: str | None = None
    document_symbol: str | None = None
    document_number: str | None = None
    document_name: str | None = None
    document_kind: str | None = None
    year: int | None = None
    relative: bool = False
    relative_level: str | None = None
    start: int = 0
    end: int = 0
    text: str = ""

    @property
    def names_document(self) -> bool:
        """Whether a document other than the one at hand is named, by symbol, name, or kind and number."""
        return bool(self.document_symbol or self.document_name or self.document_number)

    @property
    def names_unit(self) -> bool:
        """Whether a part of a document is named."""
        return any(getattr(self, level) for level in LEVELS)


def format_reference(ref: LegalReference) -> str:
    """The reference as it is cited: "điểm b khoản 1 Điều 113 Bộ luật Lao động 2019".

    `parse_reference` of the result gives the same reference back, apart from its span.
    """
    words = []
    for level in LEVELS:
        value = getattr(ref, level)
        if value:
            words.append(f"{_WORDS[level]} {value}")
        elif ref.relative_level == level:
            words.append(f"{_WORDS[level]} này")
    document = _document(ref)
    return " ".join([*words, document] if document else words)


def _document(ref: LegalReference) -> str:
    kind = kind_by_code(ref.document_kind) if ref.document_kind else None
    if ref.relative_level == "document":
        return f"{kind.name} này" if kind else "văn bản này"
    if ref.document_symbol:
        name = ref.document_name or (kind.name if kind else "")
        joint = " số " if ref.document_name else " "
        return f"{name}{joint}{ref.document_symbol}".strip()
    if ref.document_name:
        return ref.document_name
    if ref.document_number:
        year = f"/{ref.year}" if ref.year else ""
        return f"{kind.name if kind else 'Văn bản'} số {ref.document_number}{year}"
    return ""
