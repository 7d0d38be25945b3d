"""``load_demo()``: agencies, accounts and corpus, through the same actions that real use goes through.

Everything is made only where it is missing: a second run changes nothing, and a run that was cut short goes
on where it stopped. Documents that somebody withdrew or replaced in the meantime are left alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from congvu.accounts.models import Agency, User
from congvu.common import audit
from congvu.common.hashing import sha256_hex
from congvu.config import conf
from congvu.config.demo import agencies, campaign, corpus, knowledge, password, people
from congvu.corpus.models import Document, DocumentVersion
from congvu.ingestion.actions import start_run
from congvu.ingestion.folder import process_run
from congvu.ingestion.models import IngestionItem
from congvu.ingestion.types import RunProgress

SOURCE = "bundled"
OPERATOR = "quantri"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What the demo consists of now, and what this run added; ``failed`` are (file name, reason code)."""

    agencies: int
    accounts: int
    documents: int
    new_agencies: int
    new_accounts: int
    new_documents: int
    failed: tuple[tuple[str, str], ...]
    password: str
    seconds: float

    @property
    def changed(self) -> bool:
        return bool(self.new_agencies or self.new_accounts or self.new_documents)


def load_demo(progress: Progress = lambda _what, _done, _total: None) -> DemoSummary:
    """Bring the demo into the database that is configured; ``progress`` gets (file name, done, total).

    Raises InvalidInputError where real accounts are found. A file that cannot be read is reported.
    """
    begun = time.monotonic()
    people.refuse_among_real_accounts()
    secret = password.make(conf.load().data_dir)
    with transaction.atomic():
        new_agencies = agencies.ensure_agencies()
        people.ensure_fields()
        new_accounts = people.ensure_people(secret)
        campaign.ensure_campaigns(User.objects.get(username=OPERATOR, is_demo=True))
    before = _documents()
    failed = _supply(progress)
    knowledge.ensure_knowledge()
    summary = DemoSummary(
        agencies=len(agencies.EVERYBODY),
        accounts=len(people.PEOPLE),
        documents=_documents(),
        new_agencies=new_agencies,
        new_accounts=new_accounts,
        new_documents=_documents() - before,
        failed=failed,
        password=secret,
        seconds=time.monotonic() - begun,
    )
    if summary.changed:
        audit.record(
            "demo.load",
            detail={
                "agencies": summary.new_agencies,
                "accounts": summary.new_accounts,
                "documents": summary.new_documents,
            },
        )
    return summary


def _documents() -> int:
    return Document.objects.filter(source__code=SOURCE).count()


def _supply(progress: Progress) -> tuple[tuple[str, str], ...]:
    """Send what is not there yet through ingestion, here and now; the queued jobs find nothing left to do."""
    operator = User.objects.get(username=OPERATOR, is_demo=True)
    batches = [(supply, _missing(files)) for supply, files in corpus.supplies()]
    total, done = sum(len(files) for _of, files in batches), 0
    failed: list[tuple[str, str]] = []
    for supply, files in batches:
        if not files:
            continue
        run = start_run(
            operator,
            files,
            source_code=SOURCE,
            agency=Agency.objects.get(code=supply.agency) if supply.agency else None,
            visibility=supply.visibility,
        )
        process_run(run, _within(progress, done, total))
        done += len(files)
        bad = run.items.filter(state__in=(IngestionItem.State.FAILED, IngestionItem.State.REFUSED))
        failed += bad.values_list("file_name", "reason_code")
    return tuple(failed)


def _within(progress: Progress, before: int, total: int) -> Callable[[RunProgress, str], None]:
    """The progress of one run as a part of the whole."""
    return lambda run, name: progress(name, before + run.total - run.queued, total)


def _missing(files: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    hashes = {name: sha256_hex(data) for name, data in files}
    versions = DocumentVersion.objects.filter(content_hash__in=hashes.values())
    known = set(versions.values_list("content_hash", flat=True))
    return [(name, data) for name, data in files if hashes[name] not in known]
