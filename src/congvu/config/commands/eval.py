"""``congvu eval retrieval``: how well the right text is found; ``repeats``: whether a question asked again is known;
``checker``: what passes the checker of sentences; ``answers``: what a real model writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from congvu.config.commands import eval_answers, eval_conversation, eval_files, eval_given
from congvu.config.commands.eval_relations import command as relations
from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.progress import shown
from congvu.config.words import _

SHOWN = ("R@1", "R@5", "R@10", "R@20", "R@100", "MRR@10", "nDCG@10", "F2@1")
VARIANTS = ("bm25", "dense", "fused", "ranked")
TYPINGS = ("as_written", "no_diacritics", "half_diacritics", "typos")
SetFiles = tuple[Path, Path]
F = TypeVar("F", bound=Callable[..., Any])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def set_option(flag: str, name: str, text: str) -> Callable[[F], F]:
    """An option that takes a corpus and its queries, and may be repeated."""
    return click.option(flag, name, nargs=2, multiple=True, type=_FILE, metavar="CORPUS QUERIES", help=text)


def cache_option(function: F) -> F:
    """Adds ``--cache``: a folder that keeps vectors between runs."""
    return click.option(
        "--cache",
        type=click.Path(file_okay=False, path_type=Path),
        help=_("Keep vectors in this folder, so that measuring again need not compute them again."),
    )(function)


@click.group("eval", help=_("Measure how good this program is on labelled questions."))
def command() -> None:
    """Measurements of quality."""


command.add_command(relations)


@command.command("retrieval", help=_("Search a labelled corpus in an index of its own, which is removed afterwards."))
@click.option(
    "--corpus", type=_FILE, required=True, help=_("corpus.jsonl(.gz) with _id, title and text, or ALQAC's law.json.")
)
@click.option(
    "--queries",
    type=_FILE,
    required=True,
    help=_("queries.jsonl with _id, text and relevant, or ALQAC's questions.json."),
)
@click.option(
    "--variant",
    "variants",
    multiple=True,
    type=click.Choice(VARIANTS),
    help=_("Only this variant; may be repeated. “bm25” needs no vectors and is quick."),
)
@click.option(
    "--typing",
    "typings",
    multiple=True,
    type=click.Choice(TYPINGS),
    help=_("Only this way of typing; may be repeated."),
)
@set_option(
    "--train-on",
    "train_on",
    _(
        "Rank with a ranker learned from this set; may be repeated. Where the measured set is among them, it is learned"
        " anew for each fold of documents."
    ),
)
@click.option(
    "--abstain", is_flag=True, help=_("Also measure when nothing is answered, with the right texts left out.")
)
@click.option("--without-vectors", is_flag=True, help=_("By words alone."))
@click.option(
    "--copies",
    type=click.IntRange(1, 100),
    default=1,
    show_default=True,
    help=_("Repeat the corpus so many times, to see how the time grows."),
)
@click.option("--limit", type=click.IntRange(min=1), help=_("Only the first questions."))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help=_("Save the result here instead of the data folder.")
)
@cache_option
@json_option
def retrieval(
    corpus: Path,
    queries: Path,
    variants: tuple[str, ...],
    typings: tuple[str, ...],
    train_on: tuple[SetFiles, ...],
    abstain: bool,
    without_vectors: bool,
    copies: int,
    limit: int | None,
    out: Path | None,
    cache: Path | None,
    as_json: bool,
) -> None:
    """Per variant and way of typing: recall, MRR, nDCG, F2, and the time of a search."""
    from congvu.config import boot

    boot.database()
    from congvu.retrieval.evaluation import Options, evaluate
    from congvu.retrieval.labelled import read_set
    from congvu.retrieval.rankers import active_ranker

    options = Options(
        variants=variants or VARIANTS,
        typings=typings or TYPINGS,
        vectors=not without_vectors,
        train_on=[read_set(*files) for files in train_on],
        abstaining=abstain,
        copies=copies,
        cache=cache,
    )
    with shown(quiet=as_json) as progress:
        result = evaluate(read_set(corpus, queries, limit), active_ranker(), options, progress)
    saved = _save(result, out)
    if as_json:
        write_json(result)
        return
    _table(result["results"])
    if result.get("ranking"):
        click.echo(_("ranked: {how}").format(how=_how(result["ranking"])))
    for row in result.get("abstention", {}).get("curve", ()):
        click.echo(
            _(
                "{coverage:.0%} of the answerable answered ({error:.0%} wrongly), {declined:.0%} of the rest declined"
            ).format(**row)
        )
    click.echo(_("Saved: {path}").format(path=saved))


def _how(ranking: dict[str, Any]) -> str:
    return " ".join(str(ranking[key]) for key in ("how", "version") if key in ranking)


def _save(result: dict[str, Any], out: Path | None) -> Path:
    """One file a run; the data folder keeps them all."""
    from congvu.common.clock import now
    from congvu.config import conf

    if out is None:
        folder = conf.load().data_dir / "evaluations"
        folder.mkdir(parents=True, exist_ok=True)
        out = folder / f"retrieval-{now():%Y%m%d-%H%M%S}.json"
    out.write_text(json.dumps(result, ensure_ascii=False, indent=2), "utf-8")
    return out


def _table(rows: list[dict[str, Any]]) -> None:
    names = [name for name in (*SHOWN, "p50_ms", "p95_ms") if rows and name in rows[0]]
    click.echo(f"{'':<24}" + "".join(f"{name:>9}" for name in names))
    for row in rows:
        values = "".join(f"{row[name]:>9.3f}" if name in SHOWN else f"{row[name]:>9.1f}" for name in names)
        click.echo(f"{row['variant']:<8}{row['typing']:<16}{values}")


@command.command("repeats", help=_("Whether questions asked again are known, and those that only look alike are not."))
@click.option(
    "--part",
    type=click.Choice(["develop", "aside", "late"]),
    default="aside",
    show_default=True,
    help=_(
        "Questions that the weights were learned from (by folds), kept aside, or written after everything was tuned."
    ),
)
@click.option("--file", "file", type=_FILE, help=_("Questions of your own instead, a line each as in the package."))
@click.option("--vectors", is_flag=True, help=_("What may be meant is found by meaning too; takes some minutes."))
@click.option("--by-words", is_flag=True, help=_("As if the reader of question pairs could not be used."))
@json_option
def repeats(part: str, file: Path | None, vectors: bool, by_words: bool, as_json: bool) -> None:
    """Every question of the part, or of the file, among the entries of all parts and of the file."""
    from congvu.config import boot

    boot.settings()
    from congvu.llm import pair_reader
    from congvu.retrieval import repeat_learning
    from congvu.retrieval.repeats import weights

    with shown(quiet=as_json) as progress:
        if file is not None:
            asked = repeat_learning.read_questions(file)
        elif part == "develop":
            asked = []
        else:
            asked = repeat_learning.questions("late" if part == "late" else "aside")
        outcomes = (
            repeat_learning.measure(
                asked,
                vectors=vectors,
                reader=None if by_words else pair_reader(),
                progress=lambda done, total: progress("questions", done, total),
            )
            if asked
            else repeat_learning.learn(at_least=weights().least)[1]
        )
    result = repeat_learning.table(outcomes)
    if as_json:
        write_json({"part": file.name if file is not None else part, "vectors": vectors, **result})
        return
    for kind, row in result["kinds"].items():
        click.echo(f"{kind:<24}{row['right']:>5} / {row['questions']}")
    click.echo(
        _(
            "repeats known: {hits} of {repeats} ({hit_rate:.0%}); others taken for one: {false_hits} of {others}"
            " ({false_hit_rate:.1%})"
        ).format(**result)
    )
    if result["offers"]:
        click.echo(
            _(
                "repeats known or offered for a click: {reached} of {repeats} ({reached_rate:.0%}); {offers} offers for"
                " a question on average"
            ).format(**result)
        )


@command.command("checker", help=_("How well the checker tells sentences that their source says from altered ones."))
@click.option(
    "--half",
    type=click.Choice(["copies", "copied", "develop", "aside", "prompted", "all"]),
    default="copies",
    show_default=True,
    help=_(
        "Which sentences: copies are answers under the program's prompt that no rule was made with, copied those that "
        "some were; prompted are answers under an earlier prompt, aside free paraphrases, develop both, opened."
    ),
)
@click.option(
    "--words",
    type=click.Choice(["own", "any"]),
    default="own",
    show_default=True,
    help=_("What passes: the text's own words in its order, as in answers, or whatever words that say the same."),
)
@click.option(
    "--kept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Instead: sentences of a real model, from the file of eval answers, each altered by machine."),
)
@json_option
def checker(half: str, words: str, kept: Path | None, as_json: bool) -> None:
    """The sentences ship with the package; so do the codes that they are about."""
    from congvu.config import boot

    boot.settings()
    from congvu.answering.evaluation.checker import measure, measure_kept

    result = measure(half, words) if kept is None else measure_kept(kept)
    if as_json:
        write_json(result)
        return
    if kept is not None:
        click.echo(_("{caught} of {wrong} alterations caught, of {sentences} sentences").format(**result))
        for kind, counts in result["kinds"].items():
            click.echo(f"  {kind:<12} {counts['caught']:>4}/{counts['wrong']:<4}")
        return
    click.echo(
        _(
            "{caught} of {wrong} wrong sentences caught ({share:.1%}), "
            "{refused} of {right} right ones refused ({lost:.1%})"
        ).format(
            caught=result["caught"],
            wrong=result["wrong"],
            share=result["caught"] / result["wrong"],
            refused=result["refused"],
            right=result["right"],
            lost=result["refused"] / result["right"],
        )
    )
    for kind, counts in result["kinds"].items():
        click.echo(f"  {kind:<12} {counts['caught']:>4}/{counts['wrong']:<4} {counts['refused']:>4}")


command.add_command(eval_answers.command)
command.add_command(eval_conversation.followups)
command.add_command(eval_conversation.readings)
command.add_command(eval_files.ocr)
command.add_command(eval_files.legacy)
command.add_command(eval_given.given)
