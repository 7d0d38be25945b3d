"""Files of a report: DOCX (the official form), PDF made of it, XLSX, CSV and JSON of its table.

The same report gives the same bytes: dates in the files are the report's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from congvu.campaigns.types import Participation
from congvu.reports.compose import compose, table_of, title_of
from congvu.reports.exporters.csv import write_csv
from congvu.reports.exporters.docx import write_docx
from congvu.reports.exporters.json import write_json
from congvu.reports.exporters.pdf import write_pdf
from congvu.reports.exporters.xlsx import write_xlsx
from congvu.reports.types import Definition, Issue


class Format(StrEnum):
    """What a report can be written as; the value is the end of the file's name."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


MEDIA_TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
}


@dataclass(frozen=True, slots=True)
class _Given:
    definition: Definition
    participation: Participation
    issue: Issue

    def docx(self) -> bytes:
        return write_docx(compose(self.definition, self.participation, self.issue))

    def pdf(self) -> bytes:
        document = compose(self.definition, self.participation, self.issue)
        return write_pdf(write_docx(document), document.dated)

    def xlsx(self) -> bytes:
        dated = self.issue.issued_on or self.participation.ends_on
        title = title_of(self.definition, self.participation, self.issue)
        return write_xlsx(table_of(self.definition, self.participation, self.issue), title, dated)

    def csv(self) -> bytes:
        return write_csv(table_of(self.definition, self.participation, self.issue))

    def json(self) -> bytes:
        return write_json(self.definition, self.participation, self.issue)


def export(definition: Definition, participation: Participation, issue: Issue, to: Format) -> bytes:
    """The report as a file. Raises InvalidInputError (figures that are not known) or UnavailableError (PDF)."""
    given = _Given(definition, participation, issue)
    makers: dict[Format, Callable[[], bytes]] = {
        Format.DOCX: given.docx,
        Format.PDF: given.pdf,
        Format.XLSX: given.xlsx,
        Format.CSV: given.csv,
        Format.JSON: given.json,
    }
    return makers[to]()
