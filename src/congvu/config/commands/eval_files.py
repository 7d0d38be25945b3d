"""``congvu eval ocr``: how well scans are read; ``legacy``: files in TCVN3 and VNI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.progress import shown
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.ingestion.evaluation import Measured

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("ocr", help=_("Character errors on scanned pages typed by hand: NAME-PAGE.txt for NAME.pdf."))
@click.option("--truth", type=_FOLDER, required=True, help=_("Folder of the typed pages."))
@click.option("--scans", type=_FOLDER, required=True, help=_("Folder of the scans."))
@json_option
def ocr(truth: Path, scans: Path, as_json: bool) -> None:
    """Recognises the pages and compares."""
    from congvu.config import boot

    boot.settings()
    from congvu.ingestion.evaluation import measure_scans

    with shown(quiet=as_json) as progress:
        found = list(measure_scans(truth, scans, lambda done, all_: progress(_("pages"), done, all_)))
    _reading_table(found, as_json)


@click.command("legacy", help=_("How well files in TCVN3 and VNI are read, against their text in Unicode."))
@click.option("--truth", type=_FOLDER, required=True, help=_("Folder of the texts, NAME.txt for each file."))
@click.option("--files", type=_FOLDER, required=True, help=_("Folder of the files."))
@json_option
def legacy(truth: Path, files: Path, as_json: bool) -> None:
    """Reads the files as any supplied file is read and compares."""
    from congvu.config import boot

    boot.settings()
    from congvu.ingestion.evaluation import measure_legacy

    with shown(quiet=as_json) as progress:
        found = list(measure_legacy(truth, files, lambda done, all_: progress(_("files"), done, all_)))
    _reading_table(found, as_json)


def _reading_table(found: list[Measured], as_json: bool) -> None:
    from congvu.ingestion.evaluation import total

    rows = [(one.name, one.accuracy, one.seconds, one.confidence) for one in found]
    rows.append((_("all"), total(found), sum(one.seconds for one in found), None))
    if as_json:
        write_json(
            [
                {
                    "name": name, "character": right.character, "diacritic": right.diacritic,
                    "syllable": right.syllable, "error": right.error, "seconds": seconds, "confidence": confidence,
                }
                for name, right, seconds, confidence in rows
            ]
        )  # fmt: skip
        return
    heads = "".join(f" {word:>10}" for word in (_("character"), _("diacritic"), _("syllable")))
    click.echo(f"{'':<50}{heads} {_('error'):>8} {'s':>6} {'%':>4}")
    for name, right, seconds, confidence in rows:
        click.echo(
            f"{name[:50]:<50} {right.character:>10.4f} {right.diacritic:>10.4f} {right.syllable:>10.4f} "
            f"{right.error:>8.4f} {seconds:>6.1f} {'' if confidence is None else confidence:>4}"
        )
