"""From a definition and figures to a document that is ready to be set."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _

from congvu.campaigns.types import Participation
from congvu.common.errors import InvalidInputError
from congvu.reports.figures import figures, find
from congvu.reports.markup import Figures, plain, spans
from congvu.reports.tables import agency_grid, in_order, participation_grid
from congvu.reports.types import Appendix, Definition, Form, Grid, Issue, OfficialDocument, Paragraph, Signer
from congvu.reports.wording import date_in_words

TABLE = "{table}"
"""A paragraph of this alone is the place of the table of figures."""
GAP = " " * 8
"""Room for a number or date that is written in later, as in the decree's samples (Phụ lục III)."""
DOTS = "……"
END = "./."


def compose(definition: Definition, participation: Participation, issue: Issue) -> OfficialDocument:
    """The document. Raises InvalidInputError where the definition wants a figure that is not known."""
    _check_agency(definition, issue)
    known = figures(participation, definition.office, issue)
    appendix = definition if definition.form == Form.APPENDIX else definition.appendix
    return OfficialDocument(
        code=definition.code,
        main=definition.form != Form.APPENDIX,
        office=definition.office,
        number=_number(definition, issue, GAP),
        date=f"{definition.office.place}, {_date(issue.issued_on, participation.ends_on, GAP)}",
        type_name=definition.type_name,
        subject=tuple(plain(line, known) for line in definition.subject),
        addressees=tuple(plain(line, known) for line in definition.addressees),
        blocks=_blocks(definition, participation, issue, known),
        receivers=tuple(plain(line, known) for line in definition.receivers),
        keep=definition.keep,
        signer=_signer(definition, issue),
        appendix=_appendix(appendix, definition, participation, issue, known) if appendix else None,
        dated=issue.issued_on or participation.ends_on,
    )


def table_of(definition: Definition, participation: Participation, issue: Issue) -> Grid:
    """The one table of a report, for formats that hold nothing else."""
    _check_agency(definition, issue)
    holder = definition.appendix or definition
    if holder.columns:
        return participation_grid(participation, holder.columns, holder.order, holder.total)
    return _sheet(definition, participation, issue)


def _check_agency(definition: Definition, issue: Issue) -> None:
    if definition.metrics and not issue.agency:
        raise InvalidInputError(_("This report is about one agency."), _("Say which one."))


def title_of(definition: Definition, participation: Participation, issue: Issue) -> str:
    """The heading of that table, in one line."""
    holder = definition.appendix or definition
    known = figures(participation, definition.office, issue)
    return " ".join(plain(line, known) for line in holder.title or definition.subject)


def _number(definition: Definition, issue: Issue, gap: str) -> str:
    """Number and symbol: "1951/UBND-VX" of a letter, "07/BC-STTTT" of a document with a name of kind.

    Numbers below 10 get a leading zero, nothing stands between the parts of a symbol (Phụ lục I, Phần I, Mục II.3.c).
    """
    office = definition.office
    parts = [definition.type_symbol, office.symbol] if definition.type_symbol else [office.symbol, office.unit]
    number = gap if issue.number is None else f"{issue.number:02d}"
    return f"{number}/{'-'.join(filter(None, parts))}"


def _date(issued_on: dt.date | None, about: dt.date, gap: str) -> str:
    return date_in_words(issued_on) if issued_on else f"ngày{gap}tháng{gap}năm {about.year}"


def _signer(definition: Definition, issue: Issue) -> Signer:
    """Who signs: another office leaves the definition's name out, another name alone keeps the office."""
    if issue.authority:
        return Signer(issue.authority, issue.signer)
    return replace(definition.signer, name=issue.signer or definition.signer.name)


def _blocks(
    definition: Definition, participation: Participation, issue: Issue, known: Figures
) -> tuple[Paragraph | Grid, ...]:
    """The body: what came out empty is left out, the last sentence ends with "./." (Mẫu 1.4 and 1.5)."""
    blocks: list[Paragraph | Grid] = []
    for text in definition.paragraphs:
        if text == TABLE:
            blocks.append(_sheet(definition, participation, issue))
        elif styled := spans(text, known):
            blocks.append(Paragraph(styled))
    if blocks and isinstance(last := blocks[-1], Paragraph):
        end = last.spans[-1]
        closed = replace(end, text=end.text.rstrip("./ ") + END)
        blocks[-1] = Paragraph((*last.spans[:-1], closed))
    return tuple(blocks)


def _sheet(definition: Definition, participation: Participation, issue: Issue) -> Grid:
    _place, own = find(in_order(participation.rows, ""), issue.agency)
    return agency_grid(definition.metrics, own, participation.total())


def _appendix(
    appendix: Definition, definition: Definition, participation: Participation, issue: Issue, known: Figures
) -> Appendix:
    return Appendix(
        tuple(plain(line, known) for line in appendix.title),
        reference(definition, issue),
        participation_grid(participation, appendix.columns, appendix.order, appendix.total),
    )


def reference(definition: Definition, issue: Issue) -> tuple[str, str]:
    """The lines under an appendix's title; number and date stay open in electronic documents (Mục III.1.c)."""
    kind = definition.type_name.capitalize() or "Công văn"
    is_open = issue.electronic or issue.number is None or issue.issued_on is None
    number = _number(definition, Issue() if is_open else issue, DOTS)
    date = (
        f"ngày {DOTS} tháng {DOTS} năm {DOTS}" if is_open or issue.issued_on is None else date_in_words(issue.issued_on)
    )
    return f"(Kèm theo {kind} số {number} {date}", f"của {definition.office.full_name})"
