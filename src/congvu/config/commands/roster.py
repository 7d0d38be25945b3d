"""``congvu roster``: the list of people from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.accounts.roster.types import Plan

_SHOWN = 20


@click.group("roster", help=_("The people who have an account."))
def command() -> None:
    """Commands on the roster."""


@command.command("import", help=_("Take over a list of people from Excel or CSV; without --apply it is only shown."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, metavar="USER", help=_("The operator who does it."))
@click.option("--complete", is_flag=True, help=_("Whoever is not in the list has left its agencies."))
@click.option("--apply", "wanted", is_flag=True, help=_("Take it over."))
@click.option("--skip-problems", is_flag=True, help=_("Leave rows with flaws out instead of refusing the list."))
@json_option
def import_list(
    file: Path, username: str, complete: bool, wanted: bool, skip_problems: bool, as_json: bool
) -> int:  # fmt: skip
    """Exit status 2, and nothing changed, where a row has a flaw that was not skipped on purpose."""
    from congvu.config import boot

    boot.database()
    from congvu.accounts.roster.actions import apply_import, discard_import, show_import
    from congvu.config.commands.people import person

    actor = person(username)
    found, plan = show_import(file.name, file.read_bytes(), complete=complete, actor=actor)
    _tell(plan, as_json)
    if not wanted:
        discard_import(found, actor=actor)
        return 0
    try:
        apply_import(found, skip_problems=skip_problems, digest=plan.digest, actor=actor)
    except InvalidInputError:
        discard_import(found, actor=actor)
        raise
    if not as_json:
        click.echo(_("Taken over."))
    return 0


def _tell(plan: Plan, as_json: bool) -> None:
    problems = [{"row": p.row, "column": p.column, "value": p.value, "message": p.message} for p in plan.problems]
    if as_json:
        write_json({**plan.counts(), "kept": list(plan.kept), "problem_rows": problems})
        return
    for name, count in plan.counts().items():
        click.echo(f"{name}\t{count}")
    for problem in plan.problems[:_SHOWN]:
        click.echo(
            _("row {row}: {message} {value}").format(row=problem.row, message=problem.message, value=problem.value)
        )
    if len(plan.problems) > _SHOWN:
        click.echo(_("and {count} more").format(count=len(plan.problems) - _SHOWN))
