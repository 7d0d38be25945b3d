"""``congvu eval given``: whether the given files are read and found, in a library that is thrown away afterwards."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.progress import told
from congvu.config.words import _

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("given", help=_("Questions over given decrees, letters, laws and procedures: what comes first."))
@click.option("--data", type=_FOLDER, required=True, help=_("Folder of nd30, office, laws/amended and procedures."))
@click.option("--with-vectors", is_flag=True, help=_("By words and meaning, as people ask; by words alone without."))
@json_option
def given(data: Path, with_vectors: bool, as_json: bool) -> None:
    """Reads everything into a data folder of its own; the installation here is neither read nor changed."""
    from congvu.config import boot, given_eval

    texts, procedures = given_eval.given_files(data.resolve())
    folder = tempfile.mkdtemp(prefix="congvu-given-")
    # Functions of atexit run last first: the database, started below, has ended when its folder goes.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["CONGVU_DATA_DIR"] = folder
    os.environ.pop("CONGVU_DATABASE_URL", None)
    boot.database()
    from congvu.accounts.models import User
    from congvu.accounts.queries import viewer_for

    begun = time.monotonic()
    with told() as progress:
        read = given_eval.bring_in(texts, procedures, progress)
        if with_vectors:
            given_eval.embed_all()
        ready = time.monotonic()
        viewer = viewer_for(User.objects.create_user("nguoi-hoi", full_name="Người hỏi"))
        asked = given_eval.ask_all(viewer, given_eval.read_questions(), progress)
    parts = Counter(one.wanted.part for one in asked)
    right = Counter(one.wanted.part for one in asked if one.at == 1)
    if as_json:
        write_json(
            {
                "documents": read.documents,
                "refused": dict(read.refused),
                "with_vectors": with_vectors,
                "reading_s": round(ready - begun, 1),
                "load_average": [round(value, 1) for value in os.getloadavg()],
                "parts": {part: {"questions": parts[part], "first": right[part]} for part in parts},
                "questions": [
                    {
                        "part": one.wanted.part, "question": one.wanted.question,
                        "document": one.wanted.document, "place": one.wanted.place,
                        "at": one.at, "first": one.first,
                    }
                    for one in asked
                ],
            }
        )  # fmt: skip
        return
    click.echo(_("{documents} documents in {seconds:.0f} s").format(documents=read.documents, seconds=ready - begun))
    for name, reason in read.refused:
        click.echo(_("  refused: {name} ({reason})").format(name=name, reason=reason))
    for one in asked:
        click.echo(f"{one.at or '-':>3}  {one.wanted.question}")
        click.echo(f"       {one.first}" + ("" if one.at == 1 else f"  <> {one.wanted.place} {one.wanted.document}"))
    for part in parts:
        shares = {"part": part, "right": right[part], "questions": parts[part]}
        click.echo(_("{part}: {right} of {questions} first").format(**shares))
