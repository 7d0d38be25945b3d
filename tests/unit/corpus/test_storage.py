"""Bytes by their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from congvu.corpus import storage


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.CONGVU_FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def test_bytes_come_back_under_their_hash(files: Path) -> None:
    key = storage.put_bytes("nội dung".encode())
    assert key == hashlib.sha256("nội dung".encode()).hexdigest()
    with storage.open_blob(key) as file:
        assert file.read().decode() == "nội dung"
    assert storage.put_bytes("nội dung".encode()) == key
    assert [path for path in files.rglob("*") if path.is_file()] == [storage.blob_path(key)]


def test_a_file_is_kept_like_its_bytes(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"x" * 3_000_000)
    assert storage.put_file(source) == storage.put_bytes(b"x" * 3_000_000)


def test_a_write_that_fails_leaves_nothing(files: Path) -> None:
    def broken() -> Any:
        yield b"half"
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        storage._put(broken())
    assert list(files.iterdir()) == []


def test_deleting_is_idempotent() -> None:
    key = storage.put_bytes(b"x")
    storage.delete(key)
    storage.delete(key)
    assert not storage.exists(key)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_hash_is_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="hash"):
        storage.blob_path(name)
