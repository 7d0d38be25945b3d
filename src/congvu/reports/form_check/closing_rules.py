"""Rules on the places of receipt and the signature (Mục II.7, II.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from congvu.reports.form_check.asking import missing, reads, size, style
from congvu.reports.form_check.locating import Parts
from congvu.reports.form_check.types import Fault, Line
from congvu.text import fold

_BARE_POWER = re.compile(r"^(TM|KT|TL|TUQ|Q)(?!\.)\b")
_KNOWN_POWER = re.compile(r"^(TM|KT|TL|TUQ|Q)\.")
_STRANGE_POWER = re.compile(r"^[A-ZĐ]{1,4}\.")
_DEGREE = re.compile(r"^(GS|PGS|TS|ThS|Th\.S|BS|BSCK|DS|KS|CN|LS|NGND|NGƯT|TTND|TTƯT)\b\.?", re.IGNORECASE)


def check(parts: Parts) -> Iterator[Fault]:
    if parts.closing is None:
        yield missing("receivers-missing", _("last page"))
        return
    left = [line for line in parts.closing.column(0) if line.seen]
    right = [line for line in parts.closing.column(1) if line.seen]
    yield from _receivers(left, addressed=parts.addressed is not None)
    yield from _signature(left[0], right)


def _receivers(lines: list[Line], *, addressed: bool) -> Iterator[Fault]:
    head, items = (lines[0], lines[1:]) if fold(lines[0].text).startswith("noi nhan") else (None, lines)
    if head is None:
        yield missing("receivers-missing", lines[0].where)
    else:
        if head.text != "Nơi nhận:":
            yield reads("receivers-colon", head)
        yield from size("receivers-size", head, "receivers")
        yield from style("receivers-style", head, bold=True, italic=True)
    for line in items:
        yield from size("receiver-size", line, "receiver")
        yield from style("receiver-style", line, bold=False, italic=False)
        if not re.match(r"^[-–] ?\S", line.text):
            yield reads("receiver-dash", line)
    if not items:
        yield missing("keep-missing", lines[0].where)
        return
    if addressed and not fold(items[0].text).startswith("- nhu tren"):
        yield reads("receivers-as-above", items[0])
    keep = items[-1]
    for line in items[:-1]:
        if not line.text.endswith(";"):
            yield reads("receiver-semicolon", line)
    if not re.match(r"^[-–]? ?Lưu:", keep.text):
        yield reads("keep-missing", keep)
        return
    if not re.match(r"^[-–]? ?Lưu: VT\b", keep.text):
        yield reads("keep-office", keep)
    if not keep.text.endswith("."):
        yield reads("keep-end", keep)


def _signature(receivers: Line, lines: list[Line]) -> Iterator[Fault]:
    level = [line for line in lines if line.cell and receivers.cell and line.cell[1] == receivers.cell[1]]
    if not level:
        yield missing("authority-missing", receivers.where)
        return
    offices = _offices(lines)
    for line in offices:
        if line.text != line.text.upper():
            yield reads("authority-case", line)
        yield from style("authority-style", line, bold=True, italic=False)
        yield from size("authority-size", line, "authority")
        if _BARE_POWER.match(line.text) or (_STRANGE_POWER.match(line.text) and not _KNOWN_POWER.match(line.text)):
            yield reads("authority-power", line)
    if offices and re.match(r"^KT\b", offices[0].text) and not any(fold(o.text).startswith("pho") for o in offices[1:]):
        yield missing("authority-deputy", offices[0].where)
    if len(lines) == len(offices):
        yield missing("signer-missing", lines[-1].where)
        return
    yield from _name(lines[-1])


def _offices(lines: list[Line]) -> list[Line]:
    """Lines of power and office: all but the name, which stands apart, after the room for the signature."""
    if len(lines) < 2:
        return lines
    last, above = lines[-1], lines[-2]
    looks_like_office = last.text == last.text.upper() and last.before + above.after < 20
    return lines if looks_like_office else lines[:-1]


def _name(line: Line) -> Iterator[Fault]:
    if line.text == line.text.upper():
        yield reads("signer-case", line)
    if _DEGREE.match(line.text):
        yield reads("signer-degree", line)
    yield from style("signer-style", line, bold=True, italic=False)
    yield from size("signer-size", line, "signer")
