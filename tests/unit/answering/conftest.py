from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The msgids themselves, so that tests do not depend on the catalogue."""
    with translation.override("en"):
        yield
