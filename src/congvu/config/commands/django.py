"""``congvu django …``: Django's own commands over our engine, for developers."""

from __future__ import annotations

import click


@click.command("django", hidden=True, context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """For example: congvu django makemigrations --check."""
    from django.core.management import execute_from_command_line

    from congvu.config import boot

    boot.database()
    execute_from_command_line(["congvu django", *arguments])
