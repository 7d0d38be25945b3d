"""``python -m congvu.config.reference``: the pages of docs/reference, made from the code they describe.

A test compares them with what is committed, so that they cannot fall behind.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from congvu.config import boot, conf

MADE = "<!-- Made by python -m congvu.config.reference; changes belong into the code. -->"


def pages() -> Mapping[str, str]:
    """File name → Markdown, in English. Django must be ready; no database is used."""
    from django.utils import translation

    with translation.override("en"):
        return {
            "settings.md": _page("Settings", _settings()),
            "command-line.md": _page("Command line", _commands()),
            "words.md": _page("Roles, statuses and reasons", _words()),
            "addresses.md": _page("Addresses", _addresses()),
        }


def write(folder: Path) -> None:
    """Write every page into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def _page(title: str, blocks: Iterable[str]) -> str:
    return "\n\n".join([f"# {title}", MADE, *blocks]) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _settings() -> Iterator[str]:
    from congvu.ingestion.conf import Limits

    yield (
        "Settings are environment variables. `NAME_FILE` may name a file that holds the value of `NAME` "
        "instead. A value that cannot be used stops the program with one line that says why."
    )
    yield _table(
        ("Variable", "Default", "What it does"),
        ((_code(name), _code(default), text) for name, default, text in conf.describe()),
    )
    yield "## Limits of reading files"
    yield "Not settings: a file beyond them is refused, with the reason."
    yield _table(
        ("Limit", "Value", "What it is"),
        ((_code(item.name), f"{item.default:,}", item.metadata["help"]) for item in fields(Limits)),
    )


def _commands() -> Iterator[str]:
    from congvu.config.cli import cli

    yield "Results go to standard output, progress to standard error. With `--json` the shape is stable."
    yield _table(
        ("Exit status", "Means"),
        (
            ("0", "done; for a question, every status of an answer"),
            ("1", "a defect of the program; the details are in the log that the message names"),
            ("2", "something that you can mend: one line says what, and what to do"),
            ("130", "interrupted"),
        ),
    )
    yield from _command(cli, click.Context(cli, info_name="congvu"))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None and not child.hidden:
                yield from _command(child, click.Context(child, info_name=name, parent=context))
        return
    yield f"## {context.command_path}"
    yield str(command.help or "")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield f"```\n{usage}\n```"
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    if options:
        yield _table(("Option", "Default", "What it does"), (_option(option, context) for option in options))


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    name = ", ".join(option.opts)
    value = "" if option.is_flag else " " + option.make_metavar(context)
    shown = option.show_default and not option.is_flag and option.default is not None
    default = "required" if option.required else _code(str(option.default)) if shown else ""
    return _code(name + value), default, str(option.help or "")


def _words() -> Iterator[str]:
    from congvu.accounts.types import Role
    from congvu.answering.types import AnswerStatus
    from congvu.corpus.models import Relation, Source, Visibility
    from congvu.feedback.models import Reason as DislikeReason
    from congvu.ingestion.models import IngestionItem
    from congvu.ingestion.reasons import EXPLANATIONS

    yield "Closed lists: the code is what is stored and what `--json` gives, the words are what people read."
    lists: tuple[tuple[str, Any], ...] = (
        ("Roles", Role),
        ("Statuses of an answer", AnswerStatus),
        ("Reasons for a dislike", DislikeReason),
        ("Who may read a document", Visibility),
        ("Where documents come from", Source.Kind),
        ("What one text does to another", Relation.Kind),
        ("States of a file that was supplied", IngestionItem.State),
    )
    for title, choices in lists:
        yield f"## {title}"
        yield _table(("Code", "Words"), ((_code(value), str(label)) for value, label in choices.choices))
    yield "## Why a file was not read"
    yield _table(
        ("Code", "Why", "What to do"),
        ((_code(code), str(why.message), str(why.advice)) for code, why in EXPLANATIONS.items()),
    )


def _addresses() -> Iterator[str]:
    from congvu.web import urls

    yield "Names are those of `{% url %}`; parts in angle brackets vary."
    yield _table(("Address", "Name", "What it is"), sorted(_routes(urls.urlpatterns)))


def _routes(patterns: Sequence[Any], above: str = "/", space: str = "") -> Iterator[tuple[str, str, str]]:
    from django.urls import URLResolver

    for item in patterns:
        address = above + str(item.pattern)
        if isinstance(item, URLResolver):
            inner = f"{space}{item.namespace}:" if item.namespace else space
            yield from _routes(item.url_patterns, address, inner)
        else:
            yield _code(address), _code(f"{space}{item.name or ''}"), _first_line(item.callback)


def _first_line(view: Callable[..., Any]) -> str:
    text = inspect.getdoc(getattr(view, "view_class", view)) or ""
    return text.split("\n\n", maxsplit=1)[0]


def main() -> None:
    """Write the pages into the folder that is named, docs/reference by default."""
    boot.settings()
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))


if __name__ == "__main__":
    main()
