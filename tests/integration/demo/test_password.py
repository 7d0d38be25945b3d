"""One password, made once, readable by its owner only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from congvu.common.errors import UnavailableError
from congvu.config.demo import password


def test_no_password_before_the_demo_was_loaded(tmp_path: Path) -> None:
    assert password.known(tmp_path) == ""


def test_password_is_made_once_and_kept_private(tmp_path: Path) -> None:
    made = password.make(tmp_path)
    assert re.fullmatch(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", made)
    assert password.make(tmp_path) == made == password.known(tmp_path)
    assert (tmp_path / password.FILE).stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == [password.FILE]


def test_two_installations_have_different_passwords(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert password.make(tmp_path / "a") != password.make(tmp_path / "b")


def test_the_first_of_two_starts_at_once_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = password.known, []

    def known_late(folder: Path) -> str:
        calls.append(folder)
        if len(calls) == 1:  # the other start writes between the look and the link
            (folder / password.FILE).write_text("aaaa-bbbb-cccc-dddd\n")
            return ""
        return real(folder)

    monkeypatch.setattr(password, "known", known_late)
    assert password.make(tmp_path) == "aaaa-bbbb-cccc-dddd"


def test_a_file_that_a_full_disk_left_empty_is_replaced(tmp_path: Path) -> None:
    (tmp_path / password.FILE).write_text("")
    made = password.make(tmp_path)
    assert made
    assert password.known(tmp_path) == made


def test_a_password_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / password.FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnavailableError):
        password.known(tmp_path)
