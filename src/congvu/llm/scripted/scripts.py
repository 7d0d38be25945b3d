"""What scripted models write: they read the sources in the question and need no model for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

Messages = Sequence[dict[str, str]]

_SOURCE = re.compile(r"^\[([A-Z]\d)\] «(.*?)» \([^\n]*\)$", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^(?:[a-zđ]\)|\d+[.)])?\s*(.+)$", re.MULTILINE)


def sources(messages: Messages) -> list[tuple[str, str]]:
    """(token, text) of the sources in a question, best first."""
    return _SOURCE.findall(messages[-1]["content"])[::-1]


def quoting(messages: Messages) -> str:
    """A faithful model: repeats the first lines of the first source, each with its token."""
    found = sources(messages)
    if not found:
        return "KHÔNG CÓ"
    token, text = found[0]
    return "\n".join(f"{line[:1].upper()}{line[1:]} [{token}]." for line in _whole_lines(text)[:3])


def _whole_lines(text: str) -> list[str]:
    return [line.rstrip(" ;:.") for line in _LINE.findall(text) if not line.rstrip().endswith(":")]


def lengthy(messages: Messages) -> str:
    """A faithful model that writes more: two lines of each source in turn, six at most, none that leads to a list."""
    found = [(token, _whole_lines(text)) for token, text in sources(messages)]
    picked = [(token, lines[turn]) for turn in range(2) for token, lines in found if len(lines) > turn]
    lines = [f"{line[:1].upper()}{line[1:]} [{token}].\n" for token, line in picked[:6]]
    return "".join(lines) or "KHÔNG CÓ"


def inventing(messages: Messages) -> str:
    """An unfaithful one: an amount that no source has, a source that is not there, a link, a claim without source."""
    token = sources(messages)[0][0]
    return (
        f"Người lao động được nghỉ hằng năm 99 ngày làm việc [{token}].\n"
        "Người lao động được nghỉ 12 ngày làm việc [Z9].\n"
        f"Xem thêm tại https://vi-du.example/99 [{token}].\n"
        "Mức thưởng là 99 triệu đồng.\n"
    )
