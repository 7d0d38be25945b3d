"""The commands over the rooms: stable JSON, one-line errors, exit status 2 for what a person can mend."""

from __future__ import annotations

import json
import socket
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from congvu.common import audit
from congvu.common.models import AuditEvent
from congvu.config import cli
from congvu.config.commands.people import SHELL
from congvu.config.demo import corpus, loader
from congvu.corpus.models import Document, Visibility
from congvu.ingestion import folder
from congvu.retrieval import rankers as rankers_module
from congvu.retrieval.models import RankerVersion
from tests.integration.demo.test_loader import one_by_one

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.CONGVU_EMBEDDER = "fake"


@pytest.fixture(autouse=True)
def _in_this_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "process_run", one_by_one)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo without its six codes."""
    with monkeypatch.context() as patch:
        patch.setenv("CONGVU_DATA_DIR", str(tmp_path))
        patch.setattr(corpus, "_codes", lambda: iter(()))
        patch.setattr(loader, "process_run", one_by_one)
        loader.load_demo()


class Shell:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """Exit status and standard output."""
        status = cli.run(list(arguments))
        return status, self._capsys.readouterr().out

    def json(self, *arguments: str) -> tuple[int, Any]:
        status, output = self(*arguments, "--json")
        return status, json.loads(output)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


def test_a_whole_audit_log_is_proved(shell: Shell) -> None:
    event = audit.record("test.one")
    status, verdict = shell.json("audit", "verify")
    assert status == 0
    assert verdict == {
        "intact": True, "checked": 1, "broken_at": None, "problem": "", "head": event.hash, "anchors": 0,
    }  # fmt: skip


def test_an_audit_log_is_checked_against_the_heads_that_were_kept(shell: Shell, tmp_path: Path) -> None:
    event = audit.record("test.one")
    file = tmp_path / "heads.jsonl"
    status, kept = shell.json("audit", "anchor", "--out", str(file))
    assert (status, kept["seq"], kept["hash"], kept["file"]) == (0, 1, event.hash, str(file))
    status, verdict = shell.json("audit", "verify", "--anchor", str(file))
    assert (status, verdict["anchors"]) == (0, 1)
    file.write_text(file.read_text("utf-8").replace('"seq":1', '"seq":2'), "utf-8")
    assert shell("audit", "verify", "--anchor", str(file))[0] == 2
    file.write_text("không phải mốc\n", "utf-8")
    assert shell("audit", "verify", "--anchor", str(file))[0] == 2


def test_a_changed_audit_log_is_found(shell: Shell) -> None:
    first = audit.record("test.one")
    audit.record("test.two")
    with connection.cursor() as cursor:  # the database refuses it to everybody who does not take its guard away
        cursor.execute("ALTER TABLE common_auditevent DISABLE TRIGGER events_stay")
        AuditEvent.objects.filter(pk=first.pk).update(action="test.forged")
        cursor.execute("ALTER TABLE common_auditevent ENABLE TRIGGER events_stay")
    status, verdict = shell.json("audit", "verify")
    assert status == 2
    assert (verdict["intact"], verdict["broken_at"]) == (False, first.seq)
    assert shell("audit", "verify")[0] == 2


@pytest.mark.usefixtures("library")
def test_search_gives_what_the_account_may_read(shell: Shell) -> None:
    question = "phụ cấp lưu trú khi đi công tác ngoài tỉnh"
    own, other = (shell.json("search", question, "--as", name)[1] for name in ("canbo3", "canbo1"))
    assert "21/QĐ-STP" in {result["document"]["number"] for result in own["results"]}
    assert "21/QĐ-STP" not in {result["document"]["number"] for result in other["results"]}
    assert set(own) == {
        "query", "read_as", "rewrites", "on", "confidence", "results", "notes", "timings_ms", "versions",
    }  # fmt: skip
    assert set(own["results"][0]) == {"rank", "score", "document", "unit", "text", "url"}
    assert [result["rank"] for result in own["results"]] == list(range(1, len(own["results"]) + 1))


@pytest.mark.usefixtures("library")
def test_search_is_for_a_date(shell: Shell) -> None:
    question = "thời hạn văn thư chuyển văn bản đến"
    _status, before = shell.json("search", question, "--on", "2026-02-01")
    _status, after = shell.json("search", question, "--on", "01/04/2026")
    assert (before["on"], after["on"]) == ("2026-02-01", "2026-04-01")
    numbers = [{result["document"]["number"] for result in found["results"]} for found in (before, after)]
    assert "05/2025/QĐ-UBND" in numbers[0] - numbers[1]
    assert "14/2026/QĐ-UBND" in numbers[1] - numbers[0]


@pytest.mark.usefixtures("library")
def test_a_question_is_answered_with_citations(shell: Shell) -> None:
    question = "Văn thư cơ quan chuyển văn bản đến trong thời hạn bao lâu theo Quyết định 14/2026/QĐ-UBND?"
    status, answer = shell.json("ask", question, "--on", "2026-04-01")
    assert status == 0
    assert set(answer) == {"status", "blocks", "citations", "timings_ms", "versions"}
    assert answer["citations"][0]["document"]["number"] == "14/2026/QĐ-UBND"
    status, text = shell("ask", question, "--on", "2026-04-01")
    assert status == 0
    assert "[1]" in text
    assert "14/2026/QĐ-UBND" in text


@pytest.mark.usefixtures("library")
def test_what_cannot_be_known_is_no_error_and_has_no_citation(shell: Shell) -> None:
    status, answer = shell.json("ask", "Giá vàng hôm nay bao nhiêu?")
    assert status == 0
    assert answer["status"] in {"no_evidence", "out_of_scope"}
    assert answer["citations"] == []


def test_an_unknown_account_is_one_line_and_status_two(shell: Shell) -> None:
    status, answer = shell.json("ask", "Điều 1", "--as", "khong-co-ai")
    assert status == 2
    assert answer["error"]["code"] == "invalid_input"
    assert "khong-co-ai" in answer["error"]["message"]


def test_the_account_of_the_command_line_is_made_once_and_cannot_sign_in(shell: Shell) -> None:
    from congvu.accounts.models import RoleGrant, User

    for _time in range(2):
        shell("search", "nghỉ phép")
    user = User.objects.get(username=SHELL)
    assert not user.has_usable_password()
    assert not RoleGrant.objects.filter(user=user).exists()


def letter(number: int) -> str:
    return corpus._written("cong-van-don-doc-tro-ly-ao")[1].decode().replace("412/UBND", f"{number}/UBND")


def test_a_folder_is_read_and_a_bad_file_does_not_stop_it(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "thu.txt").write_text(letter(501), "utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\n" + b"0" * 1000)
    (tmp_path / "c.exe").write_bytes(b"MZ")
    (tmp_path / ".hidden.txt").write_text("never read", "utf-8")
    status, result = shell.json("ingest", str(tmp_path))
    assert status == 2
    bad, good = result["items"]
    assert [(item["file"], item["state"]) for item in (bad, good)] == [("b.pdf", "failed"), ("a/thu.txt", "stored")]
    assert good["document"]["number"] == "501/UBND-KGVX"
    assert bad["reason"]
    assert result["skipped"] == [str(tmp_path / "c.exe")]
    assert uuid.UUID(result["run"])
    assert result["counts"] == {"queued": 0, "stored": 1, "unchanged": 0, "failed": 1, "refused": 0}
    status, result = shell.json("ingest", str(tmp_path / "a"))
    assert (status, result["items"][0]["state"]) == (0, "unchanged")


@pytest.mark.usefixtures("library")
def test_files_of_an_agency_are_for_the_agency(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "thu.txt"
    file.write_text(letter(502), "utf-8")
    status, _output = shell("ingest", str(file), "--agency", "snv", "--visibility", "agency")
    assert status == 0
    document = Document.objects.get(number="502/UBND-KGVX")
    assert document.visibility == Visibility.AGENCY
    assert document.agency is not None
    assert document.agency.code == "snv"


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "options",
    [
        ("--visibility", "agency"),
        ("--agency", "khong-co", "--visibility", "agency"),
        ("--agency", "ubnd-luc-yen", "--visibility", "agency"),  # ended
        ("--as", "canbo1"),  # may not supply
    ],
)
def test_a_supply_that_is_not_clear_or_not_allowed_is_refused(
    shell: Shell, tmp_path: Path, options: tuple[str, ...]
) -> None:
    file = tmp_path / "thu.txt"
    file.write_text(letter(503), "utf-8")
    status, answer = shell.json("ingest", str(file), *options)
    assert status == 2
    assert answer["error"]["message"]
    assert not Document.objects.filter(number="503/UBND-KGVX").exists()


def test_an_empty_folder_is_told(shell: Shell, tmp_path: Path) -> None:
    status, answer = shell.json("ingest", str(tmp_path))
    assert (status, answer["error"]["code"]) == (2, "invalid_input")


def write_lines(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return str(path)


@pytest.fixture
def labelled(tmp_path: Path) -> tuple[str, str]:
    """A corpus and questions: twelve laws of one article each."""
    topics = "nghỉ hằng năm|hợp đồng|kỷ luật|thu hồi đất|kết hôn|khiếu nại|hòa giải|lưu trữ|giá đất|cư trú|văn thư|thuế"
    rows = [
        {"_id": str(n), "law_id": f"luật {n}", "title": f"Điều 1. {topic}", "text": f"Quy định về {topic} tại đây."}
        for n, topic in enumerate(topics.split("|"))
    ]
    asked = [
        {"_id": f"q{n}", "text": f"{topic} quy định thế nào", "relevant": [str(n)]}
        for n, topic in enumerate(topics.split("|"))
    ]
    return write_lines(tmp_path / "corpus.jsonl", rows), write_lines(tmp_path / "queries.jsonl", asked)


def test_retrieval_is_measured_on_labelled_questions(
    shell: Shell, tmp_path: Path, labelled: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONGVU_DATA_DIR", str(tmp_path))
    arguments = ("eval", "retrieval", "--corpus", labelled[0], "--queries", labelled[1], "--variant", "bm25")
    status, result = shell.json(*arguments)
    assert status == 0
    assert [(row["variant"], row["typing"]) for row in result["results"]] == [
        ("bm25", typing) for typing in ("as_written", "no_diacritics", "half_diacritics", "typos")
    ]
    assert result["results"][0]["R@1"] > 0.9
    (kept,) = (tmp_path / "evaluations").iterdir()
    assert json.loads(kept.read_text("utf-8"))["results"] == result["results"]
    status, table = shell(*arguments, "--typing", "no_diacritics", "--out", str(tmp_path / "here.json"))
    assert status == 0
    assert "no_diacritics" in table
    assert "as_written" not in table
    assert (tmp_path / "here.json").exists()


def test_vectors_cannot_be_measured_without_vectors(shell: Shell, labelled: tuple[str, str]) -> None:
    arguments = ("--corpus", labelled[0], "--queries", labelled[1], "--variant", "dense", "--without-vectors")
    status, answer = shell.json("eval", "retrieval", *arguments)
    assert (status, answer["error"]["code"]) == (2, "invalid_input")


def test_a_ranker_is_learned_listed_and_left_again(shell: Shell, tmp_path: Path, labelled: tuple[str, str]) -> None:
    out = tmp_path / "ranker.json"
    arguments = ("train", "ranker", "--set", *labelled, "--without-vectors", "--name", "ours", "--out", str(out))
    status, learned = shell.json(*arguments)
    assert (status, learned["version"], learned["serves"]) == (0, "ours", False)
    assert {row["typing"] for row in learned["gate"]["rows"]} >= {"as_written", "typos"}
    assert json.loads(out.read_text("utf-8"))["version"] == "ours"
    _, rankers = shell.json("train", "ranker", "--list")
    assert {"version": "ours", "serves": False} in rankers
    RankerVersion.objects.filter(version="ours").update(verdict={"passed": True})
    rankers_module.promote("ours", None)
    assert shell.json("train", "ranker", "--list")[1][-1] == {"version": "ours", "serves": True}
    status, gone_back = shell.json("train", "ranker", "--go-back")
    assert (status, gone_back) == (0, {"serving": rankers_module.default_ranker().version})
    assert shell.json("train", "ranker", "--go-back")[0] == 2


def test_a_ranker_that_is_not_better_does_not_serve_and_the_status_says_so(
    shell: Shell, labelled: tuple[str, str]
) -> None:
    by_words = ("--set", *labelled, "--without-vectors")
    status, answer = shell.json("train", "ranker", *by_words, "--promote", "--margin", "0.5")
    assert (status, answer["serves"], answer["gate"]["passed"]) == (2, False, False)


def test_there_must_be_something_to_learn_from(shell: Shell) -> None:
    status, answer = shell.json("train", "ranker")
    assert (status, answer["error"]["code"]) == (2, "invalid_input")


@pytest.mark.usefixtures("library")
def test_a_search_says_what_put_each_passage_in_its_place(shell: Shell) -> None:
    _, plain = shell.json("search", "văn bản đến chuyển trong bao lâu")
    assert "added" not in plain["results"][0]
    _, told = shell.json("search", "văn bản đến chuyển trong bao lâu", "--explain")
    assert told["results"][0]["added"].keys() >= {"coverage", "lexical"}
    assert 0 < told["results"][0]["features"]["coverage"] <= 1
    _, lines = shell("search", "văn bản đến chuyển trong bao lâu", "--explain", "--limit", "1")
    assert any(line.lstrip().startswith(("+", "-")) and " = " in line for line in lines.splitlines())


@pytest.mark.usefixtures("library")
def test_the_wait_for_evidence_is_measured(shell: Shell, tmp_path: Path) -> None:
    rows = [{"_id": str(n), "text": f"nghỉ phép năm {n}", "relevant": []} for n in range(4)]
    queries = write_lines(tmp_path / "queries.jsonl", rows)
    status, result = shell.json("bench", "ask", "--queries", queries, "--limit", "3")
    assert status == 0
    assert result["questions"] == 3
    assert 0 < result["p50_ms"] <= result["p95_ms"] <= result["max_ms"]


def test_the_demo_tells_a_taken_port_before_it_loads(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVU_DEMO", "")  # the command sets it; this puts it back
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, output = shell("demo", "--port", str(taken.getsockname()[1]))
    assert (status, output) == (2, "")
    assert not Document.objects.exists()
