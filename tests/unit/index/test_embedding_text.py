"""The windows in which a passage is read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from congvu.index.embedding_text import HEADING, OVERLAP, WINDOW, embedding_text, windows
from congvu.index.types import Entry


def entry(headings: str, body: str) -> Entry:
    return Entry(1, 1, 1, (), None, None, "Luật Ví dụ", headings, body)


def test_a_short_passage_is_one_window_under_the_heading_of_its_article() -> None:
    text = embedding_text(entry("Chương I. Chung › Điều 5. Nghỉ phép › 1. Được nghỉ:", "a) 12 ngày;\nb) 14 ngày."))
    assert windows(text) == ["Điều 5. Nghỉ phép › 1. Được nghỉ:\na) 12 ngày;\nb) 14 ngày."]


def test_every_window_of_a_long_passage_stands_under_the_heading() -> None:
    body = " ".join(f"từ{n}" for n in range(260))
    found = windows(embedding_text(entry("Điều 5. Nghỉ phép", body)))
    assert len(found) == 3
    assert all(part.startswith("Điều 5. Nghỉ phép\n") for part in found)


def test_a_very_long_heading_leaves_room_for_the_words_below_it() -> None:
    heading = "Điều 1. " + " ".join(f"tên{n}" for n in range(300))
    assert len(windows(embedding_text(entry(heading, "thân")))[0].split()) == HEADING + 1


def test_a_passage_without_words_still_has_a_text() -> None:
    assert windows(embedding_text(entry("", ""))) == [""]


@given(st.integers(0, 700))
def test_windows_cover_every_word_and_are_about_as_long(count: int) -> None:
    words = [f"w{n}" for n in range(count)]
    parts = [part.split() for part in windows("\n" + " ".join(words))]
    assert list(dict.fromkeys(word for part in parts for word in part)) == words
    assert all(len(part) <= 1.5 * WINDOW + OVERLAP for part in parts)
    if len(parts) > 1:
        assert min(map(len, parts)) >= WINDOW / 2
