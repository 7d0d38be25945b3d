"""``congvu privacy``: delete what is too old, hand out what is held about a person, erase a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.privacy.types import Deleted


@click.group("privacy", help=_("Personal data: retention, export, erasure."))
def command() -> None:
    """Commands on what is held about people."""


@command.command("purge", help=_("Delete questions that are older than people were promised; counts stay."))
@click.option("--dry-run", is_flag=True, help=_("Only count what would be deleted."))
@json_option
def purge(dry_run: bool, as_json: bool) -> None:
    """The worker does the same every night."""
    from congvu.config import boot

    boot.database()
    from congvu.privacy import actions

    result = actions.would_purge() if dry_run else actions.purge()
    if as_json:
        write_json({"dry_run": dry_run, **result.data()})
        return
    click.echo((_("Older than {days} days:") if dry_run else _("Deleted:")).format(days=result.days))
    click.echo(_counts(result.deleted, result.people))


def _counts(deleted: Deleted, people: int) -> str:
    text = _("{questions} questions of {people} people, {conversations} conversations, {ratings} ratings")
    return text.format(people=people, **deleted.data())
