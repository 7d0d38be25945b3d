"""``congvu audit verify``."""

from __future__ import annotations

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _


@click.group("audit", help=_("The audit log."))
def command() -> None:
    """Commands on the audit log."""


@command.command("verify", help=_("Prove that no event of the audit log was changed, removed or moved."))
@json_option
def verify(as_json: bool) -> int:
    """Exit status 0 when the chain is whole, 2 when it is broken."""
    from congvu.config import boot

    boot.database()
    from congvu.common import audit

    verdict = audit.verify()
    if as_json:
        write_json(
            {
                "intact": verdict.intact,
                "checked": verdict.checked,
                "broken_at": verdict.broken_at,
                "problem": verdict.problem,
                "head": verdict.head,
            }
        )
    elif verdict.intact:
        click.echo(_("{count} events, the chain is whole.").format(count=verdict.checked))
        click.echo(_("Last hash: {hash}").format(hash=verdict.head))
    else:
        click.echo(
            _("The chain is broken at event {number}: {problem}.").format(
                number=verdict.broken_at, problem=verdict.problem
            )
        )
    return 0 if verdict.intact else 2
