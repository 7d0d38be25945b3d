"""``congvu demo``: a working assistant with people and documents to try it on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from congvu.config.commands.progress import shown
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.config.demo.loader import DemoSummary


@click.command("demo", help=_("Try it: load made-up people and a small library, then run the site."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help=_("Port to listen on."))
@click.option("--detach", is_flag=True, help=_("Return when the site answers; end it with congvu stop."))
def command(host: str, port: int, detach: bool) -> None:
    """Migrate, load what is missing, serve; the last line is the address to open."""
    from congvu.config import boot, database, serving, supervisor
    from congvu.config.demo import checks

    os.environ[checks.VARIABLE] = "1"  # for this process and those it starts
    supervisor.listen(host, port).close()  # a taken port is told now, not after loading
    database.migrate(boot.database(tables_needed=False))
    from congvu.config.demo.loader import load_demo

    with shown() as progress:
        summary = load_demo(progress)
    _tell(summary)
    if detach:
        click.echo(_("Công Vụ runs. Stop it with “congvu stop”. Open:"))
        click.echo(serving.detach(host, port, worker=True))
    else:
        serving.serve(host, port, worker=True, on_ready=_announce)


def _tell(summary: DemoSummary) -> None:
    from congvu.config.demo.people import PEOPLE
    from congvu.ingestion.reasons import explain

    for name, reason in summary.failed:
        found = explain(reason)
        click.echo(f"{name}: {found.message if found else reason}", err=True)
    click.echo(
        _("{agencies} agencies, {accounts} accounts, {documents} documents.").format(
            agencies=summary.agencies, accounts=summary.accounts, documents=summary.documents
        )
    )
    click.echo(_("Sign in as {names}.").format(names=", ".join(person.username for person in PEOPLE)))
    click.echo(_("The password of all of them: {password}").format(password=summary.password))


def _announce(url: str) -> None:
    click.echo(_("Công Vụ runs. Stop it with Ctrl-C. Open:"))
    click.echo(url)
