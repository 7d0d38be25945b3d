"""Every technical fact that a file can be refused with is told in the reader's language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import congvu.ingestion
from congvu.ingestion.parsers.sniff import _ARCHIVES
from congvu.ingestion.told import told

ROOM = Path(congvu.ingestion.__file__).parent
_NAMES = {"PDF: 7", "7: 7", "7 at 7", "LibreOffice", "OrganId 7", "DocumentId 7", "BussinessDocType 7"}
"""Names of programs, of errors and of parts of the format, which are the same in every language."""


def _facts() -> Iterator[tuple[str, str]]:
    """(where, fact) for the second argument of every error of reading; what is filled in reads "7"."""
    for path in sorted(ROOM.rglob("*.py")):
        if "trials" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id
            if named in {"ReadError", "_failure"} and len(node.args) == 2:  # type: ignore[attr-defined]
                fact = _words(node.args[1])  # type: ignore[attr-defined]
            elif isinstance(node, ast.Call) and named == "made" and len(node.args) == 3:
                fact = _words(node.args[2])
            elif isinstance(node, ast.Dict):
                keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
                fact = _words(node.values[keys.index("detail")]) if {"reason", "detail"} <= set(keys) else ""
            else:
                continue
            if fact:
                yield f"{path.name}: {fact}", fact


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


FACTS = dict(_facts())


def test_the_facts_were_found() -> None:
    assert len(FACTS) > 70
    assert "tree.py: not well-formed XML" in FACTS


@pytest.mark.parametrize("fact", [*FACTS.values(), *_ARCHIVES.values(), "OpenDocument file", "ZIP archive"])
def test_every_fact_is_told_in_vietnamese(fact: str) -> None:
    with translation.override("en"):
        assert told(fact) == fact
    with translation.override("vi"):
        assert (told(fact) != fact) is (fact not in _NAMES)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("not well-formed XML", "XML không đúng cú pháp"),
        ("word/document.xml: not well-formed XML", "word/document.xml: XML không đúng cú pháp"),
        ("line 4 has no question, source", "dòng 4 thiếu câu hỏi, nguồn"),
        ("anh.png: damaged; b; c.doc: empty", "anh.png: Tệp bị hỏng; b; c.doc: rỗng"),
        ("attachment: not base64", "tệp đính kèm: không phải base64"),
        ("not a PDF file but an HTML page", "không phải tệp PDF mà là một trang HTML"),
        ("To: OrganId occurs 0 times", "To: OrganId có 0 lần"),
        ("51 bytes, limit 50", "51 byte, giới hạn 50"),
        ("something that a later version says", "something that a later version says"),
        ("", ""),
    ],
)
def test_what_is_stored_in_english_is_read_in_vietnamese(fact: str, said: str) -> None:
    with translation.override("vi"):
        assert told(fact) == said
