"""``congvu backup``."""

from __future__ import annotations

from pathlib import Path

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.progress import shown
from congvu.config.words import _


@click.command("backup", help=_("Write everything that has to be kept into one file, while the site runs."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> None:
    """The file holds people's questions: keep it as you keep those."""
    from congvu.config import backup, boot

    handle = boot.database()
    from django.conf import settings

    from congvu.common import audit
    from congvu.common.clock import now

    made_at = now().isoformat(timespec="seconds")
    # Before the dump, so that the copy knows of itself.
    audit.record("backup.made", actor=None, detail={"file": file.name})
    with shown(quiet=as_json) as progress:
        made = backup.write(
            file, handle.url, Path(settings.MEDIA_ROOT), settings.CONGVU_AUDIT_ANCHOR, made_at, progress
        )
    if as_json:
        write_json({"file": str(file), "bytes": file.stat().st_size, "files": made.files, "made_at": made.made_at})
        return
    size = file.stat().st_size / 1_000_000
    click.echo(_("{path}: database and {files} files, {size:.1f} MB").format(path=file, files=made.files, size=size))
    click.echo(_("Try it: CONGVU_DATA_DIR=/another/folder congvu restore {path}").format(path=file))
