"""``congvu figures``: prove that the figures of participation equal the questions, ratings and verdicts."""

from __future__ import annotations

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _


@click.group("figures", help=_("The figures of participation."))
def command() -> None:
    """Commands on what is counted."""


@command.command("check", help=_("Prove that the sums by person and day equal the rows that they sum up."))
@click.option("--mend", is_flag=True, help=_("Make them equal where they are not; nobody can ask meanwhile."))
@json_option
def check(mend: bool, as_json: bool) -> int:
    """Exit status 0 when they are equal (or were made so), 2 when they are not."""
    from congvu.config import boot

    boot.database()
    from congvu.campaigns.tallies import check_tallies, mend_tallies

    found = check_tallies()
    mended = mend_tallies() if mend and found.apart else 0
    if as_json:
        write_json({"sums": found.rows, "apart": found.apart, "mended": mended})
    elif not found.apart:
        click.echo(_("{count} sums, all equal to their rows.").format(count=found.rows))
    elif mended:
        click.echo(_("{count} sums were not equal to their rows, and are now.").format(count=mended))
    else:
        click.echo(
            _("{apart} of {count} sums are not equal to their rows; --mend makes them so.").format(
                apart=found.apart, count=found.rows
            )
        )
    return 2 if found.apart and not mended else 0
