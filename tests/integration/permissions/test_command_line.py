"""``ask`` and ``search`` on the command line show an account what it may read, and nobody's word more."""

from __future__ import annotations

import json

import pytest

from congvu.accounts.actions import end_account
from congvu.common.models import AuditEvent
from congvu.config import cli
from tests.integration.permissions.world import World

pytestmark = pytest.mark.django_db


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = cli.run(list(arguments))
    shown = capsys.readouterr()
    return status, shown.out + shown.err


@pytest.mark.parametrize("more", [(), ("--json",)])
@pytest.mark.parametrize("command", [("ask",), ("search",), ("search", "--explain")], ids=" ".join)
def test_only_whom_a_paper_is_for_is_shown_it(
    command: tuple[str, ...], more: tuple[str, ...], world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    for paper in (world.papers[0], world.papers[12], world.papers[-1]):
        reader = next(user for user in world.people if user.pk in paper.readers)
        other = next(user for user in world.people if user.pk not in paper.readers)
        text = f"Mức chi của {paper.bait} là bao nhiêu đồng?"
        status, own = output(capsys, *command, text, "--as", reader.username, *more)
        assert status == 0
        assert paper.silent[0] in own
        for rights in (("--as", other.username), ()):
            status, shown = output(capsys, *command, text, *rights, *more)
            assert status == 0
            assert not [canary for canary in paper.silent if canary in shown]


def test_reading_there_is_logged_and_an_ended_account_reads_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    paper, user = world.papers[0], world.people[0]
    output(capsys, "search", f"Mức chi của {paper.bait}", "--as", user.username)
    output(capsys, "ask", f"Mức chi của {paper.bait} là bao nhiêu đồng?", "--as", user.username)
    events = AuditEvent.objects.filter(action="document.read", object_id=str(paper.document.pk)).order_by("seq")
    assert [(e.actor_label, e.detail["way"]) for e in events] == [(user.username, "search"), (user.username, "answer")]
    assert paper.silent[0] not in json.dumps(list(events.values_list("detail", flat=True)))
    end_account(user)
    for command in ("ask", "search"):
        status, shown = output(capsys, command, paper.bait, "--as", user.username)
        assert status == 2
        assert paper.silent[0] not in shown
