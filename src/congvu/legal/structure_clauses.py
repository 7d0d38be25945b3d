"""The grammar inside an article: khoản, điểm, and the paragraphs that stand after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from congvu.legal.structure_chain import Candidate, best_chain, letter_position, point_number
from congvu.legal.structure_lines import Line
from congvu.legal.structure_markers import (
    AMENDS,
    LONGEST_TITLE,
    article_title,
    may_run_on,
    read_clause,
    read_point,
    starts_lower,
)
from congvu.legal.structure_types import Mark, UnitLevel

DEPTHS = {
    UnitLevel.PART: 1,
    UnitLevel.CHAPTER: 2,
    UnitLevel.SECTION: 3,
    UnitLevel.SUBSECTION: 4,
    UnitLevel.ARTICLE: 5,
    UnitLevel.CLAUSE: 6,
    UnitLevel.POINT: 7,
}
_LINES_OF_A_TITLE = 3
_LONGEST_WRAPPED = 110
_WORD = re.compile(r"(?<=\w)\s+(1\.$|\w+)")
_CLEARLY_A_LIST = 3
"""So many items in order are a list even if the file has lost the first of them."""
_OF_THE_ARTICLE = re.compile(r"(?:quy định chi tiết|hướng dẫn|quy định cụ thể)[^.]*Điều này\W*$")


@dataclass(frozen=True, slots=True)
class Article:
    line: int
    number: str
    rest: str
    key: int

    @property
    def value(self) -> int:
        return self.key // 100


def previous_line(lines: Sequence[Line], index: int) -> int:
    """The nearest line above that is not blank."""
    index -= 1
    while index >= 0 and lines[index].blank:
        index -= 1
    return index


def mark_article(
    lines: Sequence[Line], article: Article, end: int, warnings: list[str], *, missing_next: bool
) -> list[Mark]:
    title = _article_title(lines, article, end)
    marks = [
        Mark(lines[article.line].start, UnitLevel.ARTICLE, DEPTHS[UnitLevel.ARTICLE], article.number, title)
    ]
    clauses = _clause_candidates(lines, article.line + 1, end)
    orphan = end
    if missing_next:
        orphan = next((c.line for c in clauses if c.key == 100 and c.line > clauses[0].line), end)
        clauses = [c for c in clauses if c.line < orphan]
    chain = best_chain(clauses)
    if chain and chain[0].number > 2 and len(chain) < _CLEARLY_A_LIST:
        chain = []
    _check_clauses(article, chain, warnings)
    if not chain:
        marks.extend(_mark_points(lines, article.line, orphan, UnitLevel.ARTICLE))
    for clause, below in zip_longest(chain, chain[1:]):
        stop = below.line if below else orphan
        found = read_clause(lines[clause.line], None)
        number = found.number + found.suffix if found else ""
        marks.append(Mark(lines[clause.line].start, UnitLevel.CLAUSE, DEPTHS[UnitLevel.CLAUSE], number))
        marks.extend(_mark_points(lines, clause.line, stop, UnitLevel.CLAUSE))
    if chain:
        _mark_last_words(lines, chain[-1].line, orphan, marks)
    if orphan < end:
        marks.append(Mark(lines[orphan].start, UnitLevel.PARAGRAPH, DEPTHS[UnitLevel.ARTICLE]))
    return marks


def _check_clauses(article: Article, chain: Sequence[Candidate], warnings: list[str]) -> None:
    if chain and chain[0].number != 1:
        warnings.append(f"Điều {article.number} begins with khoản {chain[0].number}")
    for clause, following in pairwise(chain):
        if following.number > clause.number + 1:
            warnings.append(
                f"Điều {article.number}: khoản {clause.number} is followed by khoản {following.number}"
            )


def _article_title(lines: Sequence[Line], article: Article, end: int) -> str:
    """The title, with the lines below that a narrow page has wrapped it onto, or that stands wholly below its number.

    Collections put notes behind a title, and some files the first sentence of the article: both end it.
    """
    words = article.rest or _title_below(lines, article.line + 1, end)
    if not article.rest:
        return article_title(words)
    for below in range(article.line + 1, min(end, article.line + 1 + _LINES_OF_A_TITLE)):
        line = lines[below]
        unfinished = words.endswith(",") or may_run_on(lines[below - 1]) or starts_lower(line.head)
        if (
            line.blank
            or not unfinished
            or lines[below - 1].tail.endswith((".", ";", ":"))
            or read_point(line, None)
            or read_clause(line, None)
        ):
            break
        if line.closes_sentence or len(line.head) > _LONGEST_WRAPPED:
            words = f"{words} {_end_of_title(line)}".rstrip()
            break
        if below + 1 < end and starts_lower(lines[below + 1].head) and not may_run_on(line):
            break
        words = f"{words} {line.head}"
    return article_title(words)


def _title_below(lines: Sequence[Line], below: int, end: int) -> str:
    """The line under a bare "Điều n." where it reads as a title and khoản follow it; else nothing."""
    if below + 1 >= end:
        return ""
    line, following = lines[below], lines[below + 1]
    first = read_clause(following, None)
    title = line.head.partition("[")[0].strip()
    if line.quoted or starts_lower(title) or read_clause(line, None) or read_point(line, None):
        return ""
    return title if first is not None and first.number == "1" and len(title) <= LONGEST_TITLE else ""


def _end_of_title(line: Line) -> str:
    """What of a long line, or one that closes a sentence, still is the title: up to a note, or to where the small
    letters that go on with it give way to a sentence or the first khoản.
    """
    before_note, note, _ = line.head.partition("[")
    if note:
        return before_note.strip()
    if not starts_lower(line.head):
        return ""
    begins = (m for m in _WORD.finditer(line.head) if m[1][0].isupper() or m[1] == "1.")
    match = next(begins, None)
    return line.head[: match.start()] if match and match.start() <= _LONGEST_WRAPPED else ""


def _clause_candidates(lines: Sequence[Line], first: int, last: int) -> list[Candidate]:
    found: list[Candidate] = []
    before: Line | None = None
    for index in range(first, last):
        line = lines[index]
        if line.blank:
            continue
        clause = read_clause(line, before)
        before = line
        if clause is None or (line.quoted and not AMENDS.match(clause.rest)):
            continue
        weak = not clause.sure or line.quoted
        found.append(Candidate(index, int(clause.number), letter_position(clause.suffix), weak))
    return found


def _mark_points(lines: Sequence[Line], head: int, last: int, owner: UnitLevel) -> list[Mark]:
    """The points below the head of a clause or article, and the owner's paragraphs after them."""
    candidates: list[Candidate] = []
    before: Line | None = lines[head]
    letters: dict[int, str] = {}
    for index in range(head + 1, last):
        line = lines[index]
        if line.blank:
            continue
        point = read_point(line, before)
        before = line
        if point is None or line.quoted:
            continue
        letters[index] = point.number + point.suffix
        position = point_number(point.number)
        candidates.append(Candidate(index, position, int(point.suffix or 0), weak=not point.sure))
    chain = best_chain(candidates, letters=True)
    lead = read_clause(lines[head], None)
    first_is_inline = lead is not None and re.match(r"a[).]", lead.rest) is not None
    if not chain or (chain[0].number > 1 + first_is_inline and len(chain) < _CLEARLY_A_LIST):
        return []
    marks = [
        Mark(lines[c.line].start, UnitLevel.POINT, DEPTHS[UnitLevel.POINT], letters[c.line]) for c in chain
    ]
    paragraph = _paragraph_after(lines, [c.line for c in chain], last)
    if paragraph is not None:
        marks.append(Mark(lines[paragraph].start, UnitLevel.PARAGRAPH, DEPTHS[owner] + 1))
    return marks


def _paragraph_after(lines: Sequence[Line], points: Sequence[int], last: int) -> int | None:
    """The line after the last point that belongs to the whole clause again, if there is one.

    The text does not say whose a paragraph after the last point is. It is taken for the point's where the
    point's sentence is not finished or where the points before it have paragraphs of their own.
    """
    if any(_own_paragraph(lines, a, b) is not None for a, b in pairwise(points)):
        return None
    return _own_paragraph(lines, points[-1], last)


def _own_paragraph(lines: Sequence[Line], head: int, last: int) -> int | None:
    """The first line below `head` that starts a new sentence after a finished one."""
    before = lines[head]
    for index in range(head + 1, last):
        line = lines[index]
        if line.blank:
            continue
        if (
            before.tail.endswith((".", "./", ".”", '."'))
            and not line.quoted
            and line.head[:1].isupper()
            and not starts_lower(line.head)
        ):
            return index
        before = line
    return None


def _mark_last_words(lines: Sequence[Line], clause: int, last: int, marks: list[Mark]) -> None:
    """A last sentence about "Điều này" belongs to the article, not to its last clause."""
    tail = previous_line(lines, last)
    if tail <= clause or lines[tail].quoted or not _OF_THE_ARTICLE.search(lines[tail].head):
        return
    start = lines[tail].start
    if read_clause(lines[tail], None) or read_point(lines[tail], None) or start < marks[-1].start:
        return
    if start == marks[-1].start:
        marks.pop()
    marks.append(Mark(start, UnitLevel.PARAGRAPH, DEPTHS[UnitLevel.CLAUSE]))
