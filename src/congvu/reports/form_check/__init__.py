"""Is a DOCX in the form of Nghị định 30/2020/NĐ-CP? Every fault is named, with its place and what is wanted."""

from __future__ import annotations

from congvu.reports.form_check import appendix_rules, body_rules, closing_rules, heading_rules, page_rules
from congvu.reports.form_check.locating import locate
from congvu.reports.form_check.reading import read
from congvu.reports.form_check.types import Fault

__all__ = ["Fault", "check_form"]


def check_form(data: bytes) -> list[Fault]:
    """The faults of a DOCX, in the order of the page; none means that nothing was found wrong.

    A file that holds only appendices (sent apart from its document) is judged as such. Raises InvalidInputError for
    what is no DOCX.
    """
    sheet = read(data)
    parts = locate(sheet)
    faults = list(page_rules.check(sheet, parts))
    only_appendix = parts.appendices and parts.heading is None and not parts.body and parts.closing is None
    if not only_appendix:
        faults += heading_rules.check(parts)
        faults += body_rules.check(parts)
        faults += closing_rules.check(parts)
    faults += appendix_rules.check(parts)
    return faults
