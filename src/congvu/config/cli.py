"""The command ``congvu``. Each command is a module of ``config.commands``, loaded when it is asked for."""

from __future__ import annotations

import importlib
import json
import logging
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from typing import NoReturn

import click

from congvu import __version__
from congvu.common.errors import CongVuError
from congvu.config.words import _

# name → one line of help (a msgid). The module is config.commands.<name> (with _ for -), its command ``command``.
COMMANDS: Mapping[str, str] = {
    "demo": "Try it: load made-up people and a small library, then run the site.",
    "serve": "Run the site: web, worker and database.",
    "worker": "Run one background worker.",
    "stop": "Stop what runs in this data folder.",
    "check": "See whether everything needed is there, and what to do if not.",
    "migrate": "Bring the tables of the database up to date.",
    "ingest": "Read files into the library.",
    "relations": "Read anew what the texts of the library say of each other.",
    "source": "Connected sources: Voffice and other systems.",
    "search": "Find the passages that fit a text.",
    "ask": "Ask a question and get the answer with its citations.",
    "eval": "Measure how good this program is on labelled questions.",
    "train": "Learn from labelled questions.",
    "bench": "Measure how fast this installation is.",
    "audit": "The audit log.",
    "backup": "Write everything that has to be kept into one file, while the site runs.",
    "restore": "Fill a new data folder, or an empty database, from a backup.",
    "figures": "The figures of participation.",
    "report": "Official reports on a campaign.",
    "scoring": "Scores of agencies by indicator sets.",
    "check-form": "Check the form of an official DOCX.",
    "roster": "The people who have an account.",
    "scim": "Provisioning by SCIM 2.0: the directory's tokens.",
    "privacy": "Personal data: retention, export, erasure.",
    "knowledge": "Approved knowledge.",
    "django": "Run a command of Django (for developers).",
}
HIDDEN = frozenset({"django"})


class Commands(click.Group):
    """A group whose commands are imported when used: ``congvu --help`` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order in which people meet them."""
        return [name for name in COMMANDS if name not in HIDDEN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"congvu.config.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table above."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(COMMANDS[name])) for name in self.list_commands(ctx)])


@click.command(cls=Commands, name="congvu", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="congvu")
def cli() -> None:
    """Công Vụ: trợ lý ảo của cán bộ, công chức, viên chức."""


def main() -> NoReturn:
    """Entry point: errors are one line; status 2 for what the person can mend, 1 for a defect of ours."""
    signal.signal(signal.SIGTERM, _on_sigterm)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; its exit status."""
    try:
        result = cli.main(args=arguments, prog_name="congvu", standalone_mode=False)
    except CongVuError as error:
        return _fail(error.code, error.message, error.hint, error.exit_status, "--json" in arguments)
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # or Python complains once more at exit
        return 141
    except Exception as error:
        return _unexpected(error, "--json" in arguments)
    return result if isinstance(result, int) else 0


def _fail(code: str, message: str, hint: str, status: int, as_json: bool) -> int:
    if as_json:
        click.echo(
            json.dumps({"error": {"code": code, "message": message, "hint": hint}}, ensure_ascii=False)
        )
    else:
        click.echo(f"congvu: {message} {hint}".strip(), err=True)
    return status


def _unexpected(error: Exception, as_json: bool) -> int:
    """A defect of ours: one line for the person, the trace for whoever mends it."""
    logging.getLogger("congvu").debug("unexpected", exc_info=error)
    hint = ""
    try:
        from congvu.config import conf

        trace = conf.load().data_dir / "log" / "errors.log"
        with trace.open("a", encoding="utf-8") as stream:
            stream.write("".join(traceback.format_exception(error)) + "\n")
        hint = _("The details are in {path}.").format(path=trace)
    except (OSError, CongVuError):
        traceback.print_exception(error)
    message = _("Unexpected error: {error}").format(error=f"{type(error).__name__}: {error}".splitlines()[0])
    return _fail("unexpected", message, hint, 1, as_json)


def _on_sigterm(_number: int, _frame: object) -> NoReturn:
    """End in order: what atexit and ``finally`` have to do (letting go of the database) is done."""
    sys.exit(143)


if __name__ == "__main__":
    main()
