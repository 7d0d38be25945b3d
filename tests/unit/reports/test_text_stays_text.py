"""Whatever stands in a name or a title is text in the file too, never a formula, and comes back as it was."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from congvu.campaigns.types import ParticipationRow
from congvu.reports import definitions
from congvu.reports.exporters import Format, export
from congvu.reports.exporters.csv import guard, read_csv, unguard
from congvu.reports.exporters.pdf import is_available
from congvu.reports.types import Issue
from tests.unit.reports.seed import campaign

# What the database can hold: no half of a pair of surrogates, no NUL.
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
RISKY = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", "'", "''", "_x0041_", " "]), ANY)
TEXTS = st.lists(ANY | RISKY, min_size=1, max_size=60)
NASTY = [
    "=1+1", "+84 912", "-Sở Y tế", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1", "''x", "\t=1", "  =1", "TT&TT <b>",
    'a"b""c', "a,b;c", "một\nhai", "https://x.vn", "mailto:a@b", "00123", "1e5", "01/3/2024", "TRUE", "_x0041_",
    '=HYPERLINK("x")', "Sở TT&TT", "Ủy ban nhân dân", "🇻🇳", "Y\u0302\u0301", "1,5", "12.345", "'", "-", "=",
]  # fmt: skip


def written(texts: list[str], form: Format) -> bytes:
    rows = [ParticipationRow(None, text, None, 1, 2, 3, 4) for text in texts]
    raw = {**definitions.load(definitions.APPENDIX).raw, "order": "", "title": ["Tên"]}
    return export(definitions.parse(raw), campaign(rows), Issue(), form)


def in_workbook(data: bytes) -> list[str]:
    """Column B as a spreadsheet reads it: shared strings, with its way of writing control characters undone."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        strings = ["".join(item.itertext()) for item in etree.fromstring(book.read("xl/sharedStrings.xml"))]
        cells = [
            c for c in etree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter("{*}c") if c.get("r", "")[0] == "B"
        ]
    found = []
    for cell in cells[2:-1]:
        assert cell.find("{*}f") is None
        if cell.find("{*}v") is None:
            found.append("")
        else:
            assert cell.get("t") == "s"
            found.append(
                re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), strings[int(cell.findtext("{*}v"))])
            )
    return found


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_any_text_comes_back_from_xlsx_and_csv(texts: list[str]) -> None:
    assert in_workbook(written(texts, Format.XLSX)) == texts
    assert [row[1] for row in read_csv(written(texts, Format.CSV))][1:-1] == texts


@settings(max_examples=5000, deadline=None)
@given(ANY | RISKY)
def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unguard(guard(text)) == text


def converted(folder: Path, name: str, data: bytes) -> list[list[str]]:
    """What LibreOffice shows in each cell, formulas computed."""
    if not is_available():
        pytest.skip("LibreOffice is not on this machine")
    (folder / name).write_bytes(data)
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir", str(folder / "out"),
         str(folder / name)],
        check=True, capture_output=True, timeout=200,
    )  # fmt: skip
    made = folder / "out" / (Path(name).stem + ".csv")
    assert made.exists(), done.stderr
    return list(csv.reader(io.StringIO(made.read_text("utf-8"), newline="")))


@pytest.mark.slow
def test_libreoffice_reads_the_same_text_and_sums_the_same(tmp_path: Path) -> None:
    """Thousands of texts in one workbook, opened by a program that was not written here."""
    lines = [text for text in sample() if text and not re.search(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", text)]
    texts = [*[text for text in NASTY if "\n" not in text and "\t" not in text], *lines]
    rows = converted(tmp_path, "a.xlsx", written(texts, Format.XLSX))
    assert [row[1] for row in rows[3:-1]] == texts
    assert rows[-1] == ["", "Tổng", *[str(n * len(texts)) for n in (1, 2, 3, 4)]]


def sample() -> list[str]:
    """20,000 texts from the strategies above, always the same ones."""
    import random

    random_ = random.Random(30)
    pools = [
        "=+-@'\"_x0041 ",
        "aăâbcdđeêghiklmnoôơpqrstuưvxy",
        "ÁÀẢÃẠẮẰẲẴẶẤẦẨẪẬ",
        "0123456789.,;:/%",
        "<>&|{}[]()!?",
        "語🇻🇳€′″\u0301\u0323",
    ]
    return [
        "".join(random_.choice(random_.choice(pools)) for _ in range(random_.randint(1, 24))) for _ in range(20_000)
    ]
