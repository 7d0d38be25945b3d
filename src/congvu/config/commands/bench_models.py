"""``congvu bench faults``: what people get when a model fails; ``attacks``: whether texts can steer what a model that
obeys them may show.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.commands.people import as_option, person
from congvu.config.commands.progress import shown
from congvu.config.words import _


@click.command("faults", help=_("What people get while the language model fails in every way we know."))
@click.option(
    "--queries",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help=_("queries.jsonl with _id, text and relevant, or ALQAC's questions.json."),
)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help=_("Questions to ask."))
@click.option("--processes", type=click.IntRange(min=1), default=4, show_default=True, help=_("Questions at a time."))
@as_option
@json_option
def faults(queries: Path, limit: int, processes: int, username: str | None, as_json: bool) -> None:
    """A scripted server takes the place of the model; the questions are deleted again. A library without documents gets
    the demo's. Exit status 1 where anything was lost, unlabelled or uncited.
    """
    from congvu.config import boot

    boot.database()
    from congvu.answering.evaluation.faults import run
    from congvu.answering.evaluation.questions import for_a_model
    from congvu.config.streams.people import library
    from congvu.retrieval.labelled import read_queries

    library()
    asker = person(username)
    texts = for_a_model(asker, [query.text for query in read_queries(queries)], limit)
    with shown(quiet=as_json) as progress:
        result = run(
            asker,
            texts,
            lambda done, total: progress(_("questions"), done, total),
            processes=processes,
            begin=boot.database,
        )
    wrong = any(tally[kind] for tally in result.values() for kind in ("lost", "unlabelled", "uncited"))
    if as_json:
        write_json(result)
    else:
        for fault, tally in result.items():
            click.echo(
                f"{fault:<14} "
                + _(
                    "{asked} asked, {met} met it, {with_sources} cited, {lost} lost, {unlabelled} unlabelled, "
                    "{uncited} uncited"
                ).format(**tally)
            )
    if wrong:
        raise SystemExit(1)


@click.command("attacks", help=_("Whether orders in texts and files get anything past the checker and the page."))
@click.option(
    "--browser",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help=_("Also show so many texts full of markup as answers in Chromium, and write down what it asks for."),
)
@as_option
@json_option
def attacks(browser: int, username: str | None, as_json: bool) -> None:
    """Against a scripted model that obeys every order; exit status 1 when anything was shown or asked for elsewhere."""
    from congvu.config import boot

    if browser:
        boot.database()
    else:
        boot.settings()
    from congvu.answering.evaluation.attack_corpus import emissions
    from congvu.answering.evaluation.attacks import measure

    result: dict[str, Any] = {}
    if browser:  # first, because it may find that there is none
        from congvu.web.chat.trial import try_pages

        result["browser"] = try_pages(person(username), emissions(browser))
    with shown(quiet=as_json) as progress:
        result |= measure(lambda done, total: progress(_("attacks"), done, total))
    if as_json:
        write_json(result)
    else:
        _attacks_told(result)
    seen = result.get("browser", {})
    if result["shown"] or seen.get("outside") or seen.get("foreign_elements"):
        raise SystemExit(1)


def _attacks_told(result: dict[str, Any]) -> None:
    click.echo(
        _("{attacks} attacks ({files} in files), {works} work without defence; shown with it: {shown}").format(
            attacks=result["attacks"],
            files=result["in_files"],
            works=result["control_works"],
            shown=result["shown"],
        )
    )
    for line in result["shown_ones"]:
        click.echo(f"  {line}")
    seen = result.get("browser")
    if seen:
        click.echo(
            _(
                "{texts} texts on {pages} pages in a browser: {outside} requests elsewhere, {foreign} foreign elements,"
                " {complaints} complaints; as a page of their own they ask {control} times"
            ).format(
                texts=seen["texts"],
                pages=seen["pages"],
                outside=len(seen["outside"]),
                foreign=len(seen["foreign_elements"]),
                complaints=len(seen["complaints"]),
                control=seen["control_outside"],
            )
        )
        for line in (*seen["outside"], *seen["foreign_elements"], *seen["complaints"]):
            click.echo(f"  {line}")
