"""``congvu migrate``."""

from __future__ import annotations

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _


@click.command("migrate", help=_("Bring the tables of the database up to date."))
@json_option
def command(as_json: bool) -> None:
    """Make the extensions and apply the migrations."""
    from congvu.config import boot, database

    applied = database.migrate(boot.database(tables_needed=False))
    if as_json:
        write_json({"applied": applied})
    elif applied:
        click.echo(_("{count} changes of the tables were applied.").format(count=len(applied)))
    else:
        click.echo(_("The tables are up to date."))
