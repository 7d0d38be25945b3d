"""``congvu eval followups``: how follow-up questions are understood; ``readings``: when it is asked back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.people import as_option, person
from congvu.config.commands.progress import shown
from congvu.config.words import _

HALVES = ("develop", "aside", "all")
DEVELOP = HALVES[0]
"""The half whose single questions may be looked at."""

Measure = Callable[..., dict[str, Any]]


def _options(of: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """What both commands are told: which half, as whom, in which form."""
    half = click.option("--half", type=click.Choice(HALVES), default="aside", show_default=True, help=of)
    return lambda command: half(as_option(json_option(command)))


def _measured(what: str, measure: Measure, half: str, username: str | None, quiet: bool) -> dict[str, Any]:
    """Run over the library of congvu demo; nothing of the questions stays in it."""
    with shown(quiet=quiet) as progress:
        return measure(person(username), half, lambda done, total: progress(what, done, total))


@click.command("followups", help=_("Whether follow-up questions are completed rightly, over the demo's documents."))
@_options(_("Half of the dialogues."))
def followups(half: str, username: str | None, as_json: bool) -> None:
    """Needs the library of congvu demo."""
    from congvu.config import boot

    boot.database()
    from congvu.answering.evaluation.followups import run

    result = _measured(_("dialogues"), run, half, username, as_json)
    if as_json:
        write_json(result)
        return
    told = _("{right} of {dialogues} dialogues end with the right unit; {completed} questions were completed")
    click.echo(told.format(**result))
    for one in result["missed"] if half == DEVELOP else ():
        click.echo(f"  {' | '.join(one['turns'])}\n    = {one['read_as']}\n    -> {one['quoted']}")


@click.command("readings", help=_("Whether it is asked back which law is meant, where two answer and only there."))
@_options(_("Half of the questions."))
def readings(half: str, username: str | None, as_json: bool) -> None:
    """Needs the library of congvu demo."""
    from congvu.config import boot

    boot.database()
    from congvu.answering.evaluation.followups import asks_back

    result = _measured(_("questions"), asks_back, half, username, as_json)
    if as_json:
        write_json(result)
        return
    click.echo(
        _(
            "asked back for {asked_back} of {several} with two readings, for {asked_for_nothing} of {clear} clear ones"
        ).format(**result)
    )
    for row in result["wrong"] if half == DEVELOP else ():
        click.echo(f"  {row}")
