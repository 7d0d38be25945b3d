"""How a document is called in an answer: "Bộ luật Lao động 2019 (số 45/2019/QH14)"."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from congvu.text import fold

NAMED_BY_YEAR = frozenset({"luat", "bo luat", "phap lenh", "hien phap"})
"""Kinds that are known by name and year rather than by number, folded."""
_ENDS_WITH_YEAR = re.compile(r"\b(?:19|20)\d\d$")
_LONGEST_TITLE = 160


def document_name(kind_name: str, number: str, title: str, issued_on: dt.date | None) -> str:
    """Name, year and number of a document, each said once; ``number`` may be empty."""
    title, kind, number = " ".join(title.split()), kind_name.strip(), number.strip()
    if fold(kind) in NAMED_BY_YEAR:
        name = title if fold(title).startswith(fold(kind)) else f"{kind} {title}".strip()
        if issued_on and not _ENDS_WITH_YEAR.search(name):
            name = f"{name} {issued_on.year}"
        return (
            name if not number or number in name else _("%(name)s (No. %(number)s)") % {"name": name, "number": number}
        )
    name = title if kind and fold(title).startswith(fold(kind)) else f"{kind} {number}".strip()
    if number and number not in name:
        name = _("%(name)s (No. %(number)s)") % {"name": name, "number": number}
    if title and title not in name:
        name = f"{name} {_shortened(title)}".strip()
    return name


def _shortened(title: str) -> str:
    if len(title) <= _LONGEST_TITLE:
        return title
    return f"{title[:_LONGEST_TITLE].rpartition(' ')[0]} …"


def search_name(kind_name: str, number: str, title: str, issued_on: dt.date | None) -> str:
    """A document as a question would name it without doubt: by kind and number, by name where it has none."""
    return f"{kind_name} {number}".strip() if number else document_name(kind_name, "", title, issued_on)
