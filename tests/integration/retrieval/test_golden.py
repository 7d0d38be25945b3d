"""Questions written from the texts of 27 laws, before the program was asked, and what must be cited first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from congvu.answering.service import ask_once
from congvu.text import fold
from tests.integration.retrieval.conftest import Laws

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "laws.json").read_text("utf-8"))

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LARGEST_MEAN = 1.6
"""Units quoted an answer: 1.2 with the ranker that ships, 2.1 with one whose scores crowded near 1."""


def first_citation(laws: Laws, question: str) -> tuple[str, str]:
    answer = ask_once(laws.user, question, None)
    citations = answer["citations"]
    return (citations[0]["document"]["number"], citations[0]["unit"]) if citations else ("", answer["status"])


def right(row: dict[str, Any], cited: tuple[str, str]) -> bool:
    """The named unit itself, or a point inside it."""
    number, unit = cited
    return number == row["number"] and (unit == row["unit"] or unit.endswith(f" {row['unit']}"))


def test_every_law_arrives(laws: Laws) -> None:
    states = list(laws.run.items.values_list("state", flat=True))
    assert len(states) == 208
    assert set(states) == {"stored"}


@pytest.mark.parametrize("typed", ["as written", "without diacritics"])
def test_the_named_unit_is_the_first_citation(laws: Laws, typed: str) -> None:
    misses = {}
    for row in GOLDEN["questions"] + GOLDEN["structural"]:
        cited = first_citation(laws, row["q"] if typed == "as written" else fold(row["q"]))
        if not right(row, cited):
            misses[row["q"]] = f"cited {cited}, not {row['number']} {row['unit']}"
    assert misses.keys() <= GOLDEN["known_misses"].keys(), misses


@pytest.mark.parametrize("question", GOLDEN["outside"])
def test_what_no_law_answers_gets_no_citation(laws: Laws, question: str) -> None:
    answer = ask_once(laws.user, question, None)
    assert answer["status"] in {"no_evidence", "out_of_scope"}
    assert answer["citations"] == []


def test_only_what_comes_close_to_the_first_is_quoted_beside_it(laws: Laws) -> None:
    """The composer compares scores of one question; a ranker whose scores all lie near 1 would quote everything."""
    quoted = [len({c["unit"] for c in ask_once(laws.user, row["q"], None)["citations"]}) for row in GOLDEN["questions"]]
    assert sum(quoted) / len(quoted) < LARGEST_MEAN
