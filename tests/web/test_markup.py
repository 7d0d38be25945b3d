"""What a model writes is words on the page: no link, image, markup or request comes of it, with or without scripts."""

from __future__ import annotations

import shutil

import pytest

from congvu.answering.evaluation.attack_corpus import MARKUP
from congvu.web.chat.trial import try_pages
from tests.factories import People


@pytest.mark.e2e
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no browser: chromium is not installed")
def test_answers_full_of_markup_are_shown_as_words_and_ask_nobody_else(people: People) -> None:
    made = try_pages(people.alice, MARKUP)
    assert made["shown_as_words"] == len(MARKUP)
    assert made["outside"] == []
    assert made["foreign_elements"] == []
    assert made["complaints"] == []
    assert made["control_outside"] >= 5  # the same texts, as a page of their own, do ask
