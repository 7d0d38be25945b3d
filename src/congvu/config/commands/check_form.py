"""``congvu check-form``: what is wrong with the form of an official DOCX."""

from __future__ import annotations

from pathlib import Path

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _


@click.command("check-form", help=_("Check the form of a DOCX against Nghị định 30/2020/NĐ-CP."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> int:
    """Exit status 0 where nothing is wrong, 2 where something is. No database is needed."""
    from congvu.config import boot

    boot.settings()
    from congvu.reports.form_check import check_form

    faults = check_form(file.read_bytes())
    if as_json:
        write_json(
            {
                "file": str(file),
                "faults": [{"code": f.code, "where": f.where, "wrong": f.wrong, "wanted": f.wanted} for f in faults],
            }
        )
    elif not faults:
        click.echo(_("Nothing wrong with the form was found."))
    for fault in [] if as_json else faults:
        click.echo(f"{fault.code}\t{fault.where}: {fault.wrong}\n\t→ {fault.wanted}")
    return 2 if faults else 0
