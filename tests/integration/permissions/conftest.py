"""Bytes of the test's own, the fake model, and the world of canaries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.integration.permissions.world import World


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.CONGVU_FILES_DIR = tmp_path / "files"
    settings.CONGVU_EMBEDDER = "fake"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    # Models can only be imported once Django is set up, which is after this file is.
    from congvu.retrieval import statistics, vectors
    from tests.integration.permissions.world import make_world

    yield make_world()
    statistics.forget()
    vectors.forget()
