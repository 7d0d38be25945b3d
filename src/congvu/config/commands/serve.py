"""``congvu serve``."""

from __future__ import annotations

import click

from congvu.config.words import _


@click.command("serve", help=_("Run the site: web, worker and database."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help=_("Port to listen on."))
@click.option("--no-worker", is_flag=True, help=_("Without the background worker."))
@click.option("--detach", is_flag=True, help=_("Return when the site answers; end it with congvu stop."))
def command(host: str, port: int, no_worker: bool, detach: bool) -> None:
    """Serve until SIGTERM or SIGINT."""
    from congvu.config import serving

    if detach:
        click.echo(serving.detach(host, port, worker=not no_worker))
    else:
        serving.serve(host, port, worker=not no_worker, on_ready=_announce)


def _announce(url: str) -> None:
    click.echo(_("Công Vụ runs. Stop it with Ctrl-C. Open:"))
    click.echo(url)
