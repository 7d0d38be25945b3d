"""``congvu eval answers``: what a real language model writes, without and with the checker."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import click

from congvu.common.errors import InvalidInputError
from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.people import as_option, person
from congvu.config.commands.progress import shown
from congvu.config.words import _

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SIDES = ("unchecked", "checked")


@click.command("answers", help=_("Answers of the language model to labelled questions, without and with the checker."))
@click.option("--queries", type=_FILE, required=True, help=_("ALQAC's questions.json."))
@click.option("--corpus", type=_FILE, help=_("ALQAC's law.json: brought into the library first, where it is not yet."))
@click.option(
    "--kept",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help=_("File of what the model wrote; a later run asks only what is missing there."),
)
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True, help=_("Questions to ask."))
@click.option("--skip", type=click.IntRange(min=0), default=0, show_default=True, help=_("Questions to pass over."))
@click.option("--score-only", is_flag=True, help=_("Ask nothing; score what was kept."))
@click.option(
    "--sample", type=click.IntRange(min=1), help=_("Also write so many answers out, to be judged by reading.")
)
@as_option
@json_option
def command(
    queries: Path,
    corpus: Path | None,
    kept: Path,
    limit: int,
    skip: int,
    score_only: bool,
    sample: int | None,
    username: str | None,
    as_json: bool,
) -> None:
    """The model is that of CONGVU_LLM_URL. Scoring needs neither it nor the library."""
    from congvu.config import boot

    (boot.settings if score_only else boot.database)()
    from congvu.answering.evaluation import answers, judging

    questions = answers.read_questions(queries)[skip : skip + limit]
    faults: dict[str, int] = {}
    if not score_only:
        from congvu.llm.chat import gateway

        models = gateway()
        if models is None:
            raise InvalidInputError(_("No language model is set."), _("Set CONGVU_LLM_URL, or take --score-only."))
        with shown(quiet=as_json) as progress:
            if corpus is not None:
                _bring_in(corpus)

            def told(done: int, total: int) -> None:
                progress(_("questions"), done, total)

            faults = answers.run(person(username), questions, models, kept, told)
    known = {one.asked.id: one for one in answers.read_kept(kept)}
    judged = [judging.judge(known[asked.id]) for asked in questions if asked.id in known]
    if not judged:
        raise InvalidInputError(_("Nothing is kept of these questions yet."), _("Run without --score-only first."))
    result = {"questions": len(questions), "faults": faults, **judging.table(judged)}
    if sample:
        result["sample"] = judging.written_out(judged, sample)
    if as_json:
        write_json(result)
    else:
        _table(result)


def _bring_in(corpus: Path) -> None:
    from congvu.answering.evaluation.answers import law_files
    from congvu.ingestion.folder import ingest_paths

    with tempfile.TemporaryDirectory() as folder:
        ingest_paths(None, law_files(corpus, Path(folder)), agency=None, visibility="province")


def _table(result: dict[str, Any]) -> None:
    click.echo(
        _("{kept} of {questions} questions kept, {faults} faults of the model").format(
            kept=result["kept"], questions=result["questions"], faults=sum(result["faults"].values())
        )
    )
    for name, rows in result["kinds"].items():
        click.echo(f"{name} ({rows['questions']})")
        for side in SIDES:
            click.echo(
                _(
                    "  {side}: right {right:.1%} (said {said:.1%}, provision shown {shown:.1%}), wrong {wrong:.1%}, "
                    "neither {neither:.1%}"
                ).format(side=side, **rows[side])
            )
        click.echo(
            _(
                "  written {written:.1%}, useful {useful:.1%}, quoted instead {quoted:.1%}, declined {declined:.1%}"
            ).format(**rows)
        )
    click.echo(
        _(
            "sentences shown {shown} (mended {mended}), refused {refused}; citations valid {valid} of {citations}"
        ).format(**result["sentences"])
    )
    for one in result.get("sample", ()):
        click.echo(f"\n{one['id']} [{one['key']}] {one['asked']}")
        for sentence in one["shown"]:
            click.echo(f"  > {sentence}")
        for source in one["sources"]:
            click.echo(f"  {source}")
