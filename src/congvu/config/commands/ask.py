"""``congvu ask``."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from congvu.config.commands.output import citation_line, json_option, write_json
from congvu.config.commands.people import as_option, on_option, person
from congvu.config.words import _


@click.command("ask", help=_("Ask a question and get the answer with its citations."))
@click.argument("text")
@as_option
@on_option
@json_option
def command(text: str, username: str | None, on: dt.datetime | None, as_json: bool) -> None:
    """Every status is an answer: the exit status is 0 also where no basis was found."""
    from congvu.config import boot

    boot.database()
    from congvu.answering.service import ask_once

    answer = ask_once(person(username), text, on=on.date() if on else None)
    if as_json:
        write_json(answer)
    else:
        _show(answer)


def _show(answer: dict[str, Any]) -> None:
    from congvu.answering.types import AnswerStatus

    for block in answer["blocks"]:
        marks = "".join(f"[{n}]" for n in block["citations"])
        click.echo(f"{block['text']} {marks}".rstrip() + "\n")
    if not answer["blocks"]:
        click.echo(str(AnswerStatus(answer["status"]).label))
    for citation in answer["citations"]:
        click.echo(f"[{citation['n']}] {_where(citation)}")


def _where(citation: dict[str, Any]) -> str:
    document = citation["document"]
    if document is None:  # withdrawn, or no longer readable for this person
        return _("a source that can no longer be read")
    return citation_line(citation["unit"], document["title"], document["number"])
