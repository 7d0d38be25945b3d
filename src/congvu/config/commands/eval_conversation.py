"""``congvu eval followups``: how follow-up questions are understood."""

from __future__ import annotations

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.people import as_option, person
from congvu.config.commands.progress import shown
from congvu.config.words import _

HALVES = ("develop", "aside", "all")


@click.command("followups", help=_("Whether follow-up questions are completed rightly, over the documents of the demo."))
@click.option("--half", type=click.Choice(HALVES), default="aside", show_default=True, help=_("Half of the dialogues."))
@as_option
@json_option
def followups(half: str, username: str | None, as_json: bool) -> None:
    """Needs the library of congvu demo; nothing of the questions stays in it."""
    from congvu.config import boot

    boot.database()
    from congvu.answering.evaluation.followups import run

    with shown(quiet=as_json) as progress:
        result = run(person(username), half, lambda done, total: progress(_("dialogues"), done, total))
    if as_json:
        write_json(result)
        return
    click.echo(
        _("{right} of {dialogues} dialogues end with the right unit; {completed} questions were completed").format(
            **result
        )
    )
    for one in result["missed"] if half == "develop" else ():
        click.echo(f"  {' | '.join(one['turns'])}\n    = {one['read_as']}\n    -> {one['quoted']}")
