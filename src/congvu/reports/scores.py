"""Scores as files: the ranking of all agencies, and one agency's points with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from congvu.campaigns.scoring.queries import Scored
from congvu.campaigns.scoring.types import Indicators, Point, Proof
from congvu.common.errors import InvalidInputError
from congvu.reports import definitions
from congvu.reports.compose import reference
from congvu.reports.exporters import Format
from congvu.reports.exporters.csv import write_csv
from congvu.reports.exporters.docx import write_docx
from congvu.reports.exporters.pdf import write_pdf
from congvu.reports.exporters.xlsx import write_xlsx
from congvu.reports.types import Appendix, Grid, GridColumn, Issue, OfficialDocument, Value
from congvu.reports.wording import date_short

FORMATS = (Format.DOCX, Format.PDF, Format.XLSX, Format.CSV)
_MOST_COLUMNS = 5
"""Indicators that have columns of their own on an upright page; of longer sets the groups have. Sheets have all."""


@dataclass(frozen=True, slots=True)
class _Table:
    grid: Grid
    title: tuple[str, ...]


def export_scores(scored: Scored, to: Format, agency_id: int | None = None) -> bytes:
    """The ranking, or one agency's sheet, as a file; the same scores give the same bytes.

    Raises InvalidInputError for an agency that is not scored, UnavailableError where PDF cannot be made.
    """
    table = _ranking(scored, to in (Format.DOCX, Format.PDF)) if agency_id is None else _sheet(scored, agency_id)
    makers: dict[Format, Callable[[], bytes]] = {
        Format.DOCX: lambda: write_docx(_document(table, scored)),
        Format.PDF: lambda: write_pdf(write_docx(_document(table, scored)), scored.last),
        Format.XLSX: lambda: write_xlsx(table.grid, " ".join(table.title), scored.last),
        Format.CSV: lambda: write_csv(table.grid),
    }
    if to not in makers:
        raise InvalidInputError(_("Scores are not written as %(format)s.") % {"format": to})
    return makers[to]()


def _ranking(scored: Scored, on_a_page: bool) -> _Table:
    parts = _parts(scored.indicators, on_a_page)
    width = max(17, 88 // len(parts)) if on_a_page else 17
    columns = (
        GridColumn("rank", "HẠNG", 18, "center"),
        GridColumn("agency", "ĐƠN VỊ", 58, "left"),
        *(GridColumn(code, f"{code} ({_short(most)})", width, "right", places=2) for code, most, _codes in parts),
        GridColumn("total", "TỔNG ĐIỂM", 20, "right", places=2, adds=tuple(range(2, len(parts) + 2))),
    )
    rows = []
    for sheet in scored.sheets:
        given = {point.code: point.points for point in sheet.points}
        shares = [_sum([given[code] for code in members]) for _heading, _most, members in parts]
        rows.append((sheet.rank, sheet.agency, *shares, sheet.total))
    grid = Grid(columns, tuple(rows), None)
    return _Table(grid, ("KẾT QUẢ CHẤM ĐIỂM CÁC CƠ QUAN, ĐƠN VỊ", *_about(scored)))


def _sum(points: Sequence[Decimal | None]) -> Value:
    """What is known of them; None, which is no zero, where nothing is."""
    known = [one for one in points if one is not None]
    return sum(known, Decimal(0)) if known else None


def _parts(indicators: Indicators, on_a_page: bool) -> list[tuple[str, Decimal, tuple[str, ...]]]:
    """(heading, maximum, indicators in it) of each column of points."""
    if len(indicators.indicators) <= _MOST_COLUMNS or not on_a_page:
        return [(one.code, one.maximum, (one.code,)) for one in indicators.indicators]
    return [(g.title, g.maximum, tuple(one.code for one in g.indicators)) for g in indicators.groups]


def _sheet(scored: Scored, agency_id: int) -> _Table:
    sheet = scored.of(agency_id)
    if sheet is None:
        raise InvalidInputError(_("This agency is not scored here."))
    columns = (
        GridColumn("code", "TT", 10, "center"),
        GridColumn("title", "TIÊU CHÍ", 34, "left"),
        GridColumn("maximum", "TỐI ĐA", 20, "right", True, places=2),
        GridColumn("points", "ĐIỂM", 18, "right", True, places=2),
        GridColumn("words", "CÁCH TÍNH", 56, "left"),
        GridColumn("proof", "MINH CHỨNG", 32, "left"),
    )
    rows = tuple((p.code, p.title, p.maximum, p.points, p.words, _evidence(p)) for p in sheet.points)
    total = ("", "Tổng", scored.indicators.maximum, sheet.total, "", "")
    return _Table(Grid(columns, rows, total), ("PHIẾU CHẤM ĐIỂM", sheet.agency.upper(), *_about(scored)))


def _evidence(point: Point) -> str:
    return document_line(point.proof) if point.proof else point.evidence


def document_line(proof: Proof) -> str:
    """A document as official texts name it: number, date, subject."""
    return f"{proof.number} ngày {date_short(proof.issued_on)}, {proof.title}"


def _about(scored: Scored) -> Sequence[str]:
    return (f"ĐẾN NGÀY {date_short(scored.last)}",)


def _short(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _document(table: _Table, scored: Scored) -> OfficialDocument:
    """An appendix to a report that is written elsewhere: its number and date stay open."""
    report = definitions.load(definitions.REPORT)
    return OfficialDocument(
        code="scores",
        main=False,
        office=report.office,
        number="",
        date="",
        type_name="",
        subject=(),
        addressees=(),
        blocks=(),
        receivers=(),
        keep="",
        signer=report.signer,
        appendix=Appendix(table.title, reference(report, Issue()), table.grid),
        dated=scored.last,
    )
