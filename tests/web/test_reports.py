"""Reports in the browser: issue, look, download, prove, compare."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from django.test import Client
from django.urls import reverse

from congvu.campaigns.models import Campaign
from congvu.common.models import AuditEvent
from congvu.reports import definitions
from congvu.reports.actions import issue
from congvu.reports.form_check import check_form
from congvu.reports.frozen import Given
from congvu.reports.models import ReportRun
from congvu.reports.types import Issue
from tests.factories import People
from tests.unit.reports.seed import campaign, made_up
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def eve(people: People, sign_in: SignIn) -> Client:
    return sign_in(people.eve)


@pytest.fixture
def pilot() -> Campaign:
    first = dt.date(2024, 3, 1)
    return Campaign.objects.create(
        code="dot-1", title="Đợt 1", starts_on=first, ends_on=dt.date(2024, 5, 31), rule="v1", target=50,
        deadline=dt.date(2024, 6, 17), state="closed",
    )  # fmt: skip


def chosen(pilot: Campaign, **values: object) -> dict[str, object]:
    return {"campaign": pilot.pk, "kind": definitions.LETTER, "roll_up": "as_was", "number": 7, **values}


def test_an_operator_issues_and_downloads(eve: Client, pilot: Campaign) -> None:
    answer = eve.post(reverse("reports:make"), chosen(pilot, issued_on="2024-06-06"))
    run = ReportRun.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("reports:run", args=[run.pk]))
    assert run.hash[:12] in eve.get(reverse("reports:list")).content.decode()
    page = eve.get(reverse("reports:run", args=[run.pk])).content.decode()
    assert run.hash in page
    file = eve.get(reverse("reports:file", args=[run.pk, "docx"]))
    assert "attachment" in file.headers["Content-Disposition"]
    assert check_form(file.content) == []
    assert "07/UBND-VX" in docx.Document(io.BytesIO(file.content)).tables[0].rows[1].cells[0].text


def test_what_cannot_be_issued_is_told_on_the_form(eve: Client, pilot: Campaign) -> None:
    for wrong in ({"kind": definitions.SHEET, "agency": "Không có"}, {"campaign": ""}, {"number": 0}):
        assert eve.post(reverse("reports:make"), chosen(pilot, **wrong)).status_code == 422
    assert not ReportRun.objects.exists()


def test_proof_and_comparison(eve: Client, people: People) -> None:
    letter = definitions.load(definitions.LETTER)
    first = issue(people.eve, Given(letter, made_up(), Issue(), {}))
    second = issue(people.eve, Given(letter, campaign(list(made_up().rows[:3])), Issue(), {}))
    eve.post(reverse("reports:verify", args=[first.pk]))
    assert AuditEvent.objects.get(action="report.verified").object_id == str(first.pk)
    page = eve.get(reverse("reports:compare", args=[second.pk]), {"other": first.pk}).content.decode()
    assert "UBND huyện Văn Yên" in page
    assert "Ban Dân tộc" not in page


def test_an_unknown_format_is_not_there(eve: Client, people: People) -> None:
    run = issue(people.eve, Given(definitions.load(definitions.APPENDIX), made_up(), Issue(), {}))
    assert eve.get(reverse("reports:file", args=[run.pk, "exe"])).status_code == 404


def test_the_signer_is_settled_when_it_is_issued_and_stays(eve: Client, pilot: Campaign) -> None:
    wanted = {"kind": definitions.REPORT, "authority": "kt. giám đốc\nphó giám đốc", "signer": " Trần Văn  Ví Dụ "}
    assert eve.post(reverse("reports:make"), chosen(pilot, **wanted)).status_code == 302
    run = ReportRun.objects.get()
    file = eve.get(reverse("reports:file", args=[run.pk, "docx"]))
    assert check_form(file.content) == []
    closing = docx.Document(io.BytesIO(file.content)).tables[1].rows[0].cells[1].text.split("\n")
    assert closing == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Ví Dụ"]
