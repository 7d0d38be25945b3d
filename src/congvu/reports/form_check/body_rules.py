"""Rules on addressees and the text (Mục II.6, II.9.d)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from congvu.reports.decree import END, GAP, INDENTS, LINES
from congvu.reports.form_check.asking import excerpt, fault, missing, reads, size, style
from congvu.reports.form_check.locating import Parts, is_structure
from congvu.reports.form_check.types import Fault, Line

_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Points of a clause run through the Vietnamese alphabet without marks (Mục II.6.đ)."""
_POINT = re.compile(r"^([a-zđ])\)")
_ARABIC_PART = re.compile(r"^(Phần|Chương)\s+\d", re.IGNORECASE)
_SLACK = 0.3


def check(parts: Parts) -> Iterator[Fault]:
    for line in parts.misplaced:
        yield fault("order", line.where, _("“%(text)s” stands in the wrong place") % {"text": excerpt(line.text)})
    yield from _addressed(parts)
    if not parts.body:
        yield missing("body-missing", _("first page"))
        return
    yield from _bases(parts.body)
    for line in parts.body:
        yield from _line(line)
    for above, line in pairwise(parts.body):
        if above.after + line.before < GAP:
            gap = f"{above.after + line.before:g}"
            yield fault("body-gap", line.where, _("%(points)s points") % {"points": gap})
    if not parts.body[-1].text.endswith(END):
        yield fault("body-end", parts.body[-1].where, f"“{parts.body[-1].text[-40:]}”")
    yield from _points(parts.body)


def _addressed(parts: Parts) -> Iterator[Fault]:
    head, lines = parts.addressed, parts.addressees
    if head is None:
        if parts.type_name is None:
            yield missing("addressed-missing", _("first page"))
        return
    if not head.text.startswith("Kính gửi:"):
        yield reads("addressed-colon", head)
    for line in (head, *lines):
        yield from size("addressed-size", line, "addressed")
        yield from style("addressed-style", line, bold=False, italic=False)
    alone = head.text.rstrip(": ").lower() == "kính gửi"
    if alone and len(lines) == 1:
        yield reads("addressed-one-line", lines[0])
        return
    for place, line in enumerate(lines, start=1):
        last = place == len(lines)
        if not re.match(r"^[-–] ?\S", line.text):
            yield reads("addressee-dash", line)
        if not line.text.endswith("." if last else ";"):
            yield reads("addressee-end" if last else "addressee-semicolon", line)
    starts = [line.left + line.first for line in lines]
    for line, start in zip(lines, starts, strict=True):
        if abs(start - starts[0]) > 1:
            yield fault("addressee-level", line.where, _("%(value)s mm") % {"value": f"{start - starts[0]:+.0f}"})


def _bases(body: list[Line]) -> Iterator[Fault]:
    bases = [line for line in body if line.text.startswith("Căn cứ ")]
    for place, line in enumerate(bases, start=1):
        yield from style("basis-style", line, bold=False, italic=True)
        if not line.text.endswith((".", ",") if place == len(bases) else ";"):
            yield reads("basis-end", line)


def _line(line: Line) -> Iterator[Fault]:
    yield from size("body-size", line, "body")
    if _ARABIC_PART.match(line.text):
        yield reads("part-numeral", line)
    if is_structure(line) or (line.align == "center" and line.text == line.text.upper()):
        return
    yield from style("body-align", line, align="both")
    if not line.text.startswith("Căn cứ ") and line.seen and all(run.italic for run in line.seen):
        yield from style("body-style", line, italic=False)
    if all(abs(line.first + line.left - indent) > _SLACK for indent in INDENTS):
        found = f"{(line.first + line.left) / 10:.2f}".replace(".", ",")
        yield fault("body-indent", line.where, _("%(value)s cm") % {"value": found})
    if line.lines is not None and not LINES.allows(line.lines, 0.01):
        yield fault("body-lines", line.where, _("%(value)s lines") % {"value": f"{line.lines:.2g}"})


def _points(body: list[Line]) -> Iterator[Fault]:
    """Points must follow the alphabet from "a)"; each run of them is judged up to its first slip."""
    expected = 0
    for line in body:
        found = _POINT.match(line.text)
        if found is None:
            if re.match(r"^(\d+\.|Điều )", line.text):
                expected = 0
            continue
        letter = found[1]
        if letter == "a":
            expected = 0
        if expected < len(_LETTERS) and letter != _LETTERS[expected]:
            yield reads("points-order", line)
        expected = _LETTERS.find(letter) + 1 if letter in _LETTERS else expected + 1
