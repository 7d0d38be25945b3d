"""Texts that would be slow for a parser that looks back or ahead without a bound."""

from __future__ import annotations

HOSTILE = {
    "one line": "a",
    "blank lines": "\n",
    "quotation marks": '“"',
    "articles": "Điều 1.\n",
    "falling articles": "".join(f"Điều {n}. Tên\n" for n in range(999, 0, -1)),
    "far articles": "".join(f"Điều {n}. Tên\n" for n in range(1, 9999, 7)),
    "clauses": "1. B\n",
    "rising clauses": "".join(f"{n}. B\n" for n in range(999)),
    "points": "a) C;\nb) D.\nE.\n",
    "chapters": "Chương I\n",
    "annexes": "Phụ lục I\n",
    "capitals": "TIÊU ĐỀ\n\n",
    "tables": "TT\ta\n\n",
    "column heads": "TT\nBảng 1\n",
    "brackets": "[",
    "nested numbers": "1.1.1.1. A\n",
    "spaces": " ",
    "signatures": "(Đã ký)\n",
    "combining marks": "e\u0301\u0323",
}
"""What is repeated in each text, after a first article and clause."""


def hostile_text(name: str, length: int) -> str:
    """The hostile text of that name, of about `length` characters."""
    piece = HOSTILE[name]
    return "Điều 1. A\n1. B\n" + piece * (length // len(piece))
