"""``congvu bench streams``: many people at once, and what is left when they are gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.people import person
from congvu.config.commands.progress import shown
from congvu.config.words import _

QUESTIONS = 100


@click.command("streams", help=_("Many people who watch their answers being written at once; in a folder of its own."))
@click.option(
    "--queries",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help=_("queries.jsonl with _id, text and relevant, or ALQAC's questions.json."),
)
@click.option("--streams", type=click.IntRange(min=0), default=300, show_default=True, help=_("People who ask."))
@click.option("--over", type=click.FloatRange(min=1), default=70, show_default=True,
              help=_("Seconds within which they ask."))  # fmt: skip
@click.option("--writing", type=click.FloatRange(min=2, max=78), default=75, show_default=True,
              help=_("Seconds that the scripted model writes an answer."))  # fmt: skip
@click.option("--slots", type=click.IntRange(min=1), default=300, show_default=True,
              help=_("Answers that it writes at a time."))  # fmt: skip
@click.option("--dropped", type=click.IntRange(min=0), default=1000, show_default=True,
              help=_("Streams whose reader goes away."))  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help=_("Another number, other moments."))
@json_option
def streams(
    queries: Path, streams: int, over: float, writing: float, slots: int, dropped: int, seed: int, as_json: bool
) -> None:
    """Starts the site with a scripted model on free ports of this machine, and stops both at the end."""
    from congvu.config import boot

    boot.database()
    from congvu.answering.evaluation.questions import for_a_model
    from congvu.config.streams.bench import Load, bench_streams
    from congvu.config.streams.people import library
    from congvu.retrieval.labelled import read_queries

    library()
    texts = for_a_model(person(None), [query.text for query in read_queries(queries)], QUESTIONS)
    with shown(quiet=as_json) as progress:
        found = bench_streams(Load(streams, dropped, slots, over, writing, seed=seed), texts, progress)
    if as_json:
        write_json(found)
        return
    _tell(found)


def _tell(found: dict[str, Any]) -> None:
    for name, label in (("alone", _("one at a time")), ("together", _("together"))):
        if name in found:
            click.echo(
                _("{label}: evidence {evidence}, first written words {first} (50 and 95 %)").format(
                    label=label,
                    evidence=_pair(found[name]["evidence_ms"]),
                    first=_pair(found[name]["first_written_ms"]),
                )
            )
    if "together" in found:
        together = found["together"]
        health = together["health_ms"]
        click.echo(
            _("{asked} asked: {written} written, {degraded} degraded, {failed} failed; at once: {most_at_once}").format(
                **together
            )
        )
        click.echo(
            _(
                "added: {p50} and {p95} ms; goodput {goodput} of {capacity} answers; health {health} ms (50 and 99 %)"
            ).format(
                **together["added_to_first_written_ms"],
                goodput=together["goodput"],
                capacity=together["capacity"],
                health=f"{health['p50']} / {health['p99']}",
            )
        )
    for name in ("before", "after", "after_dropped"):
        if name in found:
            click.echo(f"{name:<14} " + ", ".join(f"{key} {value}" for key, value in found[name].items()))


def _pair(times: dict[str, float | None]) -> str:
    return f"{times['p50']} / {times['p95']} ms"
