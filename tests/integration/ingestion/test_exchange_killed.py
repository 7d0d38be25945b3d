"""The life of a document through a watched folder and through a gateway, with kill -9 in the middle of each step."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from django.db import connection

from congvu.accounts.agencies import add_code
from congvu.answering.service import ask_once
from congvu.corpus.models import Document, DocumentVersion
from congvu.ingestion.connector_models import Arrival, Outgoing, SourceConnection
from congvu.ingestion.connectors import folder
from congvu.ingestion.connectors.scripted_gateway import ScriptedGateway
from congvu.ingestion.edxml.validator import flaws_of
from congvu.ingestion.sources import folder_of, run_source, set_secret, work_off
from tests.factories import People
from tests.integration.ingestion.messages import QUESTION, SENDER, connect, life

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[3]
POINTS = ("kept", "read", "written", "committed")
"""Where the process dies: another point for each of the four messages."""
DATES = ("15/4/2026", "20/5/2026", "30/6/2026")
Look = Callable[[SourceConnection, str], int]


@pytest.fixture
def look(settings: Any, tmp_path: Path) -> Look:
    """Looks at a source in a process of its own; its exit status."""
    settings.CONGVU_DROP_DIR = tmp_path / "drop"
    settings.CONGVU_SOURCE_SECRETS = tmp_path / "secrets"

    def start(source: SourceConnection, point: str) -> int:
        command = [
            sys.executable, "-m", "tests.integration.ingestion.source_process", str(connection.settings_dict["NAME"]),
            str(settings.CONGVU_FILES_DIR), str(settings.CONGVU_DROP_DIR), str(settings.CONGVU_SOURCE_SECRETS),
            source.source.code, point,
        ]  # fmt: skip
        return subprocess.run(command, cwd=ROOT, timeout=120, check=False).returncode

    return start


@contextmanager
def served(gateway: ScriptedGateway) -> Iterator[int]:
    """The gateway on a port of this machine."""
    server = uvicorn.Server(uvicorn.Config(gateway, host="127.0.0.1", port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)


def answered(people: People) -> str:
    said = " ".join(block["text"] for block in ask_once(people.charlie, QUESTION)["blocks"])
    return next((date for date in DATES if date in said), "")


def nothing_is_doubled() -> None:
    assert Arrival.objects.count() == 4
    assert set(Arrival.objects.values_list("state", flat=True)) == {Arrival.State.DONE}
    assert Document.objects.count() == 1
    assert DocumentVersion.objects.count() == 3


def test_through_a_folder(people: People, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    add_code(people.north, SENDER)
    source = connect("voffice", organ="H15.09", organ_name="Ủy ban nhân dân tỉnh")
    place = folder_of(source)
    monkeypatch.setattr(folder, "SETTLED_SECONDS", 0)
    before = ""
    for point, (name, message, expected) in zip(POINTS, life(), strict=True):
        file = place / f"{name}.edxml"
        file.write_bytes(message)
        os.utime(file, (time.time() - 60, time.time() - 60))
        assert look(source, point) == -signal.SIGKILL
        assert answered(people) == (expected if point == "committed" else before), point
        run_source(source)
        work_off(source)
        assert answered(people) == expected, name
        assert not file.exists(), "what is kept is removed"
        before = expected
    nothing_is_doubled()
    run_source(source)
    told = sorted((place / "gui").iterdir())
    assert len(told) == 4 == Outgoing.objects.exclude(sent_at=None).count()
    assert all(flaws_of(path.read_bytes()) == () for path in told)


def test_through_a_gateway(people: People, look: Look) -> None:
    add_code(people.north, SENDER)
    gateway = ScriptedGateway()
    with served(gateway) as port:
        source = connect(
            "truc", "gateway", address=f"http://127.0.0.1:{port}", organ="H15.09", private_hosts=True
        )
        set_secret(source, gateway.secret)
        for point, (name, message, expected) in zip(("kept", "", "committed", ""), life(), strict=True):
            gateway.messages[name] = message
            if point:
                assert look(source, point) == -signal.SIGKILL
            gateway.failing = 1
            assert run_source(source).error, "the gateway is away for a moment"
            assert run_source(source).error == ""
            work_off(source)
            assert answered(people) == expected, name
        assert set(gateway.reported.values()) == {"done"}
        run_source(source)
    nothing_is_doubled()
    assert len(gateway.received) == 4
    assert all(flaws_of(content) == () for content in gateway.received.values())
