"""``congvu relations``: read anew what the library's texts say of each other."""

from __future__ import annotations

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.progress import shown
from congvu.config.words import _


@click.command("relations", help=_("Read anew what the texts of the library say of each other."))
@json_option
def command(as_json: bool) -> None:
    """As after an update of the program; what people confirmed or rejected stays."""
    from congvu.config import boot

    boot.database()
    from congvu.ingestion.relations import read_relations_anew

    with shown(quiet=as_json) as progress:
        texts = read_relations_anew(progress)
    if as_json:
        write_json({"texts": texts})
    else:
        click.echo(_("{count} texts read.").format(count=texts))
