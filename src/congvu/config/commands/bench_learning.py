"""``congvu bench cases``: many experts at once; ``learning``: whether corrections make the ranker better."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.eval import SetFiles, cache_option, set_option
from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.progress import shown
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.accounts.models import User
    from congvu.knowledge.models import Case


@click.command("cases", help=_("Many experts take and settle many cases at once; in a folder of its own."))
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

    from congvu.accounts.notice import accept
    from congvu.knowledge.bench import bench_cases

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


@click.command("learning", help=_("Whether corrections on some questions make the first citation of others right."))
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
    type=click.Choice(["question", "article", "document"]),
    default="question",
    show_default=True,
    help=_("What is never both among the corrected questions and among the others."),
)
@click.option("--orders", type=click.IntRange(min=1), default=3, show_default=True, help=_("Orders of asking."))
@click.option("--step", "steps", multiple=True, type=click.IntRange(min=0), help=_("Corrections; may be repeated."))
@click.option("--without-vectors", is_flag=True, help=_("By words alone."))
@cache_option
@json_option
def learning(
    corpus: Path,
    queries: Path,
    bases: tuple[SetFiles, ...],
    apart: str,
    orders: int,
    steps: tuple[int, ...],
    without_vectors: bool,
    cache: Path | None,
    as_json: bool,
) -> None:
    """The curve: corrections, and the share of unseen questions whose first citation is right."""
    from congvu.config import boot

    boot.database()
    import numpy as np

    from congvu.retrieval import replay, training
    from congvu.retrieval.kept import judged_once
    from congvu.retrieval.labelled import key_of, read_set
    from congvu.retrieval.rankers import active_ranker
    from congvu.retrieval.set_memory import set_memory, weights_from_sets

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
        base, memory = serving.ranking, np.array(serving.memory)
        if frozen:
            base, (scores, _folds) = training.learn_ranking(frozen), training.scores_out_of_fold(frozen)
            unseen = {id(one): given for one, given in zip(frozen, scores, strict=True)}
            written = [[one for one in of_set if one.typing == replay.TYPINGS[0]] for of_set in of_sets[1:]]
            memory = weights_from_sets(
                [
                    (set_memory(other), asked, [unseen[id(one)] for one in asked])
                    for other, asked in zip(others, written, strict=True)
                ]
            )
        options = replay.Options(
            steps=sorted({0, *(steps or replay.STEPS)}),
            apart=cast(replay.Apart, apart),
            seeds=range(1, orders + 1) if apart == "question" else (1,),
        )
        result = replay.replay(
            of_sets[0],
            set_memory(labelled),
            base,
            memory,
            frozen,
            options,
            lambda done, total: progress(_("parts"), done, total),
        )
    if as_json:
        write_json({**labelled.card, "vectors": not without_vectors, **result})
        return
    titles = [_("base"), _("remembered"), _("learned"), _("served"), _("promoted")]
    click.echo(f"{'':<14}" + "".join(f"{title:>12}" for title in titles))
    for row in result["curve"]:
        figures = "".join(f"{row[name]:>12.3f}" for name in ("base", "remembered", "learned", "served"))
        click.echo(f"{row['corrections']:<14}{figures}{row['promoted']:>9}/{row['of']}")
    click.echo(
        _("gain {gain:+.1%}, largest step down {down:.1%}").format(
            gain=result["gain"], down=result["largest_step_down"]
        )
    )
