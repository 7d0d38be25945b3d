"""The documentation says what is so: links lead somewhere, commands exist, reference pages match the code."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from congvu.config.cli import cli

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".venv", ".git", ".congvu", "node_modules", "test-artifacts"}
# What stands between backticks or at the start of a line in a code block: "congvu" and the words after it.
COMMAND = re.compile(r"(?:^|`|ExecStart=\S*|\bbin/)congvu[ ]+([a-z]+)(?:[ ]+([a-z]+))?", re.MULTILINE)


def pages() -> list[Path]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")]
    return sorted(page for page in found if not SKIPPED.intersection(page.relative_to(ROOT).parts))


def names(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(ROOT)) for page in pages]


def links(text: str) -> Iterator[str]:
    prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)", prose):
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors(page: Path) -> set[str]:
    """Anchors of headings as common renderers make them."""
    headings = re.findall(r"^#+ +(.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=names(pages()))
def test_relative_links_lead_to_something(page: Path) -> None:
    broken = []
    for target in links(page.read_text("utf-8")):
        path, _hash, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert not broken


@pytest.mark.parametrize("page", pages(), ids=names(pages()))
def test_commands_that_are_named_exist(page: Path) -> None:
    context = click.Context(cli)
    unknown = []
    for name, sub in COMMAND.findall(page.read_text("utf-8")):
        command = cli.get_command(context, name)
        if command is None or (isinstance(command, click.Group) and command.get_command(context, sub) is None):
            unknown.append(f"congvu {name} {sub}".strip())
    assert not unknown


def test_the_command_pattern_finds_commands() -> None:
    """Guards the test above against finding nothing."""
    found = COMMAND.findall("Run `congvu ask TEXT`.\ncongvu audit verify\n/x/.venv/bin/congvu serve\n")
    assert found == [("ask", ""), ("audit", "verify"), ("serve", "")]


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_readme_names_the_two_commands_and_shows_the_program(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for needed in ("make demo", "make test", "docs/images/answer.png", "LICENSE"):
        assert needed in text


def test_both_readmes_lead_to_the_same_pages() -> None:
    wanted = ("docs/tutorial/", "docs/how-to/", "docs/explanation/")
    first, second = (
        {target for target in links((ROOT / name).read_text("utf-8")) if target.startswith(wanted)}
        for name in ("README.md", "README.vi.md")
    )
    assert first == second


def test_reference_pages_match_the_code(tmp_path: Path) -> None:
    """In a process of its own: help texts are translated when a module is imported, and must be English here."""
    subprocess.run([sys.executable, "-m", "congvu.config.reference", str(tmp_path)], check=True, cwd=ROOT)
    made = {page.name: page.read_text("utf-8") for page in tmp_path.iterdir()}
    kept = {page.name: page.read_text("utf-8") for page in (ROOT / "docs" / "reference").iterdir()}
    assert made == kept, "run: python -m congvu.config.reference"


def test_every_decision_says_when_to_think_again_and_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    decisions = sorted(folder.glob("0*.md"))
    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    for page in decisions:
        assert f"({page.name})" in index
        assert page.read_text("utf-8").split("## ")[-1].startswith("Revisit when\n\n")
