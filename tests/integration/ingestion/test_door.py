"""What must never get in, and what breaks readers: samples of the trials whose full runs are commands."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from congvu.common.models import AuditEvent
from congvu.corpus import storage
from congvu.corpus.models import Document, Visibility
from congvu.ingestion.actions import start_run
from congvu.ingestion.folder import process_run
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.ingestion.parsers.red_ink import red_marks
from congvu.ingestion.sandbox import UNPACKER, Sandbox
from congvu.ingestion.trials import carriers, clamd
from congvu.ingestion.trials.hostile import try_each, try_hostile
from congvu.ingestion.trials.papers import marked
from congvu.ingestion.trials.secrecy import try_marked, try_ordinary
from congvu.ingestion.trials.sent import READ_AS, sent_files
from congvu.ingestion.trials.traces import Traces
from congvu.ingestion.types import ReadError, Reason

if TYPE_CHECKING:
    from tests.factories import People

SAMPLE = 18  # the first ones bear it in their text, then on stamps: the carriers that take long to make and to judge

needs_programs = pytest.mark.skipif(
    shutil.which("tesseract") is None or shutil.which("soffice") is None, reason="Tesseract or LibreOffice is not here"
)


def quiet(*_: Any) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def box() -> Any:
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


def supplied(people: People, name: str, content: bytes, **how: Any) -> IngestionRun:
    run = start_run(people.eve, [(name, content)], **{"agency": None, "visibility": Visibility.PROVINCE, **how})
    process_run(run, quiet)
    return run


@needs_programs
@pytest.mark.slow
def test_marked_papers_are_refused_in_every_carrier_and_leave_nothing(people: People) -> None:
    found = try_marked(SAMPLE, quiet, seed=11)
    assert found["passed"] == []
    assert found["traces"] == []
    assert found["refused"] == SAMPLE
    assert not Document.objects.exists()


def test_papers_that_only_talk_about_secrets_pass(box: Sandbox) -> None:
    found = try_ordinary(60, quiet, seed=2, using=box)
    assert found["which"] == []
    assert found["failed"] == {}


def test_a_name_that_tells_keeps_a_file_from_being_kept_at_all(people: People) -> None:
    run = start_run(
        people.eve, [("KH/Kế hoạch (TỐI MẬT).docx", b"zq-canary-1")], agency=None, visibility=Visibility.PROVINCE
    )
    item = run.items.get()
    assert (item.state, item.reason_code, item.file_name) == ("refused", "refused_secret", "#1.docx")
    assert item.content_hash == ""
    assert not any(path.is_file() for path in storage.root().rglob("*")) if storage.root().exists() else True
    event = AuditEvent.objects.get(action="ingestion.refused")
    assert event.detail == {"reason": "refused_secret"}


def test_the_search_for_traces_can_find_them(people: People) -> None:
    run = supplied(people, "thuong.txt", "Điều 1. Phạm vi\nMã zqtrace77xk".encode())
    traces = Traces()
    traces.add("zqtrace77xk", "Điều 1. Phạm vi\nMã zqtrace77xk".encode())
    where = " ".join(traces.found())
    assert "corpus_documentversion" in where
    assert "file " in where
    assert run.items.get().state == IngestionItem.State.STORED


def test_what_could_not_be_judged_is_not_kept(people: People) -> None:
    item = supplied(people, "a.docx", b"PK\x03\x04 damaged").items.get()
    assert item.reason_code == Reason.DAMAGED
    assert not storage.exists(item.content_hash)


def test_internal_papers_stay_within_their_agency(people: People) -> None:
    letter = "SỞ TÀI CHÍNH\nLƯU HÀNH NỘI BỘ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 9/BC-STC\nBÁO CÁO\nVề thu chi.\n"
    supplied(people, "a.txt", letter.encode(), agency=people.north)
    document = Document.objects.get()
    assert document.visibility == Visibility.AGENCY


def test_a_virus_is_refused_and_a_scanner_that_is_away_is_waited_for(
    people: People, settings: Any, tmp_path: Path
) -> None:
    with clamd.running(tmp_path / "clamd.sock") as address:
        settings.CONGVU_CLAMD = address
        bad = supplied(people, "a.txt", b"xx " + clamd.SIGNATURE).items.get()
        good = supplied(people, "b.txt", "Điều 1. Không có gì.".encode()).items.get()
    assert (bad.state, bad.reason_code) == ("refused", "infected")
    assert not storage.exists(bad.content_hash)
    assert good.state == IngestionItem.State.STORED


def test_a_thin_frame_that_a_scan_broke_into_pieces_is_taken_off_a_stamp() -> None:
    stamp = Image.new("RGB", (400, 260), "white")
    pen = ImageDraw.Draw(stamp)
    for start in range(60, 330, 30):
        pen.line((start, 60, start + 22, 60), fill=(200, 20, 30), width=2)
        pen.line((start, 200, start + 22, 200), fill=(200, 20, 30), width=2)
    for left in (110, 170, 230):
        pen.rectangle((left, 100, left + 40, 160), outline=(200, 20, 30), width=8)
    piece, _layout = next(red_marks(stamp))
    ink = np.asarray(piece) < 128
    ys = np.nonzero(ink)[0]
    assert ys.max() - ys.min() < 70, "only the letters are left"


@needs_programs
def test_a_scan_goes_on_where_it_was_interrupted(box: Sandbox, tmp_path: Path) -> None:
    paper = marked(1, 0, "name")
    path = tmp_path / "scan.pdf"
    path.write_bytes(carriers.scanned_pdf(carriers.scan(paper, 1), carriers.scan(paper, 2)))
    pages = tmp_path / "pages"
    first = box.read(path, "van-ban.pdf", pages)
    assert first["front"]["recognised"].keys() == {"1", "2"}
    assert {page.name for page in pages.iterdir()} == {"1.json", "2.json"}
    kept = (pages / "1.json").read_text(encoding="utf-8")
    (pages / "1.json").write_text(kept.replace("hồ sơ", "hồ xơ"), encoding="utf-8")
    (pages / "2.json").unlink()
    again = box.read(path, "van-ban.pdf", pages)
    assert again["text"].count("Lưu: VT") == 2
    assert "hồ xơ" in again["text"]


@needs_programs
def test_a_blurred_scan_needs_a_better_copy(box: Sandbox, tmp_path: Path) -> None:
    page = carriers.scan(marked(1, 1, "name"), 1)
    poor = page.resize((page.width // 7, page.height // 7)).resize(page.size)
    path = tmp_path / "poor.png"
    path.write_bytes(carriers.png(poor))
    with pytest.raises(ReadError) as caught:
        box.read(path, "van-ban.png")
    assert caught.value.reason in (Reason.POOR_SCAN, Reason.NO_TEXT)


def test_what_sources_send_is_fuzzed_from_things_that_are_read(tmp_path: Path) -> None:
    reader = Sandbox(reader=UNPACKER)
    try:
        for kind, content in sent_files("Hạn nộp là ngày 5.".encode()).items():
            path = tmp_path / kind
            path.write_bytes(content)
            answer = reader.read(path, f"{READ_AS[kind]}/mau.{kind}")
            assert answer.get("message") or answer["text"]
    finally:
        reader.close()
    found = try_each(12, quiet, kinds=tuple(READ_AS))
    assert found["wrong"] == []
    assert {kind: tally["files"] for kind, tally in found["by_kind"].items()} == dict.fromkeys(READ_AS, 12)


@pytest.mark.slow
def test_hostile_files_end_with_a_reason_and_harm_nobody(box: Sandbox) -> None:
    found = try_hostile(30, quiet, using=box)
    assert found["wrong"] == []
    assert found["peak_mib"] <= 512
