"""``congvu bench secrecy``: whether state secrets get in; ``hostile``: whether any file stops the worker; ``ingest``:
thousands of documents at once, and questions meanwhile.
"""

from __future__ import annotations

import time
from pathlib import Path
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


@click.command("ingest", help=_("Thousands of documents dropped into a watched folder, and questions asked meanwhile."))
@click.option("--documents", type=click.IntRange(min=1), default=10_000, show_default=True, help=_("Documents."))
@click.option("--rate", type=click.FloatRange(min=0.01), default=1.0, show_default=True, help=_("Questions a second."))
@click.option(
    "--corpus",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("corpus.jsonl(.gz) with _id, title and text, or ALQAC's law.json; the demo's codes when not given."),
)
@click.option("--seed", type=int, default=1, show_default=True, help=_("Another number makes other papers."))
@json_option
def ingest(documents: int, rate: float, corpus: Path | None, seed: int, as_json: bool) -> int:
    """Runs the site in a data folder of its own; exit status 2 where something was lost, doubled or refused wrongly."""
    from congvu.config.ingest_bench import articles_of, bench_ingest

    with told() as progress:
        found = bench_ingest(documents, rate, articles_of(corpus), progress, seed)
    wrong = found["lost"] or found["doubled"] or found["not_found"] or not found["not_accepted_as_expected"]
    if as_json:
        write_json(found)
        return 2 if wrong else 0
    click.echo(
        _("{documents} documents in {seconds} s: {documents_per_s} a second, {per_cpu_s} a second of a core").format(
            **found, per_cpu_s=found["documents_per_cpu_s"]
        )
    )
    click.echo(_("accepted {accepted}, lost {lost}, doubled {doubled}, not found {missed}").format(
        **found, missed=len(found["not_found"])
    ))  # fmt: skip
    for reason, number in found["not_accepted"].items():
        click.echo(f"  {reason:<20} {number}")
    for name, size in found["peak_mb"].items():
        click.echo(f"  {name:<12} {size:>8.1f} MB {found['cpu_s'].get(name, 0.0):>8.1f} s")
    click.echo(
        _("{answered} of {asked} questions answered: median {p50_ms} ms, 95 % {p95_ms} ms, 99 % {p99_ms} ms").format(
            **found["questions"]
        )
    )
    return 2 if wrong else 0
