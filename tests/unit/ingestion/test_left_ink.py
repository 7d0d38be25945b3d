"""Ink beside the words of a scan: what lies under a seal, and stamps of receipt that cannot be read."""

from __future__ import annotations

from PIL import Image, ImageDraw

from congvu.ingestion.parsers.left_ink import overlooked, stamps_of_receipt
from congvu.ingestion.parsers.recognise import _piece, _without_stamps, _Word

_FRAME = (100, 200, 480, 360)


def _page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("L", (1654, 2339), "white")
    return page, ImageDraw.Draw(page)


def _word(text: str, confidence: float, x0: int = 150, top: int = 250) -> _Word:
    return _Word(text, x0, x0 + 100, top, top + 30, confidence, 1)


def test_a_seal_outside_of_every_word_is_looked_at_again() -> None:
    page, pen = _page()
    pen.ellipse((900, 500, 1200, 800), outline="black", width=8)
    pen.rectangle((200, 500, 500, 620), fill="black")
    (box,) = overlooked(page, [(200, 500, 500, 620)])
    assert box[0] <= 900 < 1200 <= box[2]
    assert box[1] <= 500 < 800 <= box[3]


def test_single_lines_and_whole_pages_of_ink_are_not_looked_at_again() -> None:
    page, pen = _page()
    pen.rectangle((200, 500, 600, 540), fill="black")
    assert not list(overlooked(page, []))
    pen.rectangle((0, 0, 1653, 2338), outline="black", width=9)
    assert not list(overlooked(page, []))


def test_a_frame_of_a_stamps_size_is_found_and_a_letter_or_table_is_not() -> None:
    page, pen = _page()
    pen.rectangle(_FRAME, outline="black", width=3)
    pen.ellipse((700, 300, 790, 350), outline="black", width=3)
    pen.rectangle((100, 900, 1500, 1900), outline="black", width=3)
    (box,) = stamps_of_receipt(page)
    assert all(abs(one - other) <= 2 for one, other in zip(box, _FRAME, strict=True))


def test_an_unclear_stamp_is_left_out_and_a_clear_one_kept() -> None:
    page, pen = _page()
    pen.rectangle(_FRAME, outline="black", width=3)
    beside = _word("Căn", 30, x0=900)
    assert _without_stamps(page, [_word("TTN", 20), beside]) == [beside]
    clear = [_word("LƯU", 91), _word("HÀNH", 93, x0=260)]
    assert _without_stamps(page, clear) == clear


def test_a_tilde_before_an_item_is_the_dash_that_it_was() -> None:
    assert _piece([_word("~", 90), _word("Công", 96, x0=260)], 0.0).text == "- Công"
    assert _piece([_word("~5", 90), _word("%", 96, x0=260)], 0.0).text == "~5 %"
