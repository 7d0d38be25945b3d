"""``congvu check``."""

from __future__ import annotations

from dataclasses import asdict

import click

from congvu.config import checks
from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _

MARKS = {checks.Level.OK: ("✓", "green"), checks.Level.WARN: ("!", "yellow"), checks.Level.FAIL: ("✗", "red")}


@click.command("check", help=_("See whether everything needed is there, and what to do if not."))
@json_option
def command(as_json: bool) -> int:
    """Exit status 0 when the program can run, 2 when something has to be mended first."""
    results = []
    for result in checks.run_all():
        results.append(result)
        if not as_json:
            _show(result)
    failed = any(result.level is checks.Level.FAIL for result in results)
    if as_json:
        write_json({"ok": not failed, "checks": [asdict(result) for result in results]})
    return 2 if failed else 0


def _show(result: checks.CheckResult) -> None:
    mark, colour = MARKS[result.level]
    click.echo(f"{click.style(mark, fg=colour)} {result.found}")
    if result.hint:
        click.echo(f"    {result.hint}")
