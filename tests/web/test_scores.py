"""Scores in the browser: from the set to adoption, what each person sees of it, and the commands beside it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from congvu.campaigns.models import Campaign, IndicatorSet, ManualScore, ScoreRun
from congvu.common.clock import today
from congvu.config.cli import run as command
from tests.factories import People
from tests.web.conftest import Exchange, SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(people: People) -> Campaign:
    made: Campaign = Campaign.objects.create(
        code="dot", title="Đợt thử", starts_on=today(), ends_on=today(), deadline=today() + dt.timedelta(days=9),
        target=3, rule="v1", state="open",
    )  # fmt: skip
    return made


@pytest.fixture
def eve(people: People, sign_in: SignIn) -> Client:
    return sign_in(people.eve)


@pytest.fixture
def draft(eve: Client, campaign: Campaign) -> ScoreRun:
    eve.post(reverse("scoring:import"), {"code": "tham-gia-tro-ly-ao"})
    eve.post(
        reverse("scoring:make"),
        {"campaign": campaign.pk, "indicators": IndicatorSet.objects.get().pk, "roll_up": "as_was"},
    )
    return ScoreRun.objects.get()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_draft_to_the_adopted_scores(
    people: People, exchange: Exchange, eve: Client, draft: ScoreRun, sign_in: SignIn
) -> None:
    carol = sign_in(people.carol)
    own = reverse("scoring:agency", args=[draft.pk, people.north.pk])
    assert "1 người đã đặt câu hỏi / 4 tài khoản = 25%" in page(carol, own)
    shown = page(carol, reverse("scoring:run", args=[draft.pk]))
    assert "Sở Phía Bắc" in shown
    assert "Sở Phía Nam" not in shown, "a coordinator sees the own agency only"
    wanted = {"level": 0, "number": "15/KH-SPB", "issued_on": f"{today():%Y-%m-%d}", "title": "Kế hoạch"}
    to_state = reverse("scoring:state", args=[draft.pk, people.north.pk, "3.3"])
    assert carol.post(to_state, {**wanted, "number": ""}).status_code == 422
    assert carol.post(to_state, wanted).status_code == 302
    stated = ManualScore.objects.get()
    settle = reverse("scoring:settle", args=[draft.pk, stated.pk])
    eve.post(settle, {"confirm": "1", "stated_at": "another one"})
    assert ManualScore.objects.get().state == "stated", "what is confirmed is what was looked at"
    eve.post(reverse("scoring:adopt", args=[draft.pk]))
    assert ScoreRun.objects.get().is_draft, "a statement still waits"
    eve.post(settle, {"confirm": "1", "stated_at": stated.stated_at.isoformat()})
    what_if = page(eve, reverse("scoring:what_if", args=[draft.pk]) + "?max-1.1=40")
    assert 'name="max-1.1" value="40"' in what_if
    assert 'name="max-1.2" value="30"' in what_if
    eve.post(reverse("scoring:adopt", args=[draft.pk]), {"max-1.1": "40"})
    adopted = ScoreRun.objects.get()
    assert adopted.content["changes"] == {"1.1": {"maximum": "40", "full": None}}
    answer = eve.post(reverse("scoring:verify", args=[draft.pk]), follow=True)
    assert "Kết quả đúng như khi chốt" in answer.content.decode()
    assert "10/40" in page(eve, own)
    assert carol.post(to_state, wanted).status_code == 422
    for form in ("csv", "xlsx", "docx"):
        file = carol.get(reverse("scoring:agency_file", args=[draft.pk, people.north.pk, form]))
        assert "attachment" in file.headers["Content-Disposition"]


def test_a_broken_set_is_told_with_its_place(eve: Client) -> None:
    for text, said in (
        ('code = "x"\nversion = "1"\ngroups = []', "groups: cần ít nhất một mục."),
        ("code = ", "Không đọc được bo.toml"),
    ):
        answer = eve.post(reverse("scoring:import"), {"paper": SimpleUploadedFile("bo.toml", text.encode())})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert eve.post(reverse("scoring:import"), {}).status_code == 422
    assert not IndicatorSet.objects.exists()


def told(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert command(["scoring", *words]) == status
    out, err = capsys.readouterr()
    return out if status == 0 else err


def test_the_commands(
    people: People,
    campaign: Campaign,
    exchange: Exchange,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("database", "settings"):
        monkeypatch.setattr(f"congvu.config.boot.{name}", lambda *_args, **_more: None)
    assert json.loads(told(capsys, "check", "tham-gia-tro-ly-ao", "--json"))["maximum"] == 100
    bad = tmp_path / "bo.toml"
    bad.write_text('code = "a"\nperson_share = 3\n', "utf-8")
    error = told(capsys, "check", str(bad), status=2)
    assert error.count("\n") == 1
    assert "groups" in error
    told(capsys, "import", "tham-gia-tro-ly-ao", "--as", "eve")
    opened = ["draft", "--campaign", "dot", "--set", "tham-gia-tro-ly-ao", "--as", "eve", "--json"]
    run = json.loads(told(capsys, *opened))["run"]
    shown = json.loads(told(capsys, "show", run, "--as", "eve", "--json", "--max", "1.1=40"))
    assert [(a["agency"], a["total"]) for a in shown["agencies"]] == [("Sở Phía Bắc", 10.0), ("Sở Phía Nam", 0.0)]
    assert "1.1\t5.00/20" in told(capsys, "show", run, "--as", "carol", "--agency", "so-bac")
    told(capsys, "show", run, "--as", "alice", status=2)
    told(capsys, "export", run, "--as", "carol", "--format", "csv", "--out", str(tmp_path / "a.csv"), status=2)
    told(capsys, "export", run, "--as", "eve", "--format", "csv", "--out", str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_text("utf-8-sig").startswith('"HẠNG","ĐƠN VỊ"')
    assert json.loads(told(capsys, "adopt", run, "--as", "eve", "--json"))["state"] == "adopted"
    assert json.loads(told(capsys, "verify", run, "--as", "eve", "--json"))["intact"] is True
    assert json.loads(told(capsys, "list", "--as", "eve", "--json"))[0]["state"] == "adopted"
    told(capsys, "show", run, "--as", "eve", "--max", "1.1=vierzig", status=2)
