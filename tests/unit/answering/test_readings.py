from __future__ import annotations

import datetime as dt

from congvu.answering.readings import reading_notes
from congvu.retrieval.types import Rewrite

SINCE = dt.date(2025, 7, 1)


def said(*rewrites: Rewrite) -> list[str]:
    notes = reading_notes(rewrites)
    assert all(note.kind == "note" and not note.citations for note in notes)
    return [note.text for note in notes]


def test_what_was_read_as_other_words_is_told_in_one_note() -> None:
    (note,) = said(Rewrite("dogn", "dong", "slip"), Rewrite("bìa đỏ", "giấy chứng nhận", "everyday"))
    assert "“dogn” as “dong”; “bìa đỏ” as “giấy chứng nhận”" in note


def test_an_abbreviation_with_one_reading_needs_no_word() -> None:
    assert said(Rewrite("UBND", "Ủy ban nhân dân", "abbreviation", plain=True)) == []
    assert said(Rewrite("DN", "doanh nghiệp", "abbreviation")) != []


def test_old_names_are_told_with_the_day() -> None:
    renamed, ended = said(
        Rewrite("Sở Kế hoạch và Đầu tư", "Sở Tài chính", "renamed", SINCE),
        Rewrite("huyện Lục Yên", "", "renamed", SINCE),
    )
    assert "“Sở Tài chính” (since 01/07/2025)" in renamed
    assert "“huyện Lục Yên” ceased to exist" in ended
