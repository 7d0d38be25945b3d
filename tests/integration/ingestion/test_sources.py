"""Sources as a whole: taken in once, archives, tables of questions, procedures, keys, who may do what."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from congvu.accounts.agencies import add_code
from congvu.accounts.queries import viewer_for
from congvu.answering.service import ask_once
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.config.given_eval import read_questions
from congvu.corpus import storage
from congvu.corpus.models import Document, Passage
from congvu.ingestion.arrivals import retry_all, retry_arrival, supply_by_hand, take_in
from congvu.ingestion.connector_models import Arrival, SourceConnection, SourceRun
from congvu.ingestion.connectors.scripted import ScriptedConnector
from congvu.ingestion.edxml.types import MessageKind
from congvu.ingestion.source_keys import CALLS_A_MINUTE, key_of, make_key, may_call, revoke_key
from congvu.ingestion.source_policies import can_run_source
from congvu.ingestion.sources import (
    SourceData,
    ask_for_run,
    change_source,
    create_source,
    folder_of,
    queue_due,
    run_source,
    run_source_by_id,
    secret_of,
    set_secret,
    work_off,
)
from congvu.ingestion.types import Reason
from congvu.retrieval.service import retrieve
from tests.factories import People
from tests.integration.ingestion.messages import SENDER, circular, connect, envelope
from tests.shared_data import shared

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = (
    "Bộ câu hỏi của Sở,,\nCâu hỏi,Trả lời,Nguồn\n"
    "Ai ký giấy nghỉ phép của công chức cấp sở?,Giám đốc sở ký giấy nghỉ phép.,Điều 5 Quy chế làm việc\n"
    "Đăng ký xe công tác trước mấy ngày?,Trước hai ngày làm việc.,Điều 9 Quy chế làm việc\n"
)


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.CONGVU_DROP_DIR = tmp_path / "drop"
    settings.CONGVU_SOURCE_SECRETS = tmp_path / "secrets"


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def states(source: SourceConnection) -> dict[str, str]:
    return dict(source.arrivals.order_by("pk").values_list("name", "state"))


def test_a_look_takes_in_what_is_there_and_says_what_happened(people: People) -> None:
    source = connect()
    connector = ScriptedConnector([("a.txt", circular("15/4/2026").encode()), ("b.txt", b""), ("c.txt", b"x")], 2)
    run = run_source(source, connector)
    assert (run.found, run.taken, run.repeated, run.error) == (2, 2, 0, "The source broke off.")
    assert connector.taken == ["a.txt", "b.txt"]
    work_off(source)
    assert states(source) == {"a.txt": "done", "b.txt": "failed"}
    assert source.arrivals.get(name="b.txt").reason_code == "empty"
    again = run_source(source, ScriptedConnector([("a.txt", circular("15/4/2026").encode())]))
    assert (again.found, again.taken, again.repeated) == (1, 0, 1)


def test_a_look_that_was_killed_is_shown_as_broken_off(people: People) -> None:
    source = connect()
    SourceRun.objects.create(connection=source)
    run_source(source, ScriptedConnector([]))
    assert [bool(run.error) for run in source.runs.order_by("pk")] == [True, False]


def test_a_file_that_comes_back_after_another_took_its_name_is_shown_again(people: People) -> None:
    source = connect()
    for deadline in ("15/4/2026", "20/5/2026", "15/4/2026"):
        take_in(source, "van-ban.txt", circular(deadline).encode())
        work_off(source)
    document = Document.objects.get()
    assert document.current is not None
    assert "15/4/2026" in document.current.text
    assert document.versions.count() == 2


def test_a_broken_file_is_tried_anew_under_its_name_and_has_a_row_of_its_own_under_another(people: People) -> None:
    source = connect()
    first, _new = take_in(source, "rong-1.txt", b"")
    work_off(source)
    again, new = take_in(source, "rong-1.txt", b"")
    assert (again, new) == (first, True)
    work_off(source)
    other, new = take_in(source, "rong-2.txt", b"")
    assert new
    assert other != first
    work_off(source)
    assert sorted(source.arrivals.values_list("name", "state")) == [("rong-1.txt", "failed"), ("rong-2.txt", "failed")]


def test_a_file_for_internal_use_is_for_the_sources_agency_alone(people: People) -> None:
    text = "LƯU HÀNH NỘI BỘ\n\n" + circular("15/4/2026")
    for code, agency, expected in (("chung", None, "failed"), ("bac", people.north, "done")):
        source = connect(code, agency=agency)
        take_in(source, "noi-bo.txt", text.encode())
        work_off(source)
        assert states(source) == {"noi-bo.txt": expected}
    assert Document.objects.get().access == [f"a:{people.north.pk}"]


def test_a_file_of_the_folder_that_is_too_large_is_put_aside(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    source = connect()
    place = folder_of(source)
    (place / "lon.txt").write_bytes(bytes(200))
    os.utime(place / "lon.txt", (time.time() - 60, time.time() - 60))
    monkeypatch.setattr("congvu.ingestion.arrivals.unpacker", _Small)
    run = run_source(source)
    assert (run.found, run.failed, [p.name for p in (place / "loi").iterdir()]) == (1, 1, ["lon.txt"])
    assert source.arrivals.get().reason_code == "too_large"


class _Small:
    class limits:  # noqa: N801  # stands for a value
        file_bytes = 100


def test_an_archive_becomes_its_files_each_with_its_own_fate(people: People) -> None:
    add_code(people.north, SENDER)
    source = connect()
    inner = zipped({"x.txt": b"x"})
    message = envelope(MessageKind.NEW, "15/4/2026")
    files = {"a.txt": circular("20/5/2026").encode(), "m.edxml": message, "trong.zip": inner}
    take_in(source, "goi.zip", zipped(files | {"../../ngoai.png": b"\x89PNG"}))
    work_off(source)
    assert states(source) == {
        "goi.zip": "done", "goi.zip/a.txt": "done", "goi.zip/m.edxml": "done",
        "goi.zip/trong.zip": "failed", "goi.zip/ngoai.png": "failed",
    }  # fmt: skip
    assert source.arrivals.get(name="goi.zip/trong.zip").reason_code == "decompression_bomb"
    bomb = zipped({"b.txt": bytes(200 * 1024 * 1024)})
    take_in(source, "bom.zip", bomb)
    work_off(source)
    assert source.arrivals.get(name="bom.zip").reason_code == "decompression_bomb"


def test_a_table_of_questions_is_answered_from_with_its_source(people: People) -> None:
    source = connect("hoi-dap", "upload", reading="questions")
    assert supply_by_hand(people.eve, source, [("hoi-dap-so.csv", TABLE.encode("utf-8-sig"))]) == 1
    work_off(source)
    document = Document.objects.get()
    assert (document.title, document.source.kind) == ("hoi-dap-so", "connected")
    answer = ask_once(people.alice, "Ai ký giấy nghỉ phép của công chức cấp sở?")
    said = " ".join(block["text"] for block in answer["blocks"])
    assert "Giám đốc sở ký giấy nghỉ phép." in said
    assert "Nguồn: Điều 5 Quy chế làm việc" in said
    assert "Đăng ký xe" not in said


def test_an_excel_table_is_read_alike(people: People, tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([["Câu hỏi", "Trả lời", "Căn cứ"], ["Hỏi gì?", "Đáp thế này, đủ ý.", "QĐ 1"]]):
            sheet.write_row(at, 0, row)
    source = connect("hoi-dap", "upload", reading="questions")
    take_in(source, "b.xlsx", tmp_path / "b.xlsx")
    work_off(source)
    assert states(source) == {"b.xlsx": "done"}
    assert Passage.objects.get().text == "1. Hỏi gì?\nĐáp thế này, đủ ý.\nNguồn: QĐ 1"


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (TABLE.replace("Điều 9 Quy chế làm việc", "").encode(), "line 4 has no source"),
        (b"a,b\n1,2\n", "no line with the columns"),
        (TABLE.encode("utf-16"), "not UTF-8"),
        (b"PK\x03\x04 broken", "ZIP"),
    ],
    ids=range(4),
)
def test_a_table_is_taken_whole_or_not_at_all(content: bytes, detail: str, people: People) -> None:
    source = connect("hoi-dap", "upload", reading="questions")
    take_in(source, "b.csv", content)
    work_off(source)
    arrival = source.arrivals.get()
    assert arrival.state == "failed"
    assert detail in arrival.reason_detail
    assert not Document.objects.exists()


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"metadata": []}', b"[" * 100_000, b'{"metadata": {}}'], ids=len)
def test_json_that_is_no_procedure_says_so(content: bytes, people: People) -> None:
    source = connect("tthc", "upload", reading="procedures")
    take_in(source, "a.json", content)
    work_off(source)
    assert source.arrivals.get().reason_code in ("damaged", "unsupported")


def test_questions_about_procedures_are_answered_by_the_field_they_name(people: People) -> None:
    import tarfile

    questions = [one for one in read_questions() if one.part == "procedures"]
    wanted = {one.document for one in questions}
    near = {"1.013278", "1.013620", "1.013280", "1.013544", "1.013137"}
    source = connect("tthc", "upload", reading="procedures")
    with tarfile.open(shared("procedures/procedures-207.tar.gz")) as archive:
        for member in archive.getmembers():
            code = Path(member.name).stem
            file = archive.extractfile(member) if code in wanted | near else None
            if file is not None:
                take_in(source, f"{code}.json", file.read())
    work_off(source)
    viewer = viewer_for(people.alice)
    for one in questions:
        first = retrieve(viewer, one.question).evidence[0]
        passage = Passage.objects.select_related("version__document", "unit").get(pk=first.passage_id)
        assert (passage.version.document.title[-9:-1], passage.unit.title.partition(":")[0]) == (
            one.document,
            one.place,
        ), one.question
        assert passage.unit.path.startswith("mục ")


def test_a_procedure_that_changes_is_a_new_version_and_nothing_of_it_is_lost(people: People) -> None:
    value = {
        "metadata": {"mã_thủ_tục": "9.000001", "tên_thủ_tục": "Cấp thẻ ra vào"},
        "content": {"trình_tự_thực_hiện": "Bước 1. Nộp đơn.\nBước 2. Nhận thẻ.", "mô_tả": "Không có thông tin"},
        "tables": {
            "hinh_thuc_nop": [
                {"hinh_thuc": "Trực tiếp", "thoi_han_giai_quyet": "3 Ngày", "phi_le_phi": "Phí : 20.000 Đồng"},
                {"hinh_thuc": "Trực tuyến", "thoi_han_giai_quyet": "3 Ngày", "phi_le_phi": "Phí : 10.000 Đồng"},
            ],
            "thanh_phan_ho_so": [{"ten_giay_to": "Đơn", "so_luong": "mau.doc", "ghi_chu": "Bản chính: 1"}],
        },
    }
    source = connect("tthc", "upload", reading="procedures")
    take_in(source, "9.000001.json", json.dumps(value, ensure_ascii=False).encode())
    work_off(source)
    document = Document.objects.get()
    assert document.title == "Thủ tục Cấp thẻ ra vào (mã 9.000001)"
    assert document.current is not None
    text = document.current.text
    assert "- Trực tiếp, Trực tuyến: 3 Ngày" in text
    assert "- Trực tiếp: Phí : 20.000 Đồng\n- Trực tuyến: Phí : 10.000 Đồng" in text
    assert "- Đơn (Bản chính: 1; mau.doc)" in text
    assert "Không có thông tin" not in text
    value["content"]["trình_tự_thực_hiện"] = "Một bước."
    take_in(source, "9.000001.json", json.dumps(value, ensure_ascii=False).encode())
    work_off(source)
    assert Document.objects.get().versions.count() == 2


def test_keys_open_one_source_until_they_are_revoked(people: People) -> None:
    source = connect("bac", "endpoint")
    token = make_key(source, "Voffice", actor=people.eve)
    key = key_of(f"Bearer {token}")
    assert key is not None
    assert (key.connection, key.token_hash == token) == (source, False)
    assert [may_call(key) for _ in range(CALLS_A_MINUTE + 1)][-2:] == [True, False]
    for wrong in (None, "", token, f"Basic {token}", "Bearer x", f"Bearer {token}x"):
        assert key_of(wrong) is None
    change_source(source, SourceData("bac", "Bắc", "endpoint", enabled=False), actor=people.eve)
    assert key_of(f"Bearer {token}") is None
    change_source(source, SourceData("bac", "Bắc", "endpoint"), actor=people.eve)
    revoke_key(key, actor=people.eve)
    assert key_of(f"Bearer {token}") is None


def test_what_a_source_sent_and_could_not_be_judged_is_not_kept_and_is_read_when_it_comes_again(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = connect()
    broken = b"PK\x03\x04 damaged"
    arrival, _new = take_in(source, "hong.docx", broken)
    work_off(source)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.reason_code) == ("failed", "damaged")
    assert not storage.exists(arrival.content_hash)
    with pytest.raises(InvalidInputError):
        retry_arrival(people.eve, arrival)
    assert retry_all(people.eve, source) == 0
    again, new = take_in(source, "hong.docx", broken)
    assert (again.pk, again.state, new) == (arrival.pk, "queued", True)
    assert storage.exists(arrival.content_hash)


def test_an_archive_does_not_keep_what_its_members_must_not(people: People) -> None:
    source = connect()
    secret = "SỞ NỘI VỤ\nTUYỆT MẬT\nBÁO CÁO\nQuân số 120 người.".encode()
    content = zipped({"a.txt": circular("15/4/2026").encode(), "b.txt": secret})
    take_in(source, "nhieu.zip", content)
    work_off(source)
    assert sorted(source.arrivals.values_list("state", flat=True)) == ["done", "done", "refused"]
    kept = {path.name for path in storage.root().rglob("*") if path.is_file()}
    assert kept == {source.arrivals.get(name="nhieu.zip/a.txt").content_hash}


def test_a_message_with_a_file_that_cannot_be_read_leaves_only_what_was_read(people: People) -> None:
    source = connect()
    add_code(people.north, SENDER)
    files = (("245.txt", circular("15/4/2026").encode()), ("hong.docx", b"PK\x03\x04 damaged"))
    message = envelope(MessageKind.NEW, files=files)
    arrival, _new = take_in(source, "m.edxml", message)
    work_off(source)
    arrival.refresh_from_db()
    assert (arrival.state, "hong.docx: damaged" in arrival.reason_detail) == ("done", True)
    document = Document.objects.get()
    assert document.current is not None
    kept = {path.name for path in storage.root().rglob("*") if path.is_file()}
    assert kept == {document.current.content_hash}


def test_who_may_do_what_with_a_source(people: People) -> None:
    own = connect("bac", agency=people.north, visibility="agency")
    connect("chung")
    seen = {
        who.username: set(SourceConnection.objects.visible_to(viewer_for(who)).values_list("source__code", flat=True))
        for who in (people.alice, people.carol, people.eve)
    }
    assert seen == {"alice": set(), "carol": {"bac"}, "eve": {"bac", "chung"}}
    for who in (people.alice, people.carol, people.eve):
        for one in SourceConnection.objects.all():
            visible = SourceConnection.objects.visible_to(viewer_for(who)).filter(pk=one.pk).exists()
            assert can_run_source(viewer_for(who), one) == visible
    arrival, _new = take_in(own, "a.txt", b"Mot hai ba.")
    Arrival.objects.update(state=Arrival.State.FAILED, reason_code=Reason.TIMEOUT)
    arrival.refresh_from_db()
    for act in (
        lambda: retry_arrival(people.alice, arrival),
        lambda: retry_all(people.alice, own),
        lambda: ask_for_run(people.alice, own),
        lambda: supply_by_hand(people.alice, own, []),
        lambda: create_source(SourceData("x", "X", "folder"), actor=people.carol),
        lambda: change_source(own, SourceData("bac", "X", "folder"), actor=people.carol),
        lambda: make_key(own, "k", actor=people.carol),
        lambda: set_secret(own, "s", actor=people.carol),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert retry_all(people.carol, own) == 1


@pytest.mark.parametrize(
    "data",
    [
        SourceData("Có dấu", "X", "folder"), SourceData("them", "X", "folder"), SourceData("x", " ", "folder"),
        SourceData("x", "X", "gateway", address="ftp://a", organ="H15"), SourceData("x", "X", "gateway", address="https://a"),
        SourceData("x", "X", "folder", address="../.."), SourceData("x", "X", "folder", address="/etc"),
        SourceData("x", "X", "web", address="https://u:p@a/"), SourceData("x", "X", "folder", visibility="agency"),
        SourceData("x", "X", "folder", visibility="private"),
    ],
    ids=str,
)  # fmt: skip
def test_a_source_that_cannot_work_is_not_set_up(data: SourceData, people: People) -> None:
    with pytest.raises(InvalidInputError):
        create_source(data, actor=people.eve)
    assert not SourceConnection.objects.exists()


def test_a_gateways_secret_is_a_file_and_in_no_table(people: People, settings: Any) -> None:
    source = connect("truc", "gateway", address="https://truc.example", organ="H15")
    set_secret(source, "bí-mật-của-trục", actor=people.eve)
    assert secret_of(source) == "bí-mật-của-trục"
    (file,) = Path(settings.CONGVU_SOURCE_SECRETS).iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_source_is_due_when_its_time_has_come(people: People) -> None:
    source = connect(every_minutes=5)
    assert source.due(now())
    run_source(source, ScriptedConnector([]))
    assert not source.due(now())
    assert not connect("tay", every_minutes=0).due(now())


def test_due_sources_are_queued_once_and_looked_at_by_the_job(people: People) -> None:
    source = connect(every_minutes=1)
    connect("tat", every_minutes=1, enabled=False)
    queue_due()
    queue_due()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'ingestion.run_source'")
        assert [json.loads(row[0]) for row in cursor.fetchall()] == [{"connection_id": source.pk}]
    run_source_by_id(source.pk)
    assert source.runs.get().error == ""


def test_arrivals_are_taken_in_once_by_many_at_the_same_time(people: People) -> None:
    import threading

    from django.db import connections

    source = connect()
    made: list[tuple[int, bool]] = []

    def take() -> None:
        try:
            arrival, new = take_in(source, "a.txt", b"mot hai ba")
            made.append((arrival.pk, new))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (Arrival.objects.count(), sum(new for _pk, new in made), len(made)) == (1, 1, 4)


def test_a_name_that_bears_a_mark_is_refused_with_nothing_kept_but_the_hash(people: People) -> None:
    source = connect("van-thu", "upload")
    content = b"K\xe1\xba\xbf ho\xe1\xba\xa1ch"
    for _again in range(2):
        arrival, _new = take_in(source, "TUYỆT MẬT ke hoach.txt", content)
    assert source.arrivals.count() == 1
    assert (arrival.state, arrival.reason_code) == ("refused", "refused_secret")
    assert "MẬT" not in arrival.name
    assert not storage.exists(arrival.content_hash)


def test_what_the_virus_scanner_knows_is_refused_and_deleted(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.ingestion.arrivals.is_infected", lambda path: True)
    source = connect("van-thu", "upload")
    take_in(source, "a.txt", b"QUY CH\xe1\xba\xbe")
    work_off(source)
    arrival = source.arrivals.get()
    assert (arrival.state, arrival.reason_code) == ("refused", "infected")
    assert not storage.exists(arrival.content_hash)
