"""From bytes to documents: states, reasons, who may, and that nothing happens twice."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.db import connections

from congvu.accounts.queries import viewer_for
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.models import AuditEvent
from congvu.corpus import storage
from congvu.corpus.models import Document, DocumentVersion, Passage, Unit
from congvu.index.actions import active_generation
from congvu.index.backends import get_backend
from congvu.ingestion import actions
from congvu.ingestion.actions import process_item, retry_item, start_run
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.ingestion.queries import progress
from congvu.ingestion.reasons import EXPLANATIONS, explain
from congvu.ingestion.sandbox import Sandbox
from congvu.ingestion.types import ReadError, Reason
from tests.factories import People
from tests.shared_data import shared
from tests.unit.ingestion.files import bomb, docx, locked, paragraph, pdf

pytestmark = pytest.mark.django_db(transaction=True)

LAW = """QUỐC HỘI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Luật số: 12/2020/QH14
Hà Nội, ngày 10 tháng 6 năm 2020
LUẬT
THỬ NGHIỆM
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Thử nghiệm.
Điều 1. Nghỉ hằng năm
1. Người thử nghiệm được nghỉ 14 ngày.
2. Ngày nghỉ do đơn vị sắp xếp.
Điều 2. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2021.
"""


def supply(people: People, *files: tuple[str, bytes | Path], visibility: str = "province") -> IngestionRun:
    """A supply by the operator, read to its end."""
    run = start_run(people.eve, files, agency=None, visibility=visibility)
    for item in run.items.all():
        process_item(item.pk)
    return run


def only(run: IngestionRun) -> IngestionItem:
    return run.items.get()


def test_a_law_becomes_a_document_that_is_found(people: People) -> None:
    item = only(supply(people, ("luat.txt", LAW.encode())))
    assert item.state == IngestionItem.State.STORED
    assert item.version is not None
    document = item.version.document
    assert (document.number, document.issuer, str(document.force_from)) == ("12/2020/QH14", "Quốc hội", "2021-01-01")
    assert Unit.objects.get(version=item.version, anchor="d1-k1").path == "khoản 1 Điều 1"
    assert [str(passage) for passage in Passage.objects.filter(version=item.version)] == ["Điều 1", "Điều 2"]
    assert get_backend().status(active_generation().name).entries == 2
    assert AuditEvent.objects.filter(action="document.created").count() == 1


def test_the_same_file_twice_is_one_document(people: People) -> None:
    supply(people, ("luat.txt", LAW.encode()))
    again = only(supply(people, ("ten-khac.txt", LAW.encode())))
    assert again.state == IngestionItem.State.UNCHANGED
    as_word = docx("".join(paragraph(line) for line in LAW.splitlines()))
    assert only(supply(people, ("luat.docx", as_word))).state == IngestionItem.State.UNCHANGED
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (1, 1)


def test_bytes_that_are_known_are_not_read_again(people: People) -> None:
    class Untouched(Sandbox):
        def read(self, path: Path, file_name: str, pages: Path | None = None) -> dict[str, object]:
            raise AssertionError("read again")

    supply(people, ("luat.txt", LAW.encode()))
    run = start_run(people.eve, [("luat.txt", LAW.encode())], agency=None, visibility="province")
    process_item(only(run).pk, using=Untouched())
    assert only(run).state == IngestionItem.State.UNCHANGED


def test_a_private_file_whose_owner_is_gone_is_told_and_not_shown_to_others(people: People) -> None:
    run = start_run(people.eve, [("luat.txt", LAW.encode())], agency=None, visibility="private")
    IngestionRun.objects.update(started_by=None)
    process_item(only(run).pk)
    assert only(run).state == IngestionItem.State.FAILED
    assert not Document.objects.exists()


def test_a_changed_file_is_a_new_version_and_the_old_one_is_not_found_any_more(people: People) -> None:
    supply(people, ("luat.txt", LAW.encode()))
    item = only(supply(people, ("luat.txt", LAW.replace("14 ngày", "16 ngày").encode())))
    assert item.version is not None
    assert item.version.sequence == 2
    assert item.version.document.current == item.version
    assert get_backend().status(active_generation().name).entries == 2


def test_a_file_without_a_number_is_known_by_its_name_or_its_bytes(people: People) -> None:
    note = "Ghi chú nội bộ về cách dùng máy in của cơ quan trong giờ làm việc.\n"
    supply(people, ("a/may-in.txt", note.encode()))
    assert only(supply(people, ("b/khac.txt", note.encode()))).state == IngestionItem.State.UNCHANGED
    assert only(supply(people, ("a/may-in.txt", (note * 2).encode()))).state == IngestionItem.State.STORED
    assert only(supply(people, ("b/may-in.txt", (note * 3).encode()))).state == IngestionItem.State.STORED
    assert Document.objects.count() == 2


def hostile_files() -> list[tuple[str, bytes, Reason]]:
    prose = [(72.0, 700.0 - 20 * n, "Mot dong chu cua van ban de co du chu.") for n in range(10)]
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    return [
        ("rong.txt", b"", Reason.EMPTY),
        ("mat-khau.pdf", locked(pdf([prose])), Reason.ENCRYPTED),
        ("50000-trang.pdf", pdf([prose], count=50_000), Reason.TOO_MANY_PAGES),
        ("cuoi.docx", docx(paragraph("&b;"), prolog=laughs), Reason.DAMAGED),
        ("sau.html", b"<html><body>" + b"<div>" * 100_000 + b"x", Reason.DAMAGED),
        ("gia.pdf", b"<!DOCTYPE html><html><body>404</body></html>", Reason.NOT_WHAT_IT_SAYS),
        ("nen.gz", b"\x1f\x8b\x08\x00rest", Reason.UNSUPPORTED),
        ("anh.pdf", pdf([[]], image=True), Reason.NO_TEXT),
        ("la.txt", bytes.fromhex("a769d275203120") * 50, Reason.UNDECODABLE),
    ]


def test_every_bad_file_says_why_and_the_rest_go_on(people: People) -> None:
    bad = hostile_files()
    run = supply(people, *((name, content) for name, content, _reason in bad), ("luat.txt", LAW.encode()))
    found = {item.file_name: item.reason_code for item in run.items.all()}
    assert found == {**{name: reason.value for name, _content, reason in bad}, "luat.txt": ""}
    counted = progress(run)
    assert (counted.total, counted.stored, counted.failed, counted.finished) == (len(bad) + 1, 1, len(bad), True)


@pytest.mark.slow
def test_a_zip_bomb_of_200_mb_is_refused_without_being_unpacked(people: People) -> None:
    item = only(supply(people, ("bom.docx", bomb(200))))
    assert item.reason_code == Reason.DECOMPRESSION_BOMB


def test_the_stub_and_the_disguised_word_file_of_the_wild(people: People) -> None:
    run = supply(
        people,
        ("stub.pdf", shared("office/stub-1216-bytes.pdf")),
        ("ole-inside.docx", shared("office/ole-inside.docx")),
    )
    stub, word = run.items.all()
    assert stub.reason_code == Reason.NOT_WHAT_IT_SAYS
    assert word.state == IngestionItem.State.STORED
    assert word.version is not None
    assert word.version.document.number == "27/2001/QH10"


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_state_secret_leaves_nothing_behind(people: People, stamp: str) -> None:
    secret = f"UBND TỈNH A\n{stamp}\nSố: 5/UBND\nKế hoạch phòng thủ của tỉnh trong năm tới và các năm sau.\n"
    item = only(supply(people, ("ke-hoach.txt", secret.encode())))
    assert item.state == IngestionItem.State.REFUSED
    assert item.reason_code == Reason.REFUSED_SECRET
    assert not storage.exists(item.content_hash)
    assert not Document.objects.exists()
    event = AuditEvent.objects.get(action="ingestion.refused")
    assert "phòng thủ" not in str(event.detail)
    assert "ke-hoach" not in str(event.detail)


def test_a_stamp_in_a_page_header_counts_too(people: People) -> None:
    stamp = "MẬT"
    header = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    part = f"{header}{paragraph(stamp)}</w:hdr>"
    content = docx(paragraph("Nội dung công việc của cơ quan."), {"word/header1.xml": part})
    assert only(supply(people, ("a.docx", content))).state == IngestionItem.State.REFUSED


def test_a_refused_file_is_deleted_even_if_the_worker_died_before_it_could(people: People) -> None:
    secret = "MẬT\nUBND TỈNH A\nSố: 5/UBND\nNội dung.\n".encode()
    item = only(supply(people, ("a.txt", secret)))
    storage.put_bytes(secret)
    process_item(item.pk)
    assert not storage.exists(item.content_hash)


def test_internal_papers_are_no_secret(people: People) -> None:
    paper = "LƯU HÀNH NỘI BỘ\nUBND TỈNH A\nSố: 6/UBND\nNội dung công việc mật thiết với các đơn vị.\n"
    assert only(supply(people, ("a.txt", paper.encode()))).state == IngestionItem.State.STORED


def test_processing_an_item_again_does_nothing(people: People) -> None:
    item = only(supply(people, ("luat.txt", LAW.encode())))
    events = AuditEvent.objects.count()
    process_item(item.pk)
    process_item(999_999)
    assert AuditEvent.objects.count() == events
    assert DocumentVersion.objects.count() == 1


def test_two_workers_with_one_item_and_two_items_with_one_text_store_it_once(people: People) -> None:
    run = start_run(people.eve, [("a.txt", LAW.encode()), ("b.txt", LAW.encode())], agency=None, visibility="province")
    first, second = run.items.values_list("pk", flat=True)
    failures: list[BaseException] = []

    def work(pk: int) -> None:
        try:
            process_item(pk)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(pk,)) for pk in (first, first, second, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(run.items.values_list("state", flat=True)) == ["stored", "unchanged"]
    assert (Document.objects.count(), DocumentVersion.objects.count(), Passage.objects.count()) == (1, 1, 2)


def test_a_failure_while_storing_leaves_the_item_waiting_and_nothing_half_done(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = start_run(people.eve, [("a.txt", LAW.encode())], agency=None, visibility="province")
    item = only(run)

    def fail(_version: DocumentVersion) -> None:
        raise RuntimeError("the index is away")

    with monkeypatch.context() as patched:
        patched.setattr(actions, "index_version", fail)
        with pytest.raises(RuntimeError):
            process_item(item.pk)
    assert (Document.objects.count(), Unit.objects.count()) == (0, 0)
    process_item(item.pk)
    item.refresh_from_db()
    assert item.state == IngestionItem.State.STORED


def test_a_file_that_takes_its_process_down_each_time_is_given_up(people: People) -> None:
    run = start_run(people.eve, [("a.txt", LAW.encode())], agency=None, visibility="province")
    run.items.update(attempts=actions.MAX_ATTEMPTS)
    process_item(only(run).pk)
    assert only(run).reason_code == Reason.CRASHED


def test_bytes_that_are_gone_are_told(people: People) -> None:
    run = start_run(people.eve, [("a.txt", LAW.encode())], agency=None, visibility="province")
    storage.delete(only(run).content_hash)
    process_item(only(run).pk)
    assert only(run).reason_code == Reason.DAMAGED


def test_a_file_over_the_limit_is_not_even_kept(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    from congvu.ingestion.conf import Limits

    monkeypatch.setattr(actions, "sandbox", lambda: Sandbox(Limits(file_bytes=10)))
    run = start_run(people.eve, [("a.txt", b"x" * 11)], agency=None, visibility="province")
    assert (only(run).state, only(run).reason_code, only(run).content_hash) == ("failed", Reason.TOO_LARGE, "")


def test_a_file_that_failed_can_be_tried_again_by_those_who_may(people: People) -> None:
    run = start_run(people.carol, [("a.txt", LAW.encode())], agency=people.north, visibility="agency")
    item = only(run)

    class Failing(Sandbox):
        def read(self, path: Path, file_name: str, pages: Path | None = None) -> dict[str, object]:
            raise ReadError(Reason.TIMEOUT)

    process_item(item.pk, using=Failing())
    for stranger in (people.alice, people.charlie):
        with pytest.raises(NotAllowedError):
            retry_item(stranger, item)
    retry_item(people.carol, item)
    with pytest.raises(InvalidInputError):
        retry_item(people.carol, item)
    process_item(item.pk)
    item.refresh_from_db()
    assert item.state == IngestionItem.State.STORED


def test_names_of_files_cannot_lead_anywhere(people: People) -> None:
    run = start_run(people.eve, [("../../etc/p\u202eass\x00wd.txt", LAW.encode())], agency=None, visibility="province")
    assert only(run).file_name == "etc/passwd.txt"


def test_who_may_supply_what(people: People) -> None:
    files = [("a.txt", LAW.encode())]
    for person in (people.alice, people.charlie, people.dana):
        with pytest.raises(NotAllowedError):
            start_run(person, files, agency=people.north, visibility="agency")
    for agency, visibility in ((None, "province"), (people.north, "province"), (people.south, "agency")):
        with pytest.raises(NotAllowedError):
            start_run(people.carol, files, agency=agency, visibility=visibility)
    with pytest.raises(InvalidInputError):
        start_run(people.eve, files, agency=None, visibility="agency")
    with pytest.raises(InvalidInputError):
        start_run(people.eve, [], agency=None, visibility="province")
    assert not IngestionRun.objects.exists()


def test_an_agency_s_copy_neither_changes_nor_betrays_the_province_s(people: People) -> None:
    run = start_run(people.carol, [("a.txt", LAW.encode())], agency=people.north, visibility="agency")
    process_item(only(run).pk)
    item = only(supply(people, ("a.txt", LAW.encode())))
    assert item.state == IngestionItem.State.STORED
    assert Document.objects.count() == 2
    assert Document.objects.visible_to(viewer_for(people.charlie)).count() == 1
    assert Document.objects.visible_to(viewer_for(people.alice)).count() == 2


def test_withdrawing_and_changing_readers_reach_the_index(people: People) -> None:
    item = only(supply(people, ("a.txt", LAW.encode())))
    assert item.version is not None
    document = item.version.document
    with pytest.raises(NotAllowedError):
        actions.withdraw_document(people.carol, document)
    actions.withdraw_document(people.eve, document)
    assert get_backend().status(active_generation().name).entries == 0
    assert not Document.objects.visible_to(viewer_for(people.eve)).exists()
    assert only(supply(people, ("a.txt", LAW.encode()))).state == IngestionItem.State.STORED
    assert get_backend().status(active_generation().name).entries == 2


def test_every_reason_has_words_and_advice() -> None:
    assert set(EXPLANATIONS) == set(Reason)
    assert all(str(words.message) and str(words.advice) for words in EXPLANATIONS.values())
    assert explain("") is None
