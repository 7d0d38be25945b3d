"""The grammar of administrative texts: numbered headings, points, paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from congvu.legal.structure_chain import follows_letter, point_number
from congvu.legal.structure_lines import Line
from congvu.legal.structure_markers import heading_value, is_upper, read_heading, roman_value, runs_on
from congvu.legal.structure_types import Mark, UnitLevel

PART, CAPITALS, OUTER, INNER, ARABIC, LOWER, PARAGRAPH = 1, 2, 3, 4, 5, 9, 10
_ROMAN = re.compile(r"^([IVXLC]{1,7})(?:\s?[.:)\-–]\s*|\s+)(\S.*)$")
_LETTER = re.compile(r"^([A-ZĐ])[.)]\s+(\S.*)$")
_ARABIC = re.compile(r"^(\d{1,3})\s?[.)]\s?(?=[^\s\d])(.*)$")
_NESTED = re.compile(r"^(\d{1,3}(?:\.\d{1,3}){1,3})[.)]?\s+(?=\D)(.*)$")
_POINT = re.compile(r"^\(?([a-zđ])(\d{0,2})\s?[).]\s*(?=[^\s.)])(.*)$")
_BULLET = re.compile(r"^[-–—+•*●▪]\s*\S")
_CAPTION = re.compile(r"^(?:Bảng|BẢNG|Biểu|BIỂU)\s")
_COLUMN_OF_NUMBERS = re.compile(r"^(?:STT|TT|Số TT|Số thứ tự|SỐ TT)$")
_LAST_WORDS = re.compile(
    r"^(?:Trên đây|Nhận được|Trong quá trình|Căn cứ|Đề nghị|Yêu cầu|Kính đề nghị"
    r"|.{0,90}(?:yêu cầu|đề nghị|trân trọng|báo cáo))"
)
_LETTERHEAD = re.compile(
    r"(?:CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|Độc lập\s?-\s?Tự do"
    r"|^Số\s?:|^V/v |Kính gửi\s?:|^Căn cứ |ĐẢNG CỘNG SẢN VIỆT NAM$)"
)
_LINES_OF_A_LETTERHEAD = 60


@dataclass(slots=True)
class _State:
    """The last number at each depth of the headings that are open, and what they were called.

    `left` keeps the numbers of headings that a heading in capitals has closed: it may have been an insertion
    (a form, a sample), after which the numbers go on.
    """

    left: dict[int, int] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    roman_depth: int = INNER

    def open(self, depth: int, value: int, name: str) -> None:
        self.left = dict(self.numbers) if depth == CAPITALS else {}
        self.numbers = {d: n for d, n in self.numbers.items() if d < depth} | {depth: value}
        self.names = {d: n for d, n in self.names.items() if d < depth} | {depth: name}

    def expects(self, depth: int, value: int) -> bool:
        last = self.numbers.get(depth)
        if last is None:
            return value == 1 or value == self.left.get(depth, -1) + 1
        return value == last + 1


def end_of_letterhead(lines: Sequence[Line], first: int, last: int) -> int:
    """The line after the letterhead: agency, number, date, subject, addressees, grounds."""
    end, inside_addressees = first, False
    for index in range(first, min(last, first + _LINES_OF_A_LETTERHEAD)):
        line = lines[index]
        if line.blank:
            continue
        if _LETTERHEAD.search(line.head):
            end, inside_addressees = index + 1, "Kính gửi" in line.head
        elif inside_addressees and (
            _BULLET.match(line.head) or (len(line.head) < 60 and line.tail.endswith((";", ".")))
        ):
            end = index + 1
        elif inside_addressees or (
            end > first and (_starts_text(line) or _numbered(line, _State()) is not None)
        ):
            break
        elif end > first:
            end = index + 1
    return end


def _starts_text(line: Line) -> bool:
    return not is_upper(line.head) and (
        len(line.head) >= 120 or (len(line.head) > 40 and line.closes_sentence)
    )


def mark_headings(lines: Sequence[Line], first: int, last: int) -> list[Mark]:
    """The marks of lines[first:last]; every line that is not blank falls to a mark at or above it."""
    marks: list[Mark] = []
    state = _State()
    before: Line | None = None
    index = first
    while index < last:
        line = lines[index]
        if line.blank:
            before = None
            index += 1
            continue
        if line.is_table or _CAPTION.match(line.head) or _COLUMN_OF_NUMBERS.match(line.head):
            stop = _end_of_table(lines, index, last)
            if stop > index:
                marks.append(Mark(line.start, UnitLevel.PARAGRAPH, PARAGRAPH))
                before, index = None, stop
                continue
        mark = None if line.quoted or runs_on(before) else _numbered(line, state)
        if mark is not None:
            marks.append(mark)
        elif before is not None and _continues(before, line):
            pass
        elif _is_capitals(line) and not line.quoted:
            index = _mark_capitals(lines, index, last, marks, state)
            before = None
            continue
        elif not line.head.startswith("[") or not marks:
            marks.append(Mark(line.start, UnitLevel.PARAGRAPH, PARAGRAPH))
        before = line
        index += 1
    return marks


def lift_last_words(lines: Sequence[Line], marks: list[Mark]) -> None:
    """The sentence that ends a letter ("… yêu cầu … nghiêm túc thực hiện./.") belongs to no numbered item."""
    if not marks or marks[-1].level is not UnitLevel.PARAGRAPH:
        return
    for line in reversed(lines):
        if line.start == marks[-1].start:
            if not _BULLET.match(line.head) and _LAST_WORDS.match(line.head):
                marks[-1] = Mark(line.start, UnitLevel.PARAGRAPH, CAPITALS, root=True)
            return


def _continues(before: Line, line: Line) -> bool:
    """Whether a line goes on with the sentence of the line before, as wrapped lines do."""
    if _BULLET.match(line.head) or before.closes_sentence or is_upper(before.head) != is_upper(line.head):
        return False
    return line.head[:1].islower() or len(before.head) >= 60


def _numbered(line: Line, state: _State) -> Mark | None:
    head = line.head
    part = read_heading(line) if head[0] in "Pp" else None
    if part is not None and part.level is UnitLevel.PART:
        state.open(PART, heading_value(part.number), part.number)
        return Mark(line.start, UnitLevel.PART, PART, part.number, part.title)
    if head[0].isdigit():
        return _digits(line, state)
    for pattern in (_LETTER, _ROMAN):
        match = pattern.match(head)
        if match is not None:
            mark = _capital_number(
                line, match[1], match[2], state, separated=not match[0][len(match[1])].isspace()
            )
            if mark is not None:
                return mark
    match = _POINT.match(head)
    if match is None:
        return None
    value, last = point_number(match[1]), state.numbers.get(LOWER)
    if value != 1 and (last is None or not (follows_letter(last, value) or (match[2] and value == last))):
        return None
    state.open(LOWER, value, match[1])
    return Mark(line.start, UnitLevel.POINT, LOWER, match[1] + match[2])


def _capital_number(line: Line, name: str, rest: str, state: _State, *, separated: bool) -> Mark | None:
    """A heading numbered by a Roman numeral or a capital letter; whichever comes first is the outer one."""
    roman = roman_value(name)
    letter = point_number(name.lower()) if len(name) == 1 else 0
    letter_depth = OUTER if state.roman_depth == INNER else INNER
    if roman and (separated or is_upper(rest)):
        if roman == 1 and OUTER not in state.numbers and INNER not in state.numbers:
            state.roman_depth = OUTER
        if state.expects(state.roman_depth, roman):
            state.open(state.roman_depth, roman, name)
            return Mark(line.start, UnitLevel.HEADING, state.roman_depth, name, _title(rest))
    if letter and separated:
        if letter == 1 and OUTER not in state.numbers:
            state.roman_depth, letter_depth = INNER, OUTER
        last = state.numbers.get(letter_depth)
        if letter == 1 or (last is not None and follows_letter(last, letter)):
            state.open(letter_depth, letter, name)
            return Mark(line.start, UnitLevel.HEADING, letter_depth, name, _title(rest))
    return None


def _digits(line: Line, state: _State) -> Mark | None:
    match = _NESTED.match(line.head)
    if match is not None:
        outer, _, last = match[1].rpartition(".")
        depth = ARABIC + match[1].count(".")
        holder = state.names.get(depth - 1)
        if holder is not None and holder != outer:
            return None
        if not state.expects(depth, int(last)):
            return None
        state.open(depth, int(last), match[1])
        return Mark(line.start, UnitLevel.HEADING, depth, match[1], _title(match[2]))
    match = _ARABIC.match(line.head)
    if match is None or not state.expects(ARABIC, int(match[1])):
        return None
    state.open(ARABIC, int(match[1]), match[1])
    return Mark(line.start, UnitLevel.HEADING, ARABIC, match[1], _title(match[2]))


def _title(rest: str) -> str:
    """The heading's words; nothing where the line is a whole sentence rather than a heading."""
    title = rest.strip()
    return "" if len(title) > 200 or title.endswith((".", ";", ",")) else title.rstrip(": ")


def _is_capitals(line: Line) -> bool:
    return len(line.head) <= 250 and len(line.head.split()) >= 2 and is_upper(line.head) and not line.is_table


def _mark_capitals(lines: Sequence[Line], index: int, last: int, marks: list[Mark], state: _State) -> int:
    """A heading in capitals without a number, over several lines; or more of the heading just above it."""
    words: list[str] = []
    start = index
    while index < last and (
        lines[index].blank or (_is_capitals(lines[index]) and _numbered(lines[index], _State()) is None)
    ):
        if not lines[index].blank:
            words.append(lines[index].head)
        elif words:
            break
        index += 1
    above = marks[-1] if marks else None
    if (
        above is not None
        and above.level in {UnitLevel.HEADING, UnitLevel.PART}
        and above.number
        and (is_upper(above.title) or (not above.title and above.level is UnitLevel.PART))
    ):
        marks[-1] = Mark(
            above.start, above.level, above.depth, above.number, " ".join([above.title, *words]).strip()
        )
    else:
        state.open(CAPITALS, 1, "")
        marks.append(Mark(lines[start].start, UnitLevel.HEADING, CAPITALS, "", " ".join(words).rstrip(" :")))
    return max(index, start + 1)


def _end_of_table(lines: Sequence[Line], index: int, last: int) -> int:
    """The line after the table that begins at lines[index] with its caption or first row; `index` if none."""
    row = index
    while row < last and not lines[row].is_table and row - index < 3 and _CAPTION.match(lines[index].head):
        row += 1
    if row < last and lines[row].is_table:
        return _end_of_rows(lines, row, last)
    if not _COLUMN_OF_NUMBERS.match(lines[index].head):
        return index
    # A table that lost its columns: one cell a line, until the next heading in capitals.
    row = index + 1
    while row < last:
        line = lines[row]
        numbered = _LETTER.match(line.head) or _ROMAN.match(line.head)
        if (
            numbered
            and is_upper(numbered[2])
            and len(numbered[2].split()) > 1
            and not lines[row - 1].head.isdigit()
        ):
            break
        row += 1
    return row


def _end_of_rows(lines: Sequence[Line], first: int, last: int) -> int:
    """A table goes on over a page break that repeats its first row."""
    row = first
    while row < last:
        if lines[row].is_table:
            row += 1
            continue
        ahead = row
        while ahead < last and lines[ahead].blank:
            ahead += 1
        if ahead > row and ahead < last and lines[ahead].is_table and lines[ahead].head == lines[first].head:
            row = ahead
            continue
        break
    return row
