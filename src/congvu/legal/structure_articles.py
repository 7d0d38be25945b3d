"""The grammar of texts that are divided into Điều: headings above, khoản and điểm below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from congvu.legal.structure_chain import Candidate, best_chain, letter_position
from congvu.legal.structure_clauses import DEPTHS, Article, mark_article, previous_line
from congvu.legal.structure_lines import Line
from congvu.legal.structure_markers import (
    Heading,
    Numbered,
    article_title,
    heading_value,
    is_upper,
    read_article,
    read_heading,
    without_notes,
)
from congvu.legal.structure_types import Mark, UnitLevel

_LINES_OF_A_TITLE = 5


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
            if candidates and candidates[-1].line == previous_line(lines, index) and not read_heading(line):
                candidates[-1] = _with_bonus(candidates[-1])
            continue
        read[index] = found
        weak = not found.sure or line.quoted
        candidates.append(
            Candidate(
                index,
                int(found.number),
                letter_position(found.suffix),
                weak=weak,
                far=not weak and bool(article_title(found.rest)),
                bonus=-3 if line.quoted else 0,
            )
        )
    return [
        Article(c.line, read[c.line].number + read[c.line].suffix, read[c.line].rest, c.key)
        for c in best_chain(candidates)
    ]


def _with_bonus(candidate: Candidate) -> Candidate:
    """An article that is followed by text is worth more than an entry of a list of contents."""
    return replace(candidate, bonus=candidate.bonus + 1)


def find_headings(
    lines: Sequence[Line], first: int, last: int, articles: Sequence[Article]
) -> list[tuple[int, Heading]]:
    """Phần, Chương, Mục, Tiểu mục: lines that lead, over their titles, to an article.

    A list of contents at the start leads to other headings of its own rank, and is left out. After the first
    article a heading with a title in capitals needs no article below it: a file may have lost that line.
    """
    at_article = {article.line for article in articles}
    first_article = articles[0].line if articles else last
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
            if index > first_article and _is_set_apart(lines, index, last, heading):
                found.extend(waiting)
                found.append((index, heading))
                waiting = []
                continue
            while waiting and DEPTHS[waiting[-1][1].level] >= DEPTHS[heading.level]:
                waiting.pop()
            waiting.append((index, heading))
            lines_between = 0
        elif waiting and not line.head.startswith("["):
            lines_between += 1
            if lines_between > _LINES_OF_A_TITLE:
                waiting = []
    return [(index, _whole_title(lines, index, last, heading)) for index, heading in found]


def _is_set_apart(lines: Sequence[Line], index: int, last: int, heading: Heading) -> bool:
    """Whether a heading has a title in capitals, beside it or just below."""
    if heading.title:
        return is_upper(heading.title)
    below = next((lines[i] for i in range(index + 1, min(last, index + 4)) if not lines[i].blank), None)
    return below is not None and is_upper(below.head)


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
    heads = {
        index: Mark(lines[index].start, h.level, DEPTHS[h.level], h.number, h.title) for index, h in headings
    }
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
        marks.extend(mark_article(lines, article, end, warnings, missing_next=missing))
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
