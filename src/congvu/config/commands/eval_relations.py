"""``congvu eval relations``: how well what texts say of each other is read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
Said = tuple[Any, ...]


@click.command("relations", help=_("Read the relations of texts; compare notes of amendment with labelled ones."))
@click.option("--texts", type=_FOLDER, required=True, help=_("A folder of plain texts (.txt)."))
@click.option(
    "--notes", type=_FILE, help=_("notes.jsonl: what each labelled note says; without it relations are only counted.")
)
@json_option
def command(texts: Path, notes: Path | None, as_json: bool) -> None:
    """Counts by kind, and precision and recall on the labelled notes, per half of them and together."""
    result: dict[str, Any] = {"counts": _counts(texts)} if notes is None else {"notes": measure(texts, notes)}
    if as_json:
        write_json(result)
        return
    for kind, count in result.get("counts", {}).items():
        click.echo(f"{kind:<16}{count:>8}")
    for half, row in result.get("notes", {}).items():
        click.echo(
            _("{half}: {notes} notes, {said} statements, precision {precision:.3f}, recall {recall:.3f}").format(
                half=half, **row
            )
        )


def _counts(texts: Path) -> dict[str, int]:
    from congvu.legal import display_title, read_front_matter
    from congvu.legal.relations import find_relations
    from congvu.legal.structure import parse_structure

    counts: Counter[str] = Counter()
    for path in sorted(texts.rglob("*.txt")):
        text = path.read_text("utf-8")
        front = read_front_matter(text, path.name)
        found = find_relations(
            text,
            parse_structure(text),
            title=display_title(front) or "",
            kind=front.kind or "",
            issued_on=front.issued_on,
        )
        counts["texts"] += 1
        counts.update(f"{relation.kind}{' (unit)' if relation.part else ''}" for relation in found)
    return dict(sorted(counts.items()))


def measure(texts: Path, notes: Path) -> dict[str, dict[str, Any]]:
    """Precision and recall of statements: right only where kind, unit, text, provision and days are all right.

    Raises InvalidInputError where the labels do not fit the texts.
    """
    rows = [json.loads(line) for line in notes.read_text("utf-8").splitlines() if line]
    read = {name: _statements(texts / name) for name in sorted({row["file"] for row in rows})}
    result: dict[str, dict[str, Any]] = {}
    for half in (*sorted({row["half"] for row in rows}), "all"):
        chosen = [row for row in rows if half in ("all", row["half"])]
        wanted = [Counter(_labelled(said) for said in row["says"]) for row in chosen]
        found = [Counter(_of_note(read[row["file"]], row)) for row in chosen]
        right = sum(sum((a & b).values()) for a, b in zip(wanted, found, strict=True))
        said, told = (sum(sum(counter.values()) for counter in side) for side in (wanted, found))
        result[half] = {
            "notes": len(chosen),
            "said": said,
            "precision": right / told if told else 0.0,
            "recall": right / said if said else 0.0,
        }
    return result


def _labelled(said: dict[str, Any]) -> Said:
    return (
        said["kind"],
        said["target"],
        said["by"],
        said["by_part"],
        said["from"],
        said["until"],
        bool(said.get("phrase")),
    )


def _statements(path: Path) -> tuple[str, list[tuple[int, Said]]]:
    from congvu.legal.inline_notes import find_notes
    from congvu.legal.structure import parse_structure

    if not path.is_file():
        raise InvalidInputError(_("There is no text {path}.").format(path=path), _("Check --texts."))
    text = path.read_text("utf-8")
    found = []
    for relation in find_notes(text, parse_structure(text)):
        by, to = relation.acting, relation.affected
        said = (
            relation.kind.value,
            relation.part if to is None else to.symbol,
            (by.symbol or by.name) if by else None,
            relation.acting_part,
            relation.effective_on.isoformat() if relation.effective_on else None,
            relation.until.isoformat() if relation.until else None,
            relation.phrase,
        )
        found.append((relation.start, said))
    return text, found


def _of_note(read: tuple[str, list[tuple[int, Said]]], row: dict[str, Any]) -> list[Said]:
    """What was read inside the brackets of one note."""
    text, found = read
    at = row["at"]
    if not text.startswith("[" + row["begins"][:12], at):
        raise InvalidInputError(
            _("The labels do not fit the text {name}.").format(name=row["file"]), _("Use the text they were made for.")
        )
    end = text.index("]", at)
    return [said for start, said in found if at < start < end]
