"""``congvu worker``."""

from __future__ import annotations

import click

from congvu.config.words import _


@click.command("worker", help=_("Run one background worker."))
@click.option("--queue", "queues", multiple=True, help=_("Work only on this queue; may be repeated."))
@click.option("--concurrency", type=click.IntRange(1, 64), help=_("Jobs at a time."))
@click.option("--once", is_flag=True, help=_("End when the queues are empty."))
def command(queues: tuple[str, ...], concurrency: int | None, once: bool) -> None:
    """Work until told to stop."""
    import asyncio

    from congvu.config import boot, conf, parent, worker

    parent.follow()
    worker.be_nice()
    boot.database("worker")
    asyncio.run(worker.run(concurrency or conf.load().worker_concurrency, queues, wait=not once))
