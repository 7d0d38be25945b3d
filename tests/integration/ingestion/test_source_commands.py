"""``congvu source``: JSON that stays, one line and status 2 where something is wrong."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from congvu.accounts.agencies import add_code
from congvu.config.cli import run
from congvu.ingestion.connector_models import Arrival, Outgoing
from congvu.ingestion.edxml.types import MessageKind
from congvu.ingestion.edxml.validator import flaws_of
from congvu.ingestion.sources import folder_of, secret_of
from tests.factories import People
from tests.integration.ingestion.messages import SENDER, connect, envelope

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.CONGVU_DROP_DIR = tmp_path / "drop"
    settings.CONGVU_SOURCE_SECRETS = tmp_path / "secrets"
    monkeypatch.setattr("congvu.config.boot.database", lambda *_args, **_more: None)
    with translation.override("en"):
        yield


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    status = run(["source", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_folder_is_connected_looked_at_and_tried_again(people: People, capsys: pytest.CaptureFixture[str]) -> None:
    add_code(people.north, SENDER)
    status, made = told(capsys, "add", "voffice", "--name", "Voffice", "--by", "folder", "--organ", "H15.09")
    assert status == 0
    for name, content in (("a.edxml", envelope(MessageKind.NEW, "15/4/2026")), ("b.edxml", b"<edXML>")):
        path = Path(made["folder"]) / name
        path.write_bytes(content)
        os.utime(path, (time.time() - 60, time.time() - 60))
    status, looked = told(capsys, "run", "voffice")
    assert (status, looked["found"], looked["taken"], looked["worked_off"], looked["error"]) == (0, 2, 2, 2, None)
    status, listed = told(capsys, "list")
    (row,) = listed["sources"]
    assert (row["code"], row["counts"]) == ("voffice", {"done": 1, "failed": 1})
    assert told(capsys, "retry", "voffice") == (0, {"retried": 0, "failed": 1}), "what is broken is not kept"
    assert told(capsys, "run", "voffice")[1]["sent"] == 1


def test_keys_and_secrets(people: People, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    connect("vao", "endpoint")
    gateway = connect("truc", "gateway", address="https://truc.example", organ="H15")
    status, made = told(capsys, "key", "vao", "Voffice")
    assert (status, len(made["key"])) == (0, 43)
    assert told(capsys, "key", "vao", "Voffice", "--revoke") == (
        0, {"source": "vao", "name": "Voffice", "key": None, "revoked": True},
    )  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO("mat-khau-cua-truc\n"))
    assert run(["source", "secret", "truc"]) == 0
    assert secret_of(gateway) == "mat-khau-cua-truc"
    assert "mat-khau" not in capsys.readouterr().out


def test_a_document_of_ours_is_sent_as_a_strict_message(
    people: People, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source = connect(organ="H15.01", organ_name="Sở A")
    paper = tmp_path / "van-ban.txt"
    paper.write_text("Nội dung", encoding="utf-8")
    given = ["--to", "H15.02=Sở B", "--number", "5/SA-VP", "--issued-on", "2026-03-01", "--subject", "V/v thử",
             "--place", "Lào Cai", "--signer", "Nguyễn Văn Mẫu"]  # fmt: skip
    for _twice in range(2):
        status, sent = told(capsys, "send", "truc-tinh", str(paper), *given)
        assert (status, sent["document_id"]) == (0, "H15.01,2026/03/01,5/SA-VP")
    assert flaws_of(bytes(Outgoing.objects.get().content)) == ()
    assert told(capsys, "run", "truc-tinh")[1]["sent"] == 1
    assert len(list((folder_of(source) / "gui").iterdir())) == 1
    assert not Arrival.objects.exists()
    status, error = told(capsys, "send", "truc-tinh", str(paper), *[g.replace("5/SA-VP", "5") for g in given])
    assert (status, error["error"]["code"]) == (2, "invalid_input")


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "khong-co"), ("retry", "khong-co"), ("key", "khong-co", "x"),
        ("add", "Sai Mã", "--name", "x", "--by", "web"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_bad_input_is_one_line_and_status_2(
    arguments: tuple[str, ...], people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["source", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("congvu: ")
    assert said.err.count("\n") == 1


def test_a_source_that_does_not_answer_ends_with_1(people: People, capsys: pytest.CaptureFixture[str]) -> None:
    connect("truc", "gateway", address="http://127.0.0.1:9", organ="H15", private_hosts=True)
    assert told(capsys, "run", "truc")[0] == 1
