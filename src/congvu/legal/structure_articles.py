"""The grammar of texts that are divided into Điều: headings above, khoản and điểm below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from congvu.legal.structure_chain import Candidate, best_chain, letter_position, point_number
from congvu.legal.structure_lines import Line
from congvu.legal.structure_markers import (
    AMENDS,
    Heading,
    Numbered,
    article_title,
    heading_value,
    is_upper,
    read_article,
    read_clause,
    read_heading,
    read_point,
    starts_lower,
    without_notes,
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
_LINES_OF_A_TITLE = 5
_OF_THE_ARTICLE = re.compile(r"(?:quy định chi tiết|hướng dẫn|quy định cụ thể)[^.]*Điều này\W*$")


@dataclass(frozen=True, slots=True)
class Article:
    line: int
    number: str
    title: str
    key: int

    @property
    def value(self) -> int:
        return self.key // 100


def find_articles(lines: Sequence[Line], first: int, last: int) -> list[Article]:
    """The articles among lines[first:last]: the best series of lines that look like the head of one."""
    candidates: list[Candidate] = []
    read: dict[int, Numbered] = {}
    before: Line | None = None
    for index in range(first, last):
        line = lines[index]
        if line.blank:
            continue
        found = read_article(line, before)
        before = line
        if found is None:
            if candidates and candidates[-1].line == _previous(lines, index) and not read_heading(line):
                candidates[-1] = _with_bonus(candidates[-1])
            continue
        read[index] = found
        weak = not found.sure or line.quoted
        candidates.append(
            Candidate(index, int(found.number), letter_position(found.suffix), weak, -3 if line.quoted else 0)
        )
    return [
        Article(c.line, read[c.line].number + read[c.line].suffix, article_title(read[c.line].rest), c.key)
        for c in best_chain(candidates)
    ]


def _with_bonus(candidate: Candidate) -> Candidate:
    """An article that is followed by text is worth more than an entry of a list of contents."""
    return replace(candidate, bonus=candidate.bonus + 1)


def _previous(lines: Sequence[Line], index: int) -> int:
    """The nearest line above that is not blank."""
    index -= 1
    while index >= 0 and lines[index].blank:
        index -= 1
    return index


def find_headings(lines: Sequence[Line], first: int, last: int, articles: Sequence[Article]) -> list[tuple[int, Heading]]:
    """Phần, Chương, Mục, Tiểu mục: only lines that lead, over their titles, to an article.

    A list of contents at the start leads to other headings of its own rank, and is left out.
    """
    at_article = {article.line for article in articles}
    found: list[tuple[int, Heading]] = []
    waiting: list[tuple[int, Heading]] = []
    lines_between = 0
    for index in range(first, last):
        line = lines[index]
        if line.blank:
            continue
        if index in at_article:
            found.extend(waiting)
            waiting, lines_between = [], 0
            continue
        heading = read_heading(line)
        if heading is not None:
            while waiting and DEPTHS[waiting[-1][1].level] >= DEPTHS[heading.level]:
                waiting.pop()
            waiting.append((index, heading))
            lines_between = 0
        elif waiting and not line.head.startswith("["):
            lines_between += 1
            if lines_between > _LINES_OF_A_TITLE:
                waiting = []
    return [(index, _whole_title(lines, index, last, heading)) for index, heading in found]


def _whole_title(lines: Sequence[Line], index: int, last: int, heading: Heading) -> Heading:
    """A heading with the lines of its title that stand below it."""
    words = [heading.title] if heading.title else []
    for below in range(index + 1, min(last, index + 1 + 2 * _LINES_OF_A_TITLE)):
        line = lines[below]
        if line.blank:
            continue
        if read_heading(line) or read_article(line, None) or line.head.startswith("["):
            break
        if words and not is_upper(line.head):
            break
        words.append(without_notes(line.head))
    return Heading(heading.level, heading.number, " ".join(words))


def mark_articles(
    lines: Sequence[Line], first: int, last: int, articles: Sequence[Article], warnings: list[str]
) -> list[Mark]:
    """All marks of lines[first:last], from the first heading or article on."""
    headings = find_headings(lines, first, last, articles)
    _check_headings(headings, warnings)
    heads = {index: Mark(lines[index].start, h.level, DEPTHS[h.level], h.number, h.title) for index, h in headings}
    follower = {a.line: b for a, b in pairwise(articles)}
    by_line = {article.line: article for article in articles}
    starts = sorted([*heads, *by_line])
    marks: list[Mark] = []
    for start, end in zip_longest(starts, starts[1:], fillvalue=last):
        if start in heads:
            marks.append(heads[start])
            continue
        article = by_line[start]
        following = follower.get(start)
        missing = following is not None and following.value > article.value + 1
        if missing and following is not None:
            warnings.append(f"Điều {article.number} is followed by Điều {following.number}")
        marks.extend(_mark_article(lines, article, end, missing_next=missing))
    if articles and articles[0].value != 1:
        warnings.append(f"the first article is Điều {articles[0].number}")
    return marks


def _check_headings(headings: Sequence[tuple[int, Heading]], warnings: list[str]) -> None:
    last: dict[UnitLevel, int] = {}
    for _, heading in headings:
        value = heading_value(heading.number)
        previous = last.get(heading.level, 0)
        if value and value not in {previous, previous + 1, 1}:
            warnings.append(f"{heading.level} {heading.number} follows {previous or 'nothing'}")
        last = {level: n for level, n in last.items() if DEPTHS[level] < DEPTHS[heading.level]} | (
            {UnitLevel.CHAPTER: last[UnitLevel.CHAPTER]}
            if heading.level is UnitLevel.PART and UnitLevel.CHAPTER in last
            else {}
        )
        last[heading.level] = value


def _mark_article(lines: Sequence[Line], article: Article, end: int, *, missing_next: bool) -> list[Mark]:
    title = _article_title(lines, article, end)
    marks = [Mark(lines[article.line].start, UnitLevel.ARTICLE, DEPTHS[UnitLevel.ARTICLE], article.number, title)]
    clauses = _clause_candidates(lines, article.line + 1, end)
    orphan = end
    if missing_next:
        orphan = next((c.line for c in clauses if c.key == 100 and c.line > clauses[0].line), end)
        clauses = [c for c in clauses if c.line < orphan]
    chain = best_chain(clauses)
    if chain and chain[0].number != 1:
        chain = []
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


def _article_title(lines: Sequence[Line], article: Article, end: int) -> str:
    """The title, with its second line where a narrow page has wrapped it."""
    title = article.title
    below = article.line + 1
    if (
        title
        and below + 1 < end
        and not lines[below].blank
        and starts_lower(lines[below].head)
        and read_point(lines[below], None) is None
        and not lines[below].closes_sentence
        and len(lines[below].head) <= 100
        and not starts_lower(lines[below + 1].head)
    ):
        return f"{title} {lines[below].head}"
    return title


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
        candidates.append(Candidate(index, point_number(point.number), int(point.suffix or 0)))
    chain = best_chain(candidates, letters=True)
    lead = read_clause(lines[head], None)
    first_is_inline = lead is not None and re.match(r"a[).]", lead.rest) is not None
    if not chain or chain[0].number > (2 if first_is_inline else 1):
        return []
    marks = [Mark(lines[c.line].start, UnitLevel.POINT, DEPTHS[UnitLevel.POINT], letters[c.line]) for c in chain]
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
    tail = _previous(lines, last)
    if tail <= clause or lines[tail].quoted or not _OF_THE_ARTICLE.search(lines[tail].head):
        return
    start = lines[tail].start
    if read_clause(lines[tail], None) or read_point(lines[tail], None) or start < marks[-1].start:
        return
    if start == marks[-1].start:
        marks.pop()
    marks.append(Mark(start, UnitLevel.PARAGRAPH, DEPTHS[UnitLevel.CLAUSE]))
