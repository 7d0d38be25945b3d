"""The tables themselves: they are data, and a line that cannot work is a mistake of the one who wrote it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from congvu.retrieval import lexicon
from congvu.retrieval.words import read_words
from congvu.text import nfc, syllables

TABLES = ("abbreviations", "everyday", "agencies", "provinces")


def lines(table: str) -> list[str]:
    text = (files("congvu.retrieval") / "data" / f"{table}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("table", TABLES)
def test_every_line_has_two_sides_in_nfc(table: str) -> None:
    for line in lines(table):
        left, sign, right = line.partition(" = ")
        assert left.strip(), line
        assert sign, line
        assert right.strip(), line
        assert line == nfc(line)


@pytest.mark.parametrize("table", ["everyday", "agencies", "provinces"])
def test_no_phrase_stands_twice(table: str) -> None:
    phrases = [p.strip().removeprefix("*") for line in lines(table) for p in line.partition(" = ")[0].split("|")]
    assert sorted(set(phrases)) == sorted(phrases)


@pytest.mark.parametrize("table", ["everyday", "agencies", "provinces"])
def test_no_phrase_is_read_as_itself(table: str) -> None:
    for line in lines(table):
        left, _, right = line.partition(" = ")
        reads = [tuple(syllables(r.partition(" @ ")[0])) for r in right.split("|")]
        for phrase in left.split("|"):
            assert any(tuple(syllables(phrase)) != read for read in reads), line


def test_the_longest_phrase_is_found() -> None:
    text = "làm sổ đỏ"
    found = list(lexicon.everyday().find(text, read_words(text)))
    assert [(f.first, f.last) for f in found] == [(0, 3)]


def test_an_agency_has_the_day_of_its_new_name() -> None:
    text = "Sở Giao thông vận tải"
    (found,) = lexicon.agencies().find(text, read_words(text))
    assert found.phrase.reads == ("Sở Xây dựng",)
    assert found.phrase.since is not None
    assert found.phrase.since.isoformat() == "2025-03-01"
