"""Questions on force over real texts: which clause must be cited first."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.docx import DocxParser
from tests.integration.force.conftest import Shelve
from tests.shared_data import shared

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "relations" / "questions.json").read_text("utf-8"))

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def texts(tmp_path: Path) -> list[str]:
    """The laws that the questions are about, Nghị định 30 and a law with notes."""
    with tarfile.open(shared("laws/laws-208.tar.gz")) as packed:
        packed.extractall(tmp_path, filter="data")
    chosen = [path for path in sorted(tmp_path.rglob("*.txt")) if path.name.startswith(tuple(GOLDEN["laws"]))]
    assert len(chosen) == len(GOLDEN["laws"])
    decree = DocxParser().parse(shared("nd30/30_2020_ND_CP.docx"), Limits(), tmp_path)
    return [
        *(path.read_text("utf-8") for path in chosen),
        decree.text,
        shared("laws/amended/Luật_Nhà_ở_2023.txt").read_text("utf-8"),
    ]


def test_the_clause_that_says_so_is_cited_first(
    shelve: Shelve, ask: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    for text in texts(tmp_path):
        shelve(text)
    misses = {}
    for row in GOLDEN["questions"]:
        answer = ask(row["q"])
        first = answer["citations"][0] if answer["citations"] else {"document": {"number": ""}, "unit": ""}
        cited = (first["document"]["number"], first["unit"])
        inside = cited[1] == row["unit"] or cited[1].endswith(f" {row['unit']}")
        if cited[0] != row["number"] or not inside:
            misses[row["q"]] = (answer["status"], cited, answer["blocks"][0]["text"][:160])
    assert not misses, json.dumps(misses, ensure_ascii=False, indent=1)
