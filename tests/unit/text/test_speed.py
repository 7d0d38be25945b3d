"""Work grows with the length of the text, whatever the text is."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from congvu.text import accented_syllables, clean, find_dates, fold, index_terms, sentences, tone_normalise

HOSTILE = ["1", "/", " ", "1/1/", "ngay ", "ngày 1 tháng ", ". ", ".", "A. ", "ò", "q", "\u0301", "\n", "Điều 5. "]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("work", [clean, fold, tone_normalise, find_dates, sentences, index_terms, accented_syllables])
def test_hostile_text_is_read_in_linear_time(work: Callable[[str], object], piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        started = time.process_time()
        work(text)
        return time.process_time() - started

    seconds(2_000)
    short = min(seconds(10_000), seconds(10_000))
    # Eight times the text: quadratic work would take 64 times as long.
    assert min(seconds(80_000), seconds(80_000)) < 24 * short + 0.1
