"""``congvu audit``: prove the log, and keep its head outside of the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.common.audit import Anchor

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("audit", help=_("The audit log."))
def command() -> None:
    """Commands on the audit log."""


@command.command("verify", help=_("Prove that no event of the audit log was changed, removed or moved."))
@click.option(
    "--anchor",
    "files",
    multiple=True,
    type=_FILE,
    help=_("Check against the heads kept in this file too; may be repeated."),
)
@json_option
def verify(files: tuple[Path, ...], as_json: bool) -> int:
    """Exit status 0 when the chain is whole, 2 when it is broken."""
    from congvu.config import boot

    boot.database()
    from congvu.common import audit

    anchors = [anchor for file in _with_ours(files) for anchor in _read(file)]
    verdict = audit.verify(anchors)
    if as_json:
        write_json(
            {
                "intact": verdict.intact,
                "checked": verdict.checked,
                "broken_at": verdict.broken_at,
                "problem": verdict.problem,
                "head": verdict.head,
                "anchors": len(anchors),
            }
        )
    elif verdict.intact:
        click.echo(_("{count} events, the chain is whole.").format(count=verdict.checked))
        click.echo(_("Checked against {count} kept heads.").format(count=len(anchors)))
        click.echo(_("Last hash: {hash}").format(hash=verdict.head))
    else:
        click.echo(
            _("The chain is broken at event {number}: {problem}.").format(
                number=verdict.broken_at, problem=verdict.problem
            )
        )
    return 0 if verdict.intact else 2


@command.command("anchor", help=_("Keep the head of the audit log in a file, so that a cut-off end shows later."))
@click.option("--out", type=_FILE, help=_("Append to this file instead of the one in the settings."))
@json_option
def anchor(out: Path | None, as_json: bool) -> None:
    """One line of JSON: number, hash, time. Best kept where nobody who runs the database can change it."""
    from congvu.config import boot

    boot.database()
    from congvu.common import audit

    path = out or _ours()
    try:
        head = audit.keep(path)
    except OSError as error:
        raise InvalidInputError(
            _("{path} cannot be written: {error}").format(path=path, error=error.strerror), _("Choose another file.")
        ) from error
    if as_json:
        write_json({"seq": head.seq, "hash": head.hash, "at": head.at, "file": str(path)})
    else:
        click.echo(_("Event {number}, {hash}, kept in {path}").format(number=head.seq, hash=head.hash, path=path))


def _ours() -> Path:
    from django.conf import settings

    path: Path = settings.CONGVU_AUDIT_ANCHOR
    return path


def _with_ours(files: tuple[Path, ...]) -> list[Path]:
    ours = _ours()
    return [*files, *([ours] if ours.exists() else [])]


def _read(file: Path) -> list[Anchor]:
    from congvu.common import audit

    try:
        return audit.kept(file)
    except FileNotFoundError as error:
        raise InvalidInputError(_("{path} is not there.").format(path=file), _("Check the name.")) from error
    except (OSError, ValueError) as error:
        raise InvalidInputError(
            _("{path} cannot be read as kept heads: {error}").format(path=file, error=error),
            _("It must be a file that “congvu audit anchor” wrote."),
        ) from error
