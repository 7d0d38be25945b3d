"""A place for the bytes of every test, and the people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.factories import People


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.CONGVU_FILES_DIR = tmp_path / "files"


@pytest.fixture
def people(db: None) -> People:
    # Models can only be imported once Django is set up, which is after this file is.
    from tests.factories import make_people

    return make_people()
