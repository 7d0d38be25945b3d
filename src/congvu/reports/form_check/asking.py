"""How rules speak: they ask one thing of a line and get a fault or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from congvu.reports.decree import SIZES
from congvu.reports.form_check.requirements import WANTED
from congvu.reports.form_check.types import Fault, Line

_EXCERPT = 60


def fault(code: str, where: str, wrong: str) -> Fault:
    return Fault(code, where, wrong, WANTED[code])


def reads(code: str, line: Line) -> Fault:
    """The words of the line are wrong."""
    return fault(code, line.where, _("it reads “%(text)s”") % {"text": excerpt(line.text)})


def missing(code: str, where: str) -> Fault:
    return fault(code, where, _("it is missing"))


def size(code: str, line: Line, measure: str) -> Iterator[Fault]:
    """The size of every run must be one that the decree allows for this element."""
    allowed = SIZES[measure]
    wrong = sorted({run.size for run in line.seen if not allowed.allows(run.size)})
    if wrong:
        found = ", ".join(f"{value:g}" for value in wrong)
        yield fault(code, line.where, _("size %(size)s: “%(text)s”") % {"size": found, "text": excerpt(line.text)})


def style(
    code: str, line: Line, *, bold: bool | None = None, italic: bool | None = None, align: str | None = None
) -> Iterator[Fault]:
    """Bold, italic (None: either) and alignment of the whole line; one fault tells all that is wrong."""
    wrong = []
    if bold is not None and any(run.bold != bold for run in line.seen):
        wrong.append(_("not bold") if bold else _("bold"))
    if italic is not None and any(run.italic != italic for run in line.seen):
        wrong.append(_("not italic") if italic else _("italic"))
    if align is not None and line.align != align:
        wrong.append(_("not centred") if align == "center" else _("not justified"))
    if wrong and line.seen:
        yield fault(code, line.where, f"{', '.join(wrong)}: “{excerpt(line.text)}”")


def excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rstrip() + "…"
