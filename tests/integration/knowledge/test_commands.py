"""``congvu knowledge``: lists, withdraws, checks, and has no way to approve."""

from __future__ import annotations

import json

import pytest

from congvu.config import cli
from congvu.config.commands import knowledge
from congvu.corpus.models import Document
from congvu.ingestion.actions import withdraw_document
from congvu.knowledge.held import cases_data
from congvu.knowledge.models import KnowledgeEntry
from tests.integration.knowledge.conftest import QUESTION, TEXT, Cast, Disliked, approved, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.config.boot.database", lambda *_args, **_more: None)


@pytest.fixture
def entry(cast: Cast, law: Document, disliked: Disliked) -> KnowledgeEntry:
    return approved(submitted(disliked(), cast.expert, law), cast.reviewer)


def test_what_is_approved_is_listed(entry: KnowledgeEntry, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["knowledge", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["question"], row["answer"], row["approved_by"], row["state"]) == (QUESTION, TEXT, "rosa", "live")
    assert cli.run(["knowledge", "list", "--state", "withdrawn"]) == 0
    assert QUESTION not in capsys.readouterr().out


def test_withdrawing_needs_a_reason_and_one_that_is_there(
    entry: KnowledgeEntry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["knowledge", "withdraw", str(entry.pk)]) == 2
    assert cli.run(["knowledge", "withdraw", str(entry.pk), "--why", " "]) == 2
    assert cli.run(["knowledge", "withdraw", "987654", "--why", "thử"]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()[-1]) > 20
    assert cli.run(["knowledge", "withdraw", str(entry.pk), "--why", "thử"]) == 0
    entry.refresh_from_db()
    assert (entry.state, entry.why) == ("withdrawn", "thử")


def test_check_suspends_what_lost_its_source(
    entry: KnowledgeEntry, law: Document, capsys: pytest.CaptureFixture[str]
) -> None:
    withdraw_document(None, law)
    assert cli.run(["knowledge", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"suspended": 1}


def test_nothing_is_approved_from_the_command_line(entry: KnowledgeEntry) -> None:
    assert set(knowledge.command.commands) == {"list", "withdraw", "check"}
    assert cli.run(["knowledge", "approve", "1"]) == 2


def test_the_export_tells_each_what_they_asked_and_wrote(entry: KnowledgeEntry, cast: Cast) -> None:
    asker, author, reviewer = (cases_data(user) for user in (cast.people.alice, cast.expert, cast.reviewer))
    assert [(one["why"], one["outcome"]) for one in asker["asked"]] == [("dislike", "corrected")]
    assert [one["text"] for one in author["corrections"]] == [TEXT]
    assert [one["decision"] for one in reviewer["reviews"]] == ["approved"]
    assert not reviewer["asked"]
