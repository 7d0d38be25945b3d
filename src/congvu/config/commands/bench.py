"""``congvu bench ask``: how long a person waits for evidence."""

from __future__ import annotations

from pathlib import Path

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.people import as_option, person
from congvu.config.commands.progress import shown
from congvu.config.words import _


@click.group("bench", help=_("Measure how fast this installation is."))
def command() -> None:
    """Measurements of speed."""


@command.command("ask", help=_("Time until evidence is ready, over the questions of a file."))
@click.option(
    "--queries",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help=_("queries.jsonl with _id, text and relevant, or ALQAC's questions.json."),
)
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True, help=_("Questions to ask."))
@as_option
@json_option
def ask(queries: Path, limit: int, username: str | None, as_json: bool) -> None:
    """Ask the first questions of the file of the library as it is."""
    from congvu.config import boot

    boot.database()
    from congvu.accounts.queries import viewer_for
    from congvu.retrieval.bench import bench_ask
    from congvu.retrieval.evaluation import read_queries

    texts = [query.text for query in read_queries(queries)[:limit]]
    with shown(quiet=as_json) as progress:
        result = bench_ask(
            viewer_for(person(username)), texts, lambda done, total: progress(_("questions"), done, total)
        )
    if as_json:
        write_json(result)
        return
    click.echo(
        _("{questions} questions, {found} with evidence").format(
            questions=result["questions"], found=result["with_evidence"]
        )
    )
    click.echo(
        _("median {p50} ms, 95 % within {p95} ms, slowest {slowest} ms").format(
            p50=result["p50_ms"], p95=result["p95_ms"], slowest=result["max_ms"]
        )
    )
    for step, milliseconds in result["steps_p50_ms"].items():
        click.echo(f"  {step:<12} {milliseconds:>8.2f} ms")
