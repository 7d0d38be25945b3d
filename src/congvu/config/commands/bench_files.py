"""``congvu bench secrecy``: whether state secrets get in; ``hostile``: whether any file stops the worker."""

from __future__ import annotations

import time
from typing import Any

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.progress import shown, told
from congvu.config.words import _


@click.command("secrecy", help=_("The door against state secrets: marked papers in all carriers, and look-alikes."))
@click.option("--marked", type=click.IntRange(min=0), default=500, show_default=True, help=_("Marked files."))
@click.option("--lookalikes", type=click.IntRange(min=0), default=5000, show_default=True, help=_("Unmarked files."))
@json_option
def secrecy(marked: int, lookalikes: int, as_json: bool) -> None:
    """Supplies made-up marked files to this installation, looks everywhere for what stayed, reads the look-alikes."""
    from congvu.config import boot

    boot.database()
    from congvu.ingestion.trials.secrecy import try_marked, try_ordinary

    begun = time.monotonic()
    with told() as progress:
        found: dict[str, Any] = {
            "marked": try_marked(marked, lambda done, total: progress(_("marked files"), done, total)),
            "lookalikes": try_ordinary(lookalikes, lambda done, total: progress(_("look-alikes"), done, total)),
        }
    found["seconds"] = round(time.monotonic() - begun, 1)
    if as_json:
        write_json(found)
        return
    first, second = found["marked"], found["lookalikes"]
    click.echo(_("{refused} of {marked} marked files refused").format(**first))
    for carrier, share in first["by_carrier"].items():
        click.echo(f"  {carrier:<14} {share}")
    for line in (*first["passed"], *first["traces"]):
        click.echo(f"  ! {line}")
    click.echo(_("{refused} of {ordinary} look-alikes refused").format(**second))
    for line in second["which"]:
        click.echo(f"  ! {line}")


@click.command("hostile", help=_("Files made to break readers: does one crash, hang or eat the memory?"))
@click.option("--files", type=click.IntRange(min=1), default=200, show_default=True, help=_("Files to read."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("Another number makes other fuzzed files."))
@json_option
def hostile(files: int, seed: int, as_json: bool) -> None:
    """Reads made and fuzzed files in the sandbox; nothing is stored."""
    from congvu.config import boot

    boot.settings()
    from congvu.ingestion.trials.hostile import try_hostile

    with shown(quiet=as_json) as progress:
        found = try_hostile(files, lambda done, total: progress(_("files"), done, total), seed)
    if as_json:
        write_json(found)
        return
    click.echo(_("{files} files; slowest {slowest_s} s; most memory {peak_mib} MiB").format(**found))
    for end, number in found["ends"].items():
        click.echo(f"  {end:<20} {number}")
    for line in found["wrong"]:
        click.echo(f"  ! {line}")
