"""The log in the database: rows that stay, and heads kept outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from congvu.common import audit
from congvu.common.models import AuditEvent
from congvu.common.tasks import anchor_the_log

pytestmark = pytest.mark.django_db
Refused = (InternalError, ProgrammingError)


def without_the_guard(statement: str) -> None:
    """What somebody with all rights in the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE common_auditevent DISABLE TRIGGER events_stay")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE common_auditevent ENABLE TRIGGER events_stay")


def test_the_database_refuses_to_change_or_delete_an_event() -> None:
    event = audit.record("signin")
    for change in (
        lambda: AuditEvent.objects.filter(pk=event.pk).update(action="signout"),
        lambda: AuditEvent.objects.filter(pk=event.pk).delete(),
    ):
        with pytest.raises(Refused, match="only ever added"), transaction.atomic():
            change()
    assert audit.verify().intact


def test_an_end_that_is_cut_off_around_the_guard_is_found_by_a_kept_head(tmp_path: Path) -> None:
    for n in range(5):
        audit.record("document.read", target_id=str(n))
    file = tmp_path / "deep" / "heads.jsonl"
    kept = audit.keep(file)
    without_the_guard("DELETE FROM common_auditevent WHERE seq > 3")
    assert audit.verify().intact
    verdict = audit.verify(audit.kept(file))
    assert kept.seq == 5
    assert (verdict.broken_at, verdict.problem) == (4, "events cut off at the end")


def test_the_hourly_task_keeps_the_head_and_a_path_that_is_no_file_does_not_stop_it(
    settings: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    audit.record("signin")
    settings.CONGVU_AUDIT_ANCHOR = tmp_path / "heads.jsonl"  # type: ignore[attr-defined]  # pytest-django's
    anchor_the_log(timestamp=0)
    audit.record("signout")
    anchor_the_log(timestamp=1)
    assert [anchor.seq for anchor in audit.kept(tmp_path / "heads.jsonl")] == [1, 2]
    settings.CONGVU_AUDIT_ANCHOR = tmp_path  # type: ignore[attr-defined]
    anchor_the_log(timestamp=2)
    assert "could not be kept" in caplog.text
