"""A place for the bytes of every test, the people, and no real embedding model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.factories import People


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.CONGVU_FILES_DIR = tmp_path / "files"
    settings.CONGVU_EMBEDDER = "fake"


@pytest.fixture
def people(transactional_db: None) -> Iterator[People]:
    # Models can only be imported once Django is set up, which is after this file is.
    from congvu.index.backends import get_backend
    from tests.factories import make_people

    # The tables of the index are no models, so that nobody else empties them.
    get_backend().drop("g1")
    yield make_people()
    get_backend().drop("g1")
