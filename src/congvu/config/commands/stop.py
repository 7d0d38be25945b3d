"""``congvu stop``."""

from __future__ import annotations

import click

from congvu.config.words import _


@click.command("stop", help=_("Stop what runs in this data folder."))
def command() -> None:
    """Stop the site, then the database, whoever uses it."""
    from congvu.config import serving

    click.echo(_("Stopped.") if serving.stop() else _("Nothing was running."))
