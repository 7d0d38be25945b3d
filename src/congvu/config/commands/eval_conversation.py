"""``congvu eval followups``: how follow-up questions are understood; ``readings``: when it is asked back."""

from __future__ import annotations

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.people import as_option, person
from congvu.config.commands.progress import shown
from congvu.config.words import _

HALVES = ("develop", "aside", "all")


@click.command("followups", help=_("Whether follow-up questions are completed rightly, over the demo's documents."))
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


@click.command("readings", help=_("Whether it is asked back which law is meant, where two answer and only there."))
@click.option("--half", type=click.Choice(HALVES), default="aside", show_default=True, help=_("Half of the questions."))
@as_option
@json_option
def readings(half: str, username: str | None, as_json: bool) -> None:
    """Needs the library of congvu demo; nothing of the questions stays in it."""
    from congvu.config import boot

    boot.database()
    from congvu.answering.evaluation.followups import asks_back

    with shown(quiet=as_json) as progress:
        result = asks_back(person(username), half, lambda done, total: progress(_("questions"), done, total))
    if as_json:
        write_json(result)
        return
    click.echo(
        _(
            "asked back for {asked_back} of {several} with two readings, for {asked_for_nothing} of {clear} clear ones"
        ).format(**result)
    )
    for row in result["wrong"] if half == "develop" else ():
        click.echo(f"  {row}")
