"""The command line: files, issued runs, the checker; one line and status 2 where something is wrong."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.utils import translation

from congvu.campaigns.models import Campaign
from congvu.config.cli import run
from congvu.reports.form_check import check_form
from congvu.reports.models import ReportRun
from tests.factories import People, make_people
from tests.unit.reports.seed import made_up, seed

pytestmark = pytest.mark.django_db
Told = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CONGVU_LANGUAGE", "en")
    for name in ("database", "settings"):
        monkeypatch.setattr(f"congvu.config.boot.{name}", lambda *_args, **_more: None)
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Made-up figures instead of counted ones, which have their own tests; tells what was asked for."""
    seen: dict[str, Any] = {"figures": made_up()}

    def participation(campaign: Campaign, first: object, last: object, roll_up: str = "as_was") -> Any:
        seen.update(campaign=campaign.code, first=first, last=last, roll_up=roll_up)
        return seen["figures"]

    module = ModuleType("congvu.campaigns.queries")
    module.participation = participation  # type: ignore[attr-defined]  # a stand-in
    monkeypatch.setitem(sys.modules, "congvu.campaigns.queries", module)
    return seen


@pytest.fixture(autouse=True)
def _campaign() -> None:
    day = dt.date(2024, 3, 1)
    Campaign.objects.create(
        code="thi-diem-2024", title="Thí điểm", starts_on=day, ends_on=dt.date(2024, 6, 30), rule="1",
        deadline=dt.date(2024, 6, 17), target=50,
    )  # fmt: skip


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def told(capfd: pytest.CaptureFixture[str]) -> Told:
    def call(*arguments: object) -> tuple[int, str]:
        status = run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return status, captured.out + captured.err

    return call


def report(*more: object) -> list[object]:
    return ["report", "participation", "--campaign", "thi-diem-2024", *more]


def test_the_seed_as_json(told: Told, tmp_path: Path, asked: dict[str, Any]) -> None:
    asked["figures"] = seed()
    out = tmp_path / "a.json"
    period = ("--from", "2024-03-01", "--to", "31/5/2024")
    status, text = told(*report(*period, "--format", "json", "--accounts", 9747, "--out", out))
    assert (status, asked["first"], asked["last"]) == (0, dt.date(2024, 3, 1), dt.date(2024, 5, 31)), text
    data = json.loads(out.read_text("utf-8"))
    assert len(data["rows"]) == 27
    assert [data["total"][name] for name in ("users", "likes", "dislikes", "questions")] == [2154, 1048, 581, 23303]
    assert data["total"]["share"] == 0.221


def test_json_on_standard_output(told: Told) -> None:
    status, text = told(*report("--format", "json", "--out", "-"))
    assert status == 0, text
    assert json.loads(text)["campaign"] == "thi-diem-2024"


@pytest.mark.parametrize("kind", ["letter", "appendix", "report"])
def test_what_is_written_has_no_fault_of_form(told: Told, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "a.docx"
    assert told(*report("--kind", kind, "--format", "docx", "--out", out))[0] == 0
    assert check_form(out.read_bytes()) == []
    assert told("check-form", out) == (0, "Nothing wrong with the form was found.\n")


def test_an_agencys_sheet_and_the_roll_up(told: Told, tmp_path: Path, asked: dict[str, Any]) -> None:
    out = tmp_path / "a.docx"
    more = ("--kind", "agency", "--agency", "Sở Nội vụ", "--roll-up", "as-of-today")
    assert told(*report(*more, "--format", "docx", "--out", out))[0] == 0
    assert asked["roll_up"] == "as_of_today"


def test_faults_are_told_with_status_two(told: Told, tmp_path: Path) -> None:
    import docx

    out = tmp_path / "a.docx"
    docx.Document().save(str(out))
    status, text = told("check-form", out)
    assert status == 2
    assert "heading-missing\tfirst page: it is missing\n\t→ Quốc hiệu" in text
    status, text = told("check-form", out, "--json")
    assert {"code", "where", "wrong", "wanted"} == set(json.loads(text)["faults"][0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("report", "participation", "--campaign", "x", "--format", "csv", "--out", "o"), "There is no campaign “x”"),
        (report("--kind", "agency", "--format", "docx", "--out", "o"), "about one agency"),
        (report("--format", "docx", "--out", "/khong/co/o"), "cannot be written"),
        (report("--format", "docx", "--out", "o", "--words", "best"), "names no figure"),
        (report("--format", "docx", "--out", "o", "--words", "bset=a"), "There is no figure “bset”"),
        (report("--format", "docx", "--out", "o", "--issue"), "needs the name of an operator"),
        (report("--format", "docx", "--out", "o", "--as", "alice"), "may not see the figures"),
        (report("--format", "docx", "--out", "o", "--as", "khong-co"), "no active account"),
        (("check-form", __file__), "not a DOCX"),
        (("report", "verify", "00000000-0000-0000-0000-000000000000", "--as", "eve"), "no such issued report"),
    ],
)
@pytest.mark.usefixtures("people")
def test_errors_are_one_line(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[object], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, text = told(*arguments)
    assert status == 2
    assert message in text
    assert text.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("people")
def test_issue_verify_compare(told: Told, tmp_path: Path, asked: dict[str, Any]) -> None:
    out = tmp_path / "a.docx"
    issued = report("--format", "docx", "--out", out, "--as", "eve", "--issue", "--json")
    first = json.loads(told(*issued)[1])
    assert json.loads(told(*issued)[1])["run"] == first["run"]
    assert told("report", "verify", first["run"], "--as", "eve") == (0, f"Intact: {first['hash']}\n")
    asked["figures"] = type(made_up())(
        **{**{name: getattr(made_up(), name) for name in made_up().__slots__}, "rows": made_up().rows[:3]}
    )
    second = json.loads(told(*issued)[1])
    assert ReportRun.objects.count() == 2
    status, text = told("report", "compare", first["run"], second["run"], "--as", "eve")
    assert (status, text) == (0, "- UBND huyện Văn Yên\n")
    assert told("report", "compare", first["run"], first["run"], "--as", "eve") == (0, "No figure differs.\n")
    assert told("report", "verify", first["run"], "--as", "alice")[0] == 2
