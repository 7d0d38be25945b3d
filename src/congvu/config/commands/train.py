"""``congvu train ranker``: learn to order evidence from labelled questions, and go back; ``repeats``: learn what a
repeated question is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.eval import SetFiles, cache_option, set_option
from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.progress import shown
from congvu.config.words import _


@click.group("train", help=_("Learn from labelled questions."))
def command() -> None:
    """What can be learned."""


@command.command("ranker", help=_("Learn to order evidence; what is not better on the gate sets does not serve."))
@set_option("--set", "sets", _("Learn from this set (corpus and queries, as for “eval retrieval”); may be repeated."))
@set_option("--gate", "gates", _("Judge on this set; may be repeated. Default: the sets learned from, by folds."))
@click.option(
    "--from-judgements",
    is_flag=True,
    help=_("Continue the ranker that serves from approved corrections, instead of learning one from sets."),
)
@click.option(
    "--margin",
    type=click.FloatRange(0, 0.5),
    default=0.005,
    show_default=True,
    help=_("How much of MRR@10 a set, or a field of work, may lose, and one of them must win."),
)
@click.option("--name", help=_("Version of the new ranker; default: made of today's date and time."))
@click.option("--promote", is_flag=True, help=_("Let it serve at once if it passes the gate."))
@click.option("--without-vectors", is_flag=True, help=_("Learn from the search by words alone (quick)."))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=_("Also write the ranker to this file."))
@click.option("--list", "listed", is_flag=True, help=_("Only show the rankers that were learned here."))
@click.option("--go-back", is_flag=True, help=_("Only let the ranker serve again that served before."))
@cache_option
@json_option
def ranker(
    sets: tuple[SetFiles, ...],
    gates: tuple[SetFiles, ...],
    from_judgements: bool,
    margin: float,
    name: str | None,
    promote: bool,
    without_vectors: bool,
    out: Path | None,
    listed: bool,
    go_back: bool,
    cache: Path | None,
    as_json: bool,
) -> int:
    """Exit status 0 when it was learned (and, with --promote, serves), 2 when the gate refused it."""
    from congvu.config import boot

    boot.database()
    from congvu.retrieval import rankers

    if listed:
        _show(_rankers(), as_json)
        return 0
    if go_back:
        serving = rankers.go_back(None)
        _tell({"serving": serving}, _("{version} serves now.").format(version=serving), as_json)
        return 0
    if from_judgements and sets:
        raise InvalidInputError(_("Learn from judgements or from sets."), _("Leave out --set, or --from-judgements."))
    if not sets and not from_judgements:
        raise InvalidInputError(
            _("There is nothing to learn from."), _("Give a set: --set CORPUS QUERIES, or --from-judgements.")
        )
    from congvu.common.clock import now
    from congvu.retrieval.approved import learn_from_judgements
    from congvu.retrieval.labelled import read_set
    from congvu.retrieval.lessons import learn_ranker

    version = name or f"learned-{now():%Y%m%d-%H%M%S}"
    judged_on, before = [read_set(*files) for files in gates], rankers.active_ranker()
    with shown(quiet=as_json) as progress:
        if from_judgements:
            lesson = learn_from_judgements(
                version, judged_on, before, margin=margin, vectors=not without_vectors, cache=cache, progress=progress
            )
        else:
            lesson = learn_ranker(
                version,
                [read_set(*files) for files in sets],
                judged_on,
                before,
                margin=margin,
                vectors=not without_vectors,
                cache=cache,
                progress=progress,
            )
    if out is not None:
        out.write_text(json.dumps(lesson.ranker.to_json(), ensure_ascii=False, separators=(",", ":")), "utf-8")
    rankers.store(lesson.ranker, lesson.verdict, None)
    serves = promote and lesson.verdict.passed
    if serves:
        rankers.promote(lesson.ranker.version, None)
    _report(lesson.ranker.version, lesson.verdict.to_json(), serves=serves, as_json=as_json)
    return 2 if promote and not serves else 0


def _report(version: str, verdict: dict[str, Any], *, serves: bool, as_json: bool) -> None:
    if as_json:
        write_json({"version": version, "gate": verdict, "serves": serves})
        return
    click.echo(f"{'MRR@10':<40}{_('before'):>9}{_('after'):>9}")
    for row in verdict["rows"]:
        click.echo(f"{row['set'] + ', ' + row['typing']:<40}{row['before']:>9.4f}{row['after']:>9.4f}")
    click.echo(_("Gate: {reason}.").format(reason=verdict["reason"]))
    if serves:
        click.echo(_("{version} serves now.").format(version=version))
    else:
        click.echo(_("{version} is kept and does not serve.").format(version=version))


def _rankers() -> list[dict[str, Any]]:
    from congvu.retrieval.models import RankerVersion
    from congvu.retrieval.rankers import active_ranker, default_ranker

    serving = active_ranker().version
    versions = [default_ranker().version, *RankerVersion.objects.order_by("pk").values_list("version", flat=True)]
    return [{"version": version, "serves": version == serving} for version in versions]


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        write_json(rows)
        return
    for row in rows:
        click.echo(f"{'*' if row['serves'] else ' '} {row['version']}")


def _tell(value: dict[str, Any], line: str, as_json: bool) -> None:
    write_json(value) if as_json else click.echo(line)


@command.command("repeats", help=_("Learn anew from the package's own questions when two of them are one."))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help=_("Write the weights to this file.")
)
@click.option(
    "--threshold-by",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_(
        "Questions of somebody else, a line each as in the package: of these too 1 % at most may be taken wrongly."
    ),
)
@json_option
def repeats(out: Path, file: Path | None, as_json: bool) -> None:
    """For whoever changes the words or the questions of the package: the file belongs into it."""
    from congvu.config import boot

    boot.settings()
    from congvu.retrieval import repeat_learning

    weights, outcomes = repeat_learning.learn(repeat_learning.read_questions(file) if file is not None else ())
    out.write_text(json.dumps(weights.to_json(), indent=1) + "\n", "utf-8")
    table = repeat_learning.table(outcomes)
    line = _("By folds: {hits} of {repeats} repeats known, {false_hits} of {others} others taken for one.")
    _tell({"weights": weights.to_json(), "by_folds": table}, line.format(**table), as_json)
