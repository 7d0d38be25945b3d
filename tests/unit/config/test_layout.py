from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from congvu.common.errors import UnavailableError
from congvu.config.engine import account, layout


@pytest.fixture
def here(tmp_path: Path) -> layout.Layout:
    return layout.Layout(tmp_path / "data", tmp_path / "data" / "engine", tmp_path / "run", None)


def test_secrets_are_made_once_and_are_for_the_owner_only(here: layout.Layout) -> None:
    first = layout.make_secrets(here)
    assert stat.S_IMODE(here.secrets_file.stat().st_mode) == 0o600
    assert layout.make_secrets(here) == first
    assert len({first.secret_key, first.database_password, first.admin_password}) == 3
    assert min(map(len, (first.secret_key, first.database_password, first.admin_password))) >= 40
    assert [path.name for path in here.data.iterdir() if path.is_file()] == ["secrets.json"]


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    made = [
        layout.make_secrets(layout.Layout(tmp_path / name, tmp_path, tmp_path, None))
        for name in ("one", "two")
    ]
    assert made[0].secret_key != made[1].secret_key


def test_reading_makes_nothing(here: layout.Layout) -> None:
    assert layout.read_secrets(here) is None
    assert not here.data.exists()


@pytest.mark.parametrize("content", ["", "{}", "[1]", json.dumps({"secret_key": "a"})])
def test_a_damaged_secrets_file_is_said_and_not_replaced(here: layout.Layout, content: str) -> None:
    here.data.mkdir()
    here.secrets_file.write_text(content, encoding="utf-8")
    with pytest.raises(UnavailableError, match=r"secrets\.json"):
        layout.make_secrets(here)
    assert here.secrets_file.read_text(encoding="utf-8") == content


def test_a_long_path_moves_the_socket_to_the_temp_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "engine_account", lambda: None)
    short, long = layout.resolve(Path("/srv/a")), layout.resolve(Path("/srv") / ("đ" * 40))
    assert short.run == Path("/srv/a/engine/run")
    assert long.run.name.startswith("congvu-")
    assert len(str(long.run / ".s.PGSQL.5432").encode()) <= layout.LONGEST_SOCKET
    assert long.run != layout.resolve(Path("/srv") / ("đ" * 41)).run


def test_a_data_folder_that_the_account_cannot_enter_moves_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = account.Account("nobody", 65534, 65534)
    monkeypatch.setattr(layout, "engine_account", lambda: nobody)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    moved = layout.resolve(closed / "data")
    assert moved.moved
    assert moved.home.parent == layout.FALLBACK_HOMES


def test_reaching_needs_passage_through_every_folder(tmp_path: Path) -> None:
    nobody = account.Account("nobody", 65534, 65534)
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    for part in (tmp_path, *tmp_path.parents):
        if part.stat().st_mode & 0o001 == 0 and part.owner() != "nobody":
            part.chmod(part.stat().st_mode | 0o001)
    assert account.can_reach(nobody, folder)
    assert account.can_reach(nobody, folder / "not" / "there")
    (tmp_path / "a").chmod(0o700)
    assert not account.can_reach(nobody, folder)
    assert account.can_reach(None, folder)


def test_a_file_must_be_readable_too(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    file.chmod(0o640)
    assert not account.can_reach(account.Account("nobody", 65534, 65534), file)


def test_the_address_hides_nothing_that_a_url_would_break(here: layout.Layout) -> None:
    from psycopg.conninfo import conninfo_to_dict

    url = layout.connection_url(here, "p/?#&%@:", database="x")
    parts = conninfo_to_dict(url)
    assert parts["password"] == "p/?#&%@:"
    assert (parts["host"], parts["dbname"], parts["user"]) == (str(here.run), "x", layout.ROLE)
