"""Cut a legal or administrative text into its units: Phần, Chương, Mục, Điều, khoản, điểm, Phụ lục, headings.

`parse_structure` never fails: whatever it is given, the own spans of the units it returns partition the text.
The layout of the two kinds of text follows Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from congvu.legal.structure_articles import find_articles, find_headings, mark_articles
from congvu.legal.structure_clauses import Article
from congvu.legal.structure_headings import end_of_letterhead, lift_last_words, mark_headings
from congvu.legal.structure_lines import Line, read_lines
from congvu.legal.structure_types import Mark, StructuredText, TextKind, UnitLevel, UnitNode, build_units
from congvu.legal.structure_zones import Annex, find_annexes, find_closing

__all__ = [
    "StructuredText",
    "TextKind",
    "UnitLevel",
    "UnitNode",
    "citation_path",
    "parse_structure",
    "unit_label",
]

_LAW = re.compile(r"^(?:BỘ LUẬT|LUẬT|PHÁP LỆNH|HIẾN PHÁP|NGHỊ ĐỊNH|THÔNG TƯ|LỆNH|SẮC LỆNH)\b")
_LAW_NUMBER = re.compile(
    r"\b[Ss]ố\s?:\s?\d{1,4}\s?/\s?(?:(?:19|20)\d\d\s?/\s?(?:QH|UBTVQH|NĐ|TT|QĐ|NQ|PL|L)|QH)", re.IGNORECASE
)
_LAW_SPEAKS = re.compile(r"^(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Thông tư) này (?:quy định|hướng dẫn|áp dụng)")
_LETTER = re.compile(r"\bKính gửi\s?:")
_ATTACHED_TEXTS = (
    "QUY CHẾ",
    "QUY ĐỊNH",
    "ĐIỀU LỆ",
    "NỘI QUY",
    "KẾ HOẠCH",
    "ĐỀ ÁN",
    "CHƯƠNG TRÌNH",
    "PHƯƠNG ÁN",
    "QUY TRÌNH",
    "HƯỚNG DẪN",
)
_LABELS = {
    UnitLevel.PART: "Phần",
    UnitLevel.CHAPTER: "Chương",
    UnitLevel.SECTION: "Mục",
    UnitLevel.SUBSECTION: "Tiểu mục",
    UnitLevel.ARTICLE: "Điều",
    UnitLevel.CLAUSE: "khoản",
    UnitLevel.POINT: "điểm",
    UnitLevel.ANNEX: "Phụ lục",
    UnitLevel.HEADING: "mục",
}


def parse_structure(text: str, *, kind: TextKind | None = None) -> StructuredText:
    """The units of a text.

    `kind` says what the text is; left out, it is judged from its first lines. It decides whether lines that begin
    with "Điều" can be articles in a letter ("Kính gửi:"); a decision of an agency is divided into articles whatever
    its kind. A text that is said to be a law may be a piece of one, which begins with any article.
    """
    piece = kind == "law"
    lines = read_lines(text)
    warnings: list[str] = []
    annexes = find_annexes(lines)
    body_end = annexes[0].line if annexes else len(lines)
    letter = any(_LETTER.search(line.head) for line in lines[:60])
    kind = kind or _judge(lines, letter=letter)
    articles = [] if letter and kind == "administrative" else find_articles(lines, 0, body_end)
    marks = _mark_body(lines, body_end, articles, warnings, piece=piece)
    reached = articles[-1].value if articles else 0
    for annex, following in zip_longest(annexes, annexes[1:]):
        stop = following.line if following else len(lines)
        added, resumed = _mark_annex(lines, annex, stop, warnings, reached)
        marks.extend(added)
        reached = max(reached, resumed)
    if not marks or marks[0].start > 0:
        marks.insert(0, Mark(0, UnitLevel.PREAMBLE, 0))
    return StructuredText(kind, build_units(marks, len(text)), tuple(warnings))


def _judge(lines: Sequence[Line], *, letter: bool) -> TextKind:
    if letter:
        return "administrative"
    opening = [line.head for line in lines[:80] if line.head][:30]
    named = any(_LAW.match(head) or _LAW_NUMBER.search(head) or _LAW_SPEAKS.match(head) for head in opening)
    return "law" if named else "administrative"


def _mark_body(
    lines: Sequence[Line], end: int, articles: Sequence[Article], warnings: list[str], *, piece: bool
) -> list[Mark]:
    if articles and (piece or articles[0].value == 1 or len(articles) > 2):
        closing = find_closing(lines, articles[-1].line + 1, end)
        marks = mark_articles(lines, 0, end if closing is None else closing, articles, warnings)
    else:
        first = end_of_letterhead(lines, 0, end)
        closing = find_closing(lines, first, end)
        marks = mark_headings(lines, first, end if closing is None else closing)
        lift_last_words(lines[:end], marks)
        if first:
            marks.insert(0, Mark(0, UnitLevel.PREAMBLE, 0))
    if closing is not None and (not marks or marks[-1].start < lines[closing].start):
        marks.append(Mark(lines[closing].start, UnitLevel.CLOSING, 0, root=True))
    if marks:
        marks[_first_after_preamble(marks)] = _cut_loose(marks[_first_after_preamble(marks)])
    return marks


def _first_after_preamble(marks: Sequence[Mark]) -> int:
    return 1 if len(marks) > 1 and marks[0].level is UnitLevel.PREAMBLE else 0


def _cut_loose(mark: Mark) -> Mark:
    return Mark(mark.start, mark.level, mark.depth, mark.number, mark.title, root=True)


def _mark_annex(
    lines: Sequence[Line], annex: Annex, stop: int, warnings: list[str], reached: int
) -> tuple[list[Mark], int]:
    """The marks of an annex and, where the law goes on after it, of the law's next articles.

    With them the number of the last article of the law that was found here, or 0.
    """
    marks = [Mark(lines[annex.line].start, UnitLevel.ANNEX, 0, annex.number, annex.title, root=True)]
    articles = find_articles(lines, annex.below, stop)
    if articles and reached and articles[0].value == reached + 1:
        resumed = min([articles[0].line, *(i for i, _ in find_headings(lines, annex.below, stop, articles))])
        marks.extend(mark_headings(lines, annex.below, resumed))
        closing = find_closing(lines, articles[-1].line + 1, stop)
        law = mark_articles(lines, resumed, stop if closing is None else closing, articles, [])
        marks.extend([_cut_loose(law[0]), *law[1:]])
        if closing is not None:
            marks.append(Mark(lines[closing].start, UnitLevel.CLOSING, 0, root=True))
        return marks, articles[-1].value
    if articles and articles[0].value == 1:
        marks.extend(mark_articles(lines, annex.below, stop, articles, warnings))
    else:
        marks.extend(mark_headings(lines, annex.below, stop))
    return marks, 0


def unit_label(node: UnitNode) -> str:
    """How a unit is called by itself: "Điều 113", "khoản 1", "điểm b", "Chương II", "Phụ lục I", "mục II".

    A heading without a number is called by its title, an attached text by what it is ("Quy chế"); a preamble,
    closing or paragraph has no label ("").
    """
    word = _LABELS.get(node.level, "")
    if not word:
        return ""
    if node.number:
        return f"{word} {node.number}"
    if node.level is UnitLevel.ANNEX:
        return next((name.capitalize() for name in _ATTACHED_TEXTS if node.title.startswith(name)), word)
    return node.title


_CITED_ABOVE_ARTICLES = frozenset(
    {UnitLevel.PART, UnitLevel.CHAPTER, UnitLevel.SECTION, UnitLevel.SUBSECTION}
)


def citation_path(structured: StructuredText, index: int) -> str:
    """The citation of a unit inside its text, narrowest first: "điểm b khoản 1 Điều 113", "Điều 3 Phụ lục I".

    Parts, chapters and sections are left out below an article, whose number is unique in its text. Headings
    of administrative texts are joined: "mục II.1". A paragraph is cited by the unit it belongs to.
    """
    path = structured.path(index)
    in_article = any(node.level is UnitLevel.ARTICLE for node in path)
    said: list[str] = []
    headings: list[str] = []
    for node in path:
        if node.level is UnitLevel.HEADING:
            if node.number:
                headings = _join_number(headings, node.number)
            continue
        if node.level in _CITED_ABOVE_ARTICLES and in_article:
            continue
        label = unit_label(node)
        if label:
            if headings and node.level is UnitLevel.POINT:
                said.append("mục " + ".".join(headings))
                headings = []
            said.append(label)
    if headings:
        said.append("mục " + ".".join(headings))
    return " ".join(reversed(said))


def _join_number(numbers: list[str], number: str) -> list[str]:
    """Append a heading's number; "1.2" under "1" replaces it rather than repeating it."""
    while numbers and number.startswith(numbers[-1] + "."):
        numbers = numbers[:-1]
    return [*numbers, number]
