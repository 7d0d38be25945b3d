"""First pages and final provisions of the 208 laws."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from congvu.legal import find_repeals, read_front_matter
from tests.shared_data import shared

pytestmark = pytest.mark.slow


def test_first_pages_of_208_laws() -> None:
    with tarfile.open(shared("laws/laws-208.tar.gz")) as archive:
        fronts = [
            read_front_matter(stream.read().decode(), Path(member.name).name)
            for member in archive
            if member.name.endswith(".txt") and (stream := archive.extractfile(member)) is not None
        ]
    assert len(fronts) == 208
    assert sum(front.title is not None for front in fronts) == 208
    assert sum(front.number is not None for front in fronts) == 207
    assert sum(front.issued_on is not None for front in fronts) == 208
    assert sum(front.effective_from is not None for front in fronts) >= 204


def test_208_laws_end_167_earlier_texts() -> None:
    with tarfile.open(shared("laws/laws-208.tar.gz")) as archive:
        texts = [
            stream.read().decode()
            for member in archive
            if member.name.endswith(".txt") and (stream := archive.extractfile(member)) is not None
        ]
    assert sum(repeal.part is None for text in texts for repeal in find_repeals(text)) == 167
