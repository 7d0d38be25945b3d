"""The demo's pilot through the whole way: imported figures, counting, report; equal to the letter to the last digit."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from congvu.accounts.models import User
from congvu.config.cli import run
from congvu.config.demo import agencies, campaign, people
from congvu.config.demo.loader import OPERATOR
from congvu.reports.form_check import check_form
from tests.unit.reports.seed import letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("database", "settings"):
        monkeypatch.setattr(f"congvu.config.boot.{name}", lambda *_args, **_more: None)
    agencies.ensure_agencies()
    people.ensure_fields()
    people.ensure_people("một mật khẩu để thử")
    campaign.ensure_campaigns(User.objects.get(username=OPERATOR))


def report(out: Path, *more: str) -> bytes:
    period = ["--from", "2024-03-01", "--to", "2024-05-31", "--accounts", "9747"]
    command = ["report", "participation", "--campaign", "thi-diem-2024", *period, *more, "--out", str(out)]
    assert run(command) == 0
    return out.read_bytes()


def test_the_json_is_the_letters_appendix(tmp_path: Path) -> None:
    data = json.loads(report(tmp_path / "a.json", "--format", "json"))
    lines = [line.split("\t") for line in letter().splitlines() if line.count("\t") == 5 and line[0].isdigit()]
    wanted = [[int(no), name, *(int(figure.replace(".", "")) for figure in rest)] for no, name, *rest in lines]
    names = ("no", "agency", "users", "likes", "dislikes", "questions")
    assert [[row[name] for name in names] for row in data["rows"]] == wanted
    assert [data["total"][name] for name in names[2:]] == [2154, 1048, 581, 23303]
    assert data["total"]["share"] == 0.221


def test_the_letter_is_in_form_and_says_22_1_percent(tmp_path: Path) -> None:
    made = report(tmp_path / "a.docx", "--format", "docx", "--number", "1951", "--issued-on", "06/6/2024")
    assert check_form(made) == []
    document = docx.Document(io.BytesIO(made))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "2.154 cán bộ, công chức, viên chức tham gia thí điểm (chiếm 22,1% tổng số" in text
    assert "ít nhất 50 câu hỏi trở lên cho trợ lý ảo, hoàn thành trước ngày 17/6/2024" in text
    assert [cell.text for cell in document.tables[-1].rows[-1].cells][1:] == ["Tổng", "2.154", "1.048", "581", "23.303"]
