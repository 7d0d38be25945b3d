"""An export holds everything of its person and nothing of anybody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from congvu.accounts.actions import end_account, grant_role, signed_in
from congvu.accounts.models import Identity, RoleGrant, User, WorkField
from congvu.accounts.notice import accept
from congvu.accounts.types import Role
from congvu.campaigns.models import Appeal, Verdict
from congvu.common.clock import now, today
from congvu.common.models import AuditEvent
from congvu.config import cli
from congvu.corpus.actions import withdraw_document
from congvu.corpus.models import Document
from congvu.feedback.actions import rate
from congvu.privacy import actions
from congvu.privacy.export import FORMAT, export
from tests.factories import People
from tests.integration.privacy.conftest import Asked

pytestmark = pytest.mark.django_db


def exported(user: User) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(export(user, actor=user))
    return document


def test_everything_of_the_person_is_there(people: People, asked: Asked) -> None:
    alice = people.alice
    Identity.objects.create(user=alice, issuer="https://sso.example", subject="17")
    accept(alice)
    signed_in(alice)
    old = asked(alice, "câu hỏi đã xóa")
    rate(alice, old, True)
    actions.erase_conversations(alice)
    answer = asked(alice, "người khuyết tật nghỉ mấy ngày")
    rate(alice, answer, False, ["incomplete"], "thiếu khoản 2")
    verdict = Verdict.objects.create(
        question=answer.question.pk, rule="v1", user=alice, day=today(), asked_at=now(), valid=False, reason="repeated"
    )
    Appeal.objects.create(verdict=verdict, text="đã sửa câu", question_text="?")
    document = exported(alice)
    assert document["format"] == FORMAT
    assert document["account"]["full_name"] == "An Thị Lý"
    assert document["memberships"][0]["agency"] == {"code": "so-bac", "name": "Sở Phía Bắc"}
    assert document["identities"][0]["subject"] == "17"
    assert len(document["notices"]) == 1
    (question,) = document["conversations"][0]["questions"]
    assert question["text"] == "người khuyết tật nghỉ mấy ngày"
    assert question["agency"]["code"] == "so-bac"
    (citation,) = question["answer"]["citations"]
    assert "14 ngày" in citation["quote"]
    (rating,) = document["ratings"]
    assert (rating["answer"], rating["comment"]) == (question["answer"]["id"], "thiếu khoản 2")
    (counted,) = document["participation"]
    assert counted["question"] == str(answer.question.pk)
    assert (counted["valid"], counted["appeal"]["text"]) == (False, "đã sửa câu")
    (tally,) = document["tallies"]
    assert (tally["questions"], tally["likes"]) == (1, 1)
    asked_and_rated = ["question.asked", "answer.rated"]
    seen = [event["action"] for event in document["audit"]]
    assert seen == ["notice.accepted", "signin", *asked_and_rated, "privacy.erased", *asked_and_rated]
    assert "password" not in json.dumps(document)


def test_nothing_of_others_is_there(people: People, asked: Asked) -> None:
    asked(people.bob, "bí mật nghề nghiệp của Ba")
    asked(people.alice, "câu của tôi")
    RoleGrant.objects.create(user=people.alice, role=Role.OPERATOR)
    land = WorkField.objects.get_or_create(code="dat-dai", name="Đất đai")[0]
    grant_role(people.alice, Role.EXPERT, field=land, actor=people.eve)
    grant_role(people.bob, Role.LEADER, agency=people.north, actor=people.alice)
    document = exported(people.alice)
    text = json.dumps(document, ensure_ascii=False)
    for theirs in ("Bùi Văn Ba", "bob", "nghề nghiệp", "Ê Ban Vê", "eve", "leader"):
        assert theirs not in text, theirs
    given = [event for event in document["audit"] if event["action"] == "role.granted"]
    assert [(event["by"], event["about"]["id"], event["detail"].get("role")) for event in given] == [
        ("somebody else", str(people.alice.pk), "expert"),
        ("you", "", None),
    ]


def test_sources_that_are_closed_stay_closed(people: People, asked: Asked, law: Document) -> None:
    asked(people.alice, "người khuyết tật nghỉ mấy ngày")
    withdraw_document(people.eve, law)
    answer = exported(people.alice)["conversations"][0]["questions"][0]["answer"]
    assert answer["citations"] == [{"n": 1, "document": None, "unit": None, "quote": None, "url": None}]


def test_an_export_is_an_event_with_counts(people: People, asked: Asked) -> None:
    asked(people.alice, "một")
    export(people.alice, actor=people.alice)
    event = AuditEvent.objects.get(action="privacy.exported")
    assert (event.actor_label, event.object_id) == ("alice", str(people.alice.pk))
    assert event.detail == {"conversations": 1, "questions": 1}


class TestCommands:
    @pytest.fixture(autouse=True)
    def _no_engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("congvu.config.boot.database", lambda *_args, **_more: None)

    def test_export_writes_a_file_that_only_its_owner_reads(self, people: People, asked: Asked, tmp_path: Path) -> None:
        asked(people.alice, "một")
        out = tmp_path / "alice.json"
        assert cli.run(["privacy", "export", "--user", "alice", "--out", str(out)]) == 0
        assert json.loads(out.read_text("utf-8"))["account"]["username"] == "alice"
        assert out.stat().st_mode & 0o777 == 0o600

    def test_export_overwrites_nothing(
        self, people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "there.json"
        out.write_text("kept", encoding="utf-8")
        assert cli.run(["privacy", "export", "--user", "alice", "--out", str(out)]) == 2
        assert "there.json" in capsys.readouterr().err
        assert out.read_text("utf-8") == "kept"
        assert not AuditEvent.objects.filter(action="privacy.exported").exists()

    def test_purge_counts_first_and_deletes_then(
        self, people: People, asked: Asked, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked(people.alice, "cũ", days=400)
        seen = []
        for arguments in (["--dry-run"], [], []):
            assert cli.run(["privacy", "purge", *arguments, "--json"]) == 0
            result = json.loads(capsys.readouterr().out)
            seen.append((result["dry_run"], result["questions"], result["people"], result["days"]))
        assert seen == [(True, 1, 1, 365), (False, 1, 1, 365), (False, 0, 0, 365)]

    @pytest.mark.parametrize("ended", [False, True])
    def test_erase_takes_the_name_of_an_ended_account_only(
        self, people: People, asked: Asked, capsys: pytest.CaptureFixture[str], ended: bool
    ) -> None:
        asked(people.alice, "một")
        if ended:
            end_account(people.alice)
        assert cli.run(["privacy", "erase", "--user", "alice", "--yes", "--json"]) == 0
        result = json.loads(capsys.readouterr().out)
        assert (result["questions"], result["person_erased"]) == (1, ended)
        people.alice.refresh_from_db()
        assert (people.alice.username == "alice") is not ended
        assert people.alice.username == result["username"]

    def test_a_name_that_nobody_has_is_told(self, people: People, capsys: pytest.CaptureFixture[str]) -> None:
        for command in (["export", "--out", "x.json"], ["erase", "--yes"]):
            assert cli.run(["privacy", *command, "--user", "ai-do"]) == 2
            assert "ai-do" in capsys.readouterr().err
