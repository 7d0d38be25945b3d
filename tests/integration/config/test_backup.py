"""A backup of a running installation, restored elsewhere: the same texts, files and events; nothing half-done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

TEXT = "QUY CHẾ\n\nĐiều 1. Lịch trực cơ quan\n1. Lịch trực do Văn phòng lập vào thứ sáu.\n"


def congvu(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONGVU_")}
    return subprocess.run(
        [sys.executable, "-m", "congvu.config.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**kept, "CONGVU_DATA_DIR": str(data), "CONGVU_LANGUAGE": "en", "CONGVU_EMBEDDER": "fake"},
    )


def told(data: Path, *arguments: str) -> dict[str, object]:
    done = congvu(data, *arguments, "--json")
    assert done.returncode == 0, done.stderr + done.stdout
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def room() -> Path:
    return Path(os.environ["CONGVU_DATA_DIR"])


@pytest.fixture(scope="module")
def saved(room: Path) -> Path:
    """A backup of an installation with one document."""
    paper = room / "quy-che.txt"
    paper.write_text(TEXT, "utf-8")
    assert congvu(room / "first", "ingest", str(paper), "--visibility", "province").returncode == 0
    told(room / "first", "audit", "anchor")
    file = room / "congvu.tar"
    made = told(room / "first", "backup", str(file))
    assert made["files"] == 1
    assert file.stat().st_mode & 0o077 == 0
    return file


def test_what_was_saved_answers_elsewhere_and_its_log_is_whole(room: Path, saved: Path) -> None:
    restored = told(room / "second", "restore", str(saved))
    assert restored["documents"] == restored["files"] == 1
    assert restored["audit"] == {"intact": True, "checked": restored["audit"]["checked"]}  # type: ignore[index]
    found = told(room / "second", "search", "lịch trực cơ quan")
    assert "Văn phòng lập vào thứ sáu" in json.dumps(found, ensure_ascii=False)
    verdict = told(room / "second", "audit", "verify")
    assert (verdict["intact"], verdict["anchors"]) == (True, 1)
    first = {path.name: path.read_bytes() for path in (room / "first" / "files").glob("??/*")}
    second = {path.name: path.read_bytes() for path in (room / "second" / "files").glob("??/*")}
    assert first == second
    again = congvu(room / "second", "restore", str(saved))
    assert again.returncode == 2
    assert "already" in again.stderr


def test_a_backup_never_writes_over_a_file(room: Path, saved: Path) -> None:
    before = saved.read_bytes()
    done = congvu(room / "first", "backup", str(saved))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert saved.read_bytes() == before
    done = congvu(room / "first", "backup", str(room / "nowhere" / "x.tar"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_what_is_cut_off_changed_or_no_backup_is_refused_and_nothing_is_used(room: Path, saved: Path) -> None:
    data = saved.read_bytes()
    with tarfile.open(saved) as archive:
        file = next(member for member in archive if member.name.startswith("files/"))
    changed = bytearray(data)
    changed[file.offset_data] ^= 1
    bad = {"cut.tar": data[: len(data) // 2], "changed.tar": bytes(changed), "text.tar": b"no tar at all"}
    with tarfile.open(room / "outside.tar", "w") as archive:
        archive.add(__file__, "../outside")
    names = ["outside.tar"]
    for name, content in bad.items():
        (room / name).write_bytes(content)
        names.append(name)
    for name in names:
        done = congvu(room / "third", "restore", str(room / name))
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), name
        assert not list((room / "third" / "files").rglob("*")), name
    assert not (room / "outside").exists()
    assert told(room / "third", "restore", str(saved))["documents"] == 1, "refusals leave the folder usable"
