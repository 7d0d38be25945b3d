"""``congvu eval retrieval``: how well the right text is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.progress import shown
from congvu.config.words import _

SHOWN = ("R@1", "R@5", "R@10", "R@20", "R@100", "MRR@10", "nDCG@10")


@click.group("eval", help=_("Measure how good this program is on labelled questions."))
def command() -> None:
    """Measurements of quality."""


@command.command("retrieval", help=_("Search a labelled corpus in an index of its own, which is removed afterwards."))
@click.option(
    "--corpus",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help=_("corpus.jsonl(.gz) with _id, title and text, or ALQAC's law.json."),
)
@click.option(
    "--queries",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help=_("queries.jsonl with _id, text and relevant, or ALQAC's questions.json."),
)
@click.option(
    "--variant",
    "variants",
    multiple=True,
    type=click.Choice(["bm25", "dense", "fused"]),
    help=_("Only this variant; may be repeated. “bm25” needs no vectors and is quick."),
)
@json_option
def retrieval(corpus: Path, queries: Path, variants: tuple[str, ...], as_json: bool) -> None:
    """Per variant and way of typing: recall, MRR, nDCG, and the time of a search."""
    from congvu.config import boot

    boot.database()
    from congvu.retrieval.evaluation import VARIANTS, evaluate

    with shown(quiet=as_json) as progress:
        result = evaluate(corpus, queries, variants=variants or VARIANTS, progress=progress)
    if as_json:
        write_json(result)
    else:
        _table(result["results"])


def _table(rows: list[dict[str, Any]]) -> None:
    names = [name for name in (*SHOWN, "p50_ms", "p95_ms") if rows and name in rows[0]]
    click.echo(f"{'':<22}" + "".join(f"{name:>9}" for name in names))
    for row in rows:
        values = "".join(f"{row[name]:>9.3f}" if name in SHOWN else f"{row[name]:>9.1f}" for name in names)
        click.echo(f"{row['variant']:<8}{row['typing']:<14}{values}")
