"""``congvu privacy``: delete what is too old, hand out what is held about a person, erase a person."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.accounts.models import User
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


@command.command("export", help=_("Write everything that is held about a person into a JSON file."))
@click.option("--user", "username", required=True, metavar="USER", help=_("The user name of the account."))
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help=_("The file to write; not there yet.")
)
def export(username: str, out: Path) -> None:
    """Only its owner may read the file. The export is in the audit log."""
    from congvu.config import boot

    boot.database()
    from congvu.privacy.export import export

    user = _account(username)
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(export(user))
    except OSError as error:
        raise InvalidInputError(
            _("{path} cannot be written: {error}").format(path=out, error=error.strerror), _("Choose another file.")
        ) from error
    click.echo(str(out))


@command.command("erase", help=_("Delete a person's conversations; of an ended account also who it was."))
@click.option("--user", "username", required=True, metavar="USER", help=_("The user name of the account."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@json_option
def erase(username: str, yes: bool, as_json: bool) -> None:
    """Name, e-mail address and user name of an account that is still in use stay; counts always do."""
    from congvu.config import boot

    boot.database()
    from congvu.privacy import actions

    user = _account(username)
    if not yes:
        click.confirm(_("Delete for good what “{name}” asked here?").format(name=user.username), abort=True, err=True)
    if user.is_active:
        label, deleted = user.username, actions.erase_conversations(user)
    else:
        label, deleted = actions.erase_person(user)
    if as_json:
        write_json({"username": label, "person_erased": not user.is_active, **deleted.data()})
        return
    click.echo(_("Deleted:"))
    click.echo(_counts(deleted, 1))
    if user.is_active:
        click.echo(_("The account is still in use, so its name stays. End it first to erase the person."))
    else:
        click.echo(_("The account is now called {label}.").format(label=label))


def _account(username: str) -> User:
    """The account of that name, also one that has ended; InvalidInputError where there is none."""
    from congvu.accounts.models import User

    user = User.objects.filter(username=username).first()
    if user is None:
        raise InvalidInputError(
            _("There is no account “{name}”.").format(name=username), _("Check the name after --user.")
        )
    return user


def _counts(deleted: Deleted, people: int) -> str:
    text = _("{questions} questions of {people} people, {conversations} conversations, {ratings} ratings")
    return text.format(people=people, **deleted.data())
