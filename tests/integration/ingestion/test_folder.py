"""Files and folders of this machine as one supply."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvu.common.errors import InvalidInputError
from congvu.corpus.models import Document
from congvu.ingestion.folder import find_files, ingest_paths
from congvu.ingestion.types import Reason, RunProgress
from tests.factories import People

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "văn bản"
    (root / "con").mkdir(parents=True)
    (root / ".kho").mkdir()
    for name in ("a.txt", "con/b.TXT", ".an.txt", ".kho/c.txt", "nen.tar.gz", "bang.pptx"):
        (root / name).write_text(f"Nội dung của {name}, một ghi chú ngắn của cơ quan.")
    (root / "lien-ket.txt").symlink_to(root / "a.txt")
    (root / "vong").symlink_to(root, target_is_directory=True)
    return root


def test_a_folder_is_searched_without_links_and_hidden_files(folder: Path) -> None:
    found = find_files([folder])
    assert [file.name for file in found.files] == ["a.txt", "con/b.TXT"]
    assert {path.name for path in found.skipped} == {"nen.tar.gz", "bang.pptx", "lien-ket.txt"}


def test_a_file_that_is_named_itself_is_always_taken(folder: Path) -> None:
    assert [file.name for file in find_files([folder / "nen.tar.gz"]).files] == ["nen.tar.gz"]


def test_a_path_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(InvalidInputError, match="khong-co"):
        find_files([folder / "khong-co"])


def test_files_are_read_here_with_progress_where_no_worker_runs(people: People, folder: Path) -> None:
    seen: list[tuple[RunProgress, str]] = []
    run, found = ingest_paths(
        people.eve,
        [folder],
        agency=None,
        visibility="province",
        progress_callback=lambda progress, name: seen.append((progress, name)),
    )
    assert Document.objects.count() == len(found.files) == 2
    assert (seen[0][0].done, seen[-1][0].done, seen[-1][0].finished) == (0, 2, True)
    assert {name for _progress, name in seen} == {"", "a.txt", "con/b.TXT"}
    assert run.source.code == "folder"


def test_an_archive_gets_its_reason(people: People, tmp_path: Path) -> None:
    archive = tmp_path / "van-ban.tar.gz"
    archive.write_bytes(b"\x1f\x8b\x08\x00" + b"x" * 50)
    run, _found = ingest_paths(people.eve, [archive], agency=None, visibility="province", inline=True)
    assert run.items.get().reason_code == Reason.UNSUPPORTED


def test_a_folder_without_anything_to_read_is_told(people: People, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError):
        ingest_paths(people.eve, [tmp_path], agency=None, visibility="province")
