"""Rules on the heading: nation and motto, agency, number, place and date, subject of a letter (Mục II.1–II.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from congvu.reports.decree import GAP, MOTTO, NATION, RULE_PART, RULE_WHOLE, SUBJECT, Measure
from congvu.reports.form_check.asking import fault, missing, reads, size, style
from congvu.reports.form_check.locating import Parts
from congvu.reports.form_check.types import Fault, Line, Table
from congvu.reports.widths import millimetres

_OWN_NAME = re.compile(r"^(SỞ|BAN|VĂN PHÒNG|CỤC|CHI CỤC|TRUNG TÂM|PHÒNG|THANH TRA|TRƯỜNG|BỆNH VIỆN|VIỆN|TỔNG CỤC|VỤ)\b")
"""With what the name of an agency begins that has another above it."""
_DATE = re.compile(
    r"^(?P<place>.*?)(?P<comma>,?)\s*ngày\s*(?P<day>\d*)\s*tháng\s*(?P<month>\d*)\s*năm\s*(?P<year>\d*)$"
)
_MIXED = re.compile(r"QyĐ|CTr|TTr|TrS|BCĐ")
"""Symbols that the decree itself writes with small letters (Phụ lục III)."""


def check(parts: Parts) -> Iterator[Fault]:
    if parts.heading is None or parts.nation is None:
        yield missing("heading-missing", _("first page"))
        return
    yield from _nation(parts.nation, parts.motto, parts.heading)
    yield from _agency(parts)
    yield from _number(parts)
    yield from _date(parts)
    yield from _subject(parts)
    yield from _title(parts)


def _nation(nation: Line, motto: Line | None, table: Table) -> Iterator[Fault]:
    if nation.text.replace("HOÀ", "HÒA") != NATION:
        yield reads("nation-wording", nation)
    yield from size("nation-size", nation, "nation")
    yield from style("nation-style", nation, bold=True, italic=False)
    if motto is None:
        yield missing("motto-wording", nation.where)
        return
    if motto.text != MOTTO:
        yield reads("motto-wording", motto)
    yield from size("motto-size", motto, "motto")
    yield from style("motto-style", motto, bold=True, italic=False)
    yield from style("motto-align", motto, align="center")
    yield from _rule("motto-rule", motto, _rules(table.column(1)), RULE_WHOLE)


def _agency(parts: Parts) -> Iterator[Fault]:
    table, names = parts.heading, parts.names
    if table is None or not names:
        yield missing("issuer-missing", _("first page"))
        return
    start = next((n for n, line in enumerate(names) if n and _OWN_NAME.match(line.text.upper())), 0)
    for line in names[:start]:
        yield from style("parent-style", line, bold=False, italic=False)
        yield from size("parent-size", line, "parent")
    for line in names[start:]:
        if line.text != line.text.upper():
            yield reads("issuer-case", line)
        yield from style("issuer-style", line, bold=True, italic=False)
        yield from size("issuer-size", line, "issuer")
    yield from _rule("issuer-rule", names[-1], _rules(table.column(0)), RULE_PART)


def _number(parts: Parts) -> Iterator[Fault]:
    line = parts.number
    if line is None:
        yield missing("number-missing", _("first page"))
        return
    if not re.match(r"^Số:", line.text):
        yield reads("number-wording", line)
    rest = re.sub(r"^S[ốỐ]:?", "", line.text).strip()
    number, _slash, symbol = (part for part in rest.partition("/"))
    if re.search(r"\d\s+/|/\s|\s-|-\s", rest) or not symbol or " " in symbol:
        yield reads("number-spaces", line)
    if re.fullmatch(r"[1-9]", number.strip()):
        yield reads("number-padding", line)
    plain = _MIXED.sub("", symbol)
    if plain != plain.upper():
        yield reads("number-case", line)
    yield from size("number-size", line, "number")
    yield from style("number-style", line, bold=False, italic=False)


def _date(parts: Parts) -> Iterator[Fault]:
    line = parts.date
    if line is None:
        yield missing("date-missing", _("first page"))
        return
    found = _DATE.match(line.text)
    if found is None:
        yield reads("date-wording", line)
    else:
        if not found["comma"]:
            yield reads("date-comma", line)
        if re.fullmatch(r"[1-9]", found["day"]):
            yield reads("date-day", line)
        if re.fullmatch(r"[12]|0[3-9]", found["month"]):
            yield reads("date-month", line)
    yield from style("date-style", line, bold=False, italic=True)
    yield from size("date-size", line, "date")
    if parts.number is not None and line.cell and parts.number.cell and line.cell[1] != parts.number.cell[1]:
        yield fault("date-level", line.where, _("it stands in another row than the number"))


def _subject(parts: Parts) -> Iterator[Fault]:
    """A letter has its subject under the number; a document with a name of kind has none there."""
    if parts.type_name is not None:
        return
    if not parts.subject or not parts.subject[0].text.startswith(SUBJECT):
        yield missing("subject-missing", parts.number.where if parts.number else _("first page"))
        return
    for line in parts.subject:
        yield from size("subject-size", line, "letter_subject")
        yield from style("subject-style", line, bold=False, italic=False)
    if parts.number is not None and parts.number.after + parts.subject[0].before < GAP:
        gap = parts.number.after + parts.subject[0].before
        yield fault("subject-gap", parts.subject[0].where, _("%(points)s points") % {"points": f"{gap:g}"})


def _title(parts: Parts) -> Iterator[Fault]:
    kind = parts.type_name
    if kind is None:
        return
    if kind.text != kind.text.upper():
        yield reads("type-style", kind)
    yield from style("type-style", kind, bold=True, italic=False)
    yield from size("type-size", kind, "type_name")
    for line in parts.title:
        yield from style("title-style", line, bold=True, italic=False)
        yield from size("title-size", line, "subject")
    if parts.title:
        yield from _rule("title-rule", parts.title[-1], parts.title_rules, RULE_PART)


def _rules(lines: Sequence[Line]) -> list[float | None]:
    return [length for line in lines for length in line.rules]


def _rule(code: str, line: Line, found: Sequence[float | None], wanted: Measure) -> Iterator[Fault]:
    """A rule below ``line``, as long as the decree says; what was drawn by hand may be a tenth off."""
    if not found:
        yield missing(code, line.where)
        return
    size_ = max((run.size for run in line.seen), default=13)
    text = millimetres(line.text, size_, bold=any(run.bold for run in line.seen))
    lengths = [length for length in found if length is not None]
    if lengths and text and not any(wanted.allows(length / text, 0.1 * wanted.chosen) for length in lengths):
        length = _("%(rule)d mm under %(text)d mm of text") % {"rule": round(lengths[0]), "text": round(text)}
        yield fault(f"{code}-length", line.where, length)
