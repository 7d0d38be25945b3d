"""``congvu knowledge``: list, withdraw, check. Nothing is approved here: that needs two people, on the pages."""

from __future__ import annotations

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _

STATES = ("live", "suspended", "withdrawn")


@click.group("knowledge", help=_("Approved knowledge."))
def command() -> None:
    """Commands on approved knowledge."""


@command.command("list", help=_("Approved questions and answers, the newest first."))
@click.option("--state", type=click.Choice(STATES), help=_("Only those in this state."))
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help=_("How many at most."))
@json_option
def list_entries(state: str | None, limit: int, as_json: bool) -> None:
    """Whoever runs this has the database anyway: nothing is left out."""
    from congvu.config import boot

    boot.database()
    from congvu.knowledge.models import KnowledgeEntry

    found = KnowledgeEntry.objects.select_related("correction__field", "review__reviewer")
    entries = list((found.filter(state=state) if state else found)[:limit])
    if as_json:
        write_json(
            [
                {
                    "id": entry.pk,
                    "state": entry.state,
                    "why": entry.why,
                    "field": entry.correction.field.code,
                    "question": entry.correction.question,
                    "answer": entry.correction.text,
                    "approved_by": entry.review.reviewer.username,
                    "approved_at": entry.published_at.isoformat(),
                    "hash": entry.content_hash,
                }
                for entry in entries
            ]
        )
        return
    for entry in entries:
        click.echo(f"{entry.pk:>6}  {entry.state:<10} {entry.published_at:%d/%m/%Y}  {entry.correction.question}")
    if not entries:
        click.echo(_("Nothing is approved yet."))


@command.command("withdraw", help=_("Take an approved answer out of use, from the next question on."))
@click.argument("number", type=click.IntRange(min=1), metavar="ID")
@click.option("--why", required=True, help=_("The reason; it stays with it."))
@json_option
def withdraw_entry(number: int, why: str, as_json: bool) -> None:
    """In the name of the program; the audit log tells so."""
    from congvu.config import boot

    boot.database()
    from congvu.knowledge.models import KnowledgeEntry
    from congvu.knowledge.publishing import withdraw

    entry = KnowledgeEntry.objects.filter(pk=number).first()
    if entry is None:
        raise InvalidInputError(
            _("There is no approved knowledge {number}.").format(number=number), _("Look at “congvu knowledge list”.")
        )
    done = withdraw(entry, None, why)
    if as_json:
        write_json({"id": done.pk, "state": done.state, "why": done.why})
        return
    click.echo(_("Withdrawn: {question}").format(question=done.correction.question))


@command.command("check", help=_("Suspend what has lost a source or was altered, and open cases for it."))
@json_option
def check(as_json: bool) -> None:
    """The worker does the same every ten minutes."""
    from congvu.config import boot

    boot.database()
    from congvu.knowledge.expiry import check_all

    suspended = check_all()
    if as_json:
        write_json({"suspended": suspended})
        return
    click.echo(_("{count} suspended").format(count=suspended))
