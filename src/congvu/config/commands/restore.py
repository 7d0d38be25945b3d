"""``congvu restore``."""

from __future__ import annotations

from pathlib import Path

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.progress import shown
from congvu.config.words import _


@click.command("restore", help=_("Fill a new data folder, or an empty database, from a backup."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> int:
    """Refused where anything is there. Exit status 2 where the restored audit log is not whole."""
    from congvu.config import backup, boot, database

    boot.settings()
    from django.conf import settings

    files, heads = Path(settings.MEDIA_ROOT), settings.CONGVU_AUDIT_ANCHOR
    files.mkdir(parents=True, exist_ok=True, mode=0o700)
    with shown(quiet=as_json) as progress, backup.opened(file, files, progress) as (found, folder):
        handle = boot.database(tables_needed=False)
        _must_be_empty(handle.url)
        database.make_extensions(handle)
        backup.load_files(folder, files)  # first: rows never name a file that is not there
        backup.load_database(folder / backup.DUMP, handle.url)
        kept = folder / backup.HEADS
        if kept.exists() and not heads.exists():
            heads.write_bytes(kept.read_bytes())
            heads.chmod(0o600)
    applied = database.migrate(handle)
    from congvu.common import audit
    from congvu.corpus.models import Document

    verdict = audit.verify(audit.kept(heads) if heads.exists() else [])
    audit.record("backup.restored", actor=None, detail={"file": file.name, "made_at": found.made_at})
    documents = Document.objects.count()
    if as_json:
        write_json(
            {
                "made_at": found.made_at,
                "version": found.version,
                "files": found.files,
                "documents": documents,
                "migrations_applied": len(applied),
                "audit": {"intact": verdict.intact, "checked": verdict.checked},
            }
        )
    else:
        text = _("Restored as of {moment}: {documents} documents, {files} files, {events} events.")
        click.echo(text.format(moment=found.made_at, documents=documents, files=found.files, events=verdict.checked))
        if not verdict.intact:
            click.echo(_("The audit log in it is not whole: congvu audit verify tells where."), err=True)
    return 0 if verdict.intact else 2


def _must_be_empty(url: str) -> None:
    from congvu.config import database

    with database.connected(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row is None or row[0]:
        raise InvalidInputError(
            _("There is data in this installation already."),
            _("Restore into a new folder (CONGVU_DATA_DIR) or into an empty database (CONGVU_DATABASE_URL)."),
        )
