from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from congvu.common.errors import InvalidInputError
from congvu.config import cli, database


def with_command(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    @click.command("check")
    @click.option("--json", "as_json", is_flag=True)
    def failing(as_json: bool) -> None:
        raise error

    monkeypatch.setattr(cli.Commands, "get_command", lambda *_: failing)


def test_help_names_the_commands_and_imports_no_django() -> None:
    code = (
        "import sys; from congvu.config import cli; status = cli.run(['--help']); "
        "assert status == 0; assert 'django' not in sys.modules; assert 'psycopg' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 0, done.stderr
    assert "serve" in done.stdout


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_loads_and_has_help(name: str) -> None:
    command = cli.cli.get_command(click.Context(cli.cli), name)
    assert command is not None
    assert command.name == name


def test_an_error_is_one_line_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_command(monkeypatch, InvalidInputError("No such file.", "Give another."))
    assert cli.run(["check"]) == 2
    assert capsys.readouterr().err == "congvu: No such file. Give another.\n"


def test_an_error_is_json_when_json_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_command(monkeypatch, InvalidInputError("No such file.", "Give another."))
    assert cli.run(["check", "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error == {"code": "invalid_input", "message": "No such file.", "hint": "Give another."}


def test_a_defect_of_ours_is_one_line_and_its_trace_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_command(monkeypatch, ZeroDivisionError("division by zero"))
    assert cli.run(["check"]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    trace = Path(err.split()[-1].rstrip("."))
    assert "ZeroDivisionError" in trace.read_text(encoding="utf-8")


def test_a_wrong_option_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--no-such-option"]) == 2
    assert "--no-such-option" in capsys.readouterr().err


def test_an_old_server_and_a_missing_extension_are_told_plainly() -> None:
    everything = frozenset(database.REQUIRED)
    assert database.problem(database.DatabaseFacts(18, frozenset(), everything)) is None
    old = database.problem(database.DatabaseFacts(15, everything, everything))
    assert old is not None
    assert "15" in old[0]
    lacking = database.problem(database.DatabaseFacts(18, frozenset(), frozenset({"unaccent"})))
    assert lacking is not None
    assert "vector" in lacking[0]
    assert "pgvector" in lacking[1]
