"""Files as offices send them: read well, or refused with the right reason."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from congvu.ingestion.accuracy import compare
from congvu.ingestion.evaluation import measure_scans
from congvu.ingestion.received import received
from congvu.ingestion.sandbox import Sandbox
from congvu.ingestion.types import ReadError, Reason
from congvu.legal.structure import UnitLevel
from tests.shared_data import shared

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "scans"
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not on this machine")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


def read(box: Sandbox, path: Path) -> dict[str, Any]:
    return box.read(path, path.name)


def articles(answer: dict[str, Any]) -> list[str]:
    document = received(answer, file_name="a", size=0, content_hash="0" * 64)
    body = [u for u in document.structure.units if u.level is UnitLevel.ARTICLE]
    inside = [u for u in body if not any(a.level is UnitLevel.ANNEX for a in document.structure.ancestors(u.index))]
    return [unit.number for unit in inside]


def test_a_decree_in_docx(box: Sandbox) -> None:
    found = read(box, shared("nd30/30_2020_ND_CP.docx"))
    assert articles(found) == [str(n) for n in range(1, 39)]
    assert found["front"]["number"] == "30/2020/NĐ-CP"
    assert found["effective_from"] == "2020-03-05"


@needs_office
@pytest.mark.parametrize("number", range(1, 7))
def test_an_annex_reads_the_same_in_doc_and_docx(box: Sandbox, number: int) -> None:
    new = read(box, shared(f"nd30/Phuluc{number}.docx"))
    old = read(box, shared(f"nd30/Phuluc{number}.doc"))
    first, second = Counter(new["text"].split()), Counter(old["text"].split())
    assert (first & second).total() >= 0.99 * max(first.total(), second.total())
    assert new["front"]["number"] is None
    assert new["title"].startswith("Phụ lục ")
    assert new["title"].endswith("(kèm theo 30/2020/NĐ-CP)")


@needs_office
def test_old_word_files(box: Sandbox) -> None:
    decree = read(box, shared("office/nghi-dinh-23-2018.doc"))
    assert decree["front"]["number"] == "23/2018/NĐ-CP"
    assert articles(decree)[:3] == ["1", "2", "3"]
    law = read(box, shared("office/ole-inside.docx"))
    assert (law["parser"], law["front"]["number"]) == ("word-2", "27/2001/QH10")
    letter = read(box, shared("office/cong-van-2243.doc"))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in letter["text"].splitlines()


def test_a_word_file_without_a_program_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = shared("office/nghi-dinh-23-2018.doc")
    monkeypatch.setenv("PATH", str(tmp_path))
    sandbox = Sandbox()
    try:
        with pytest.raises(ReadError) as caught:
            read(sandbox, path)
    finally:
        sandbox.close()
    assert caught.value.reason is Reason.MISSING_PROGRAM
    assert "LibreOffice" in caught.value.detail


def test_the_official_gazette_in_pdf(box: Sandbox) -> None:
    found = read(box, shared("scans/b01.pdf"))
    assert found["front"]["number"] == "26/2023/QH15"
    assert articles(found) == [str(n) for n in range(1, 47)]
    assert "CÔNG BÁO" not in found["text"]
    assert found["pages"] == 30


def test_a_circular_and_a_signed_letter_in_pdf(box: Sandbox) -> None:
    circular = read(box, shared("scans/thong-tu-02-2021.pdf"))
    assert circular["front"]["number"] == "02/2021/TT-BTC"
    assert articles(circular) == [str(n) for n in range(1, 9)][: len(articles(circular))]
    assert circular["effective_from"] == "2021-02-22"
    letter = read(box, shared("scans/cong-van-signed.pdf"))
    lines = letter["text"].splitlines()
    assert lines.index("Nơi nhận:") < lines.index("KT. CỤC TRƯỞNG")


@needs_tesseract
def test_a_scan_is_recognised_and_says_how_surely(box: Sandbox, tmp_path: Path) -> None:
    found = box.read(shared("scans/d04.pdf"), "d04.pdf", tmp_path / "pages")
    assert found["front"]["number"] == "51/2025/TT-BCA"
    assert all(confidence > 60 for confidence in found["front"]["recognised"].values())
    assert len(found["front"]["recognised"]) == found["pages"] == 4


@needs_tesseract
def test_pages_typed_by_hand_are_recognised_within_two_in_a_hundred(tmp_path: Path) -> None:
    scans = shared("scans/thong-tu-148-2020.pdf").parent
    truth = tmp_path / "truth"
    truth.mkdir()
    for name in ("thong-tu-148-2020-2.txt", "thong-tu-148-2020-3.txt"):
        shutil.copy(GOLDEN / name, truth / name)
    pages = list(measure_scans(truth, scans, lambda _done, _all: None))
    assert len(pages) == 2
    assert all(page.accuracy.error < 0.02 for page in pages)


@pytest.mark.parametrize("name", ["b01.pdf", "cong-van-signed.pdf", "thong-tu-02-2021.pdf"])
def test_what_was_born_digital_is_not_recognised(box: Sandbox, name: str) -> None:
    assert read(box, shared(f"scans/{name}"))["front"]["recognised"] == {}


@needs_office
@pytest.mark.parametrize("name", ["2003-02144qd.doc", "2004-A33.rtf", "2005-FDILangson.xls", "2006-Mau23_CKTC_NSH.xls"])
def test_old_encodings_become_unicode(box: Sandbox, name: str) -> None:
    found = read(box, shared(f"legacy/files/{name}"))
    truth = shared(f"legacy/truth/{name.rsplit('.', 1)[0]}.txt").read_text(encoding="utf-8")
    right = compare(truth, found["text"])
    assert min(right.character, right.diacritic, right.syllable) >= 0.985
