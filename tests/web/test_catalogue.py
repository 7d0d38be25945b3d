"""The Vietnamese catalogue is whole and compiled; ``python -m congvu.web.catalogue update`` makes it so."""

from __future__ import annotations

import string

import pytest

from congvu.web import catalogue


def test_every_text_of_the_program_is_in_vietnamese_and_compiled() -> None:
    assert catalogue.problems() == []


def test_the_sources_are_really_read() -> None:
    found = {message.id for message in catalogue.extract() if message.id}
    assert "Sign in" in found  # a template
    assert "The question is empty." in found  # Python, another room
    assert ("%(n)s file", "%(n)s files") in found  # a plural in a template


def test_a_missing_translation_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = catalogue.read()
    kept["Sign in"].string = ""
    kept.add("Not used anywhere", "Không dùng")
    monkeypatch.setattr(catalogue, "read", lambda: kept)
    found = catalogue.problems()
    assert "no Vietnamese text: Sign in" in found
    assert "no longer used: Not used anywhere" in found
    assert any("django.mo" in line for line in found)


def test_translations_keep_the_places_to_fill() -> None:
    """``{name}`` places, which Babel does not check, are the same on both sides."""

    def places(text: str) -> set[str]:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}

    for message in catalogue.read():
        if isinstance(message.id, str) and "{" in message.id:
            assert places(message.id) == places(str(message.string)), message.id
