"""The shape of the repository: who imports whom, what every room has, what no tracked file may contain."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "congvu"
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())

# Written in pieces, or this file would find itself.
FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:home|Users|wor" + r"k|mnt|opt)/[\w.-]+/"),
    "the address of a package registry": re.compile(
        r"pypi\.(?:org|python)|files\.python"
        + r"hosted|registry\.npm|--(?:extra-)?index-"
        + r"url\s+\S*http",
        re.IGNORECASE,
    ),
}


def tracked() -> list[Path]:
    """Files under version control that are text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = [name for name in listed.stdout.split("\0") if name]
    assert len(names) > 50
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_rooms_import_only_from_rooms_below_them() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", "pyproject.toml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_is_for(room: str) -> None:
    readme = PACKAGE / room / "README.md"
    assert readme.exists(), f"src/congvu/{room}/README.md is missing"
    assert len(readme.read_text(encoding="utf-8").splitlines()) > 5


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            found += [
                f"{path.relative_to(ROOT)}:{number}: {what}"
                for what, pattern in FORBIDDEN.items()
                if pattern.search(line)
            ]
    assert not found, "\n".join(found)


def test_the_patterns_find_what_they_are_for() -> None:
    samples = {
        "a path of somebody's machine": "cd /ho" + "me/lan/project",
        "the address of a package registry": "https://py" + "pi.org/simple",
    }
    assert all(FORBIDDEN[what].search(sample) for what, sample in samples.items())


def test_modules_stay_readable() -> None:
    long = {
        str(path.relative_to(PACKAGE)): count
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and (count := path.read_text(encoding="utf-8").count("\n")) > 330
    }
    assert not long, f"over about 300 lines: {long}"


def test_only_migrations_and_the_index_write_sql_for_vectors() -> None:
    pattern = re.compile(r"halfvec|<=>|<@>|bm25")
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in {"index", "config"}
        and "migrations" not in path.parts
        and re.search(r"cursor\(|\.raw\(|RawSQL|psycopg", source := path.read_text(encoding="utf-8"))
        and pattern.search(source)
    ]
    assert not found
