"""The table of contents of a text: what has a heading, as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from congvu.web.library.render import HEADED, UnitRow, heading_lines

_LONGEST = 140


@dataclass(slots=True)
class Entry:
    """A heading, where it leads, and the headings below it."""

    label: str
    anchor: str
    children: list[Entry] = field(default_factory=list)


def contents(text: str, units: Sequence[UnitRow]) -> list[Entry]:
    """The top entries; units without a heading of their own are left out."""
    top: list[Entry] = []
    entries: dict[int, Entry] = {}
    for index, unit in enumerate(units):
        if unit.level not in HEADED:
            continue
        entry = Entry(_label(text, unit), unit.anchor)
        entries[index] = entry
        above = unit.parent
        while above is not None and above not in entries:
            above = units[above].parent
        (top if above is None else entries[above].children).append(entry)
    return top


def contents_html(entries: Sequence[Entry]) -> SafeString:
    """The tree as nested lists of links; what has headings below it opens and closes. A template would
    recurse slowly.
    """
    return mark_safe("".join(_list(entries)))  # noqa: S308 - every label went through escape


def _list(entries: Sequence[Entry]) -> Iterator[str]:
    yield "<ol>"
    for entry in entries:
        link = f'<a href="#{escape(entry.anchor)}">{escape(entry.label)}</a>'
        if entry.children:
            yield f"<li><details><summary>{escape(entry.label)}</summary>{link}"
            yield from _list(entry.children)
            yield "</details></li>"
        else:
            yield f"<li>{link}</li>"
    yield "</ol>"


def _label(text: str, unit: UnitRow) -> str:
    words = " ".join(" ".join(text[first:last].split()) for first, last in heading_lines(text, unit))
    if len(words) <= _LONGEST:
        return words
    return f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"
