"""The development data beside the checkout: found, or the test is skipped with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("CONGVU_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


def shared(relative: str) -> Path:
    """Path of a file of the development data; skips the test where that data is absent."""
    path = ROOT / relative
    if not path.exists():
        pytest.skip(f"development data {relative} is not on this machine (set CONGVU_SHARED_DATA)")
    return path
