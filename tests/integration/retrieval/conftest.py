"""The 208 laws, ingested once for the tests of this folder; everything is removed afterwards."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.shared_data import shared

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from congvu.accounts.models import User
    from congvu.accounts.types import Viewer
    from congvu.ingestion.models import IngestionRun


@dataclass(frozen=True)
class Laws:
    run: IngestionRun
    user: User
    viewer: Viewer


@pytest.fixture(scope="module")
def laws(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Laws]:
    from django.core.management import call_command

    from congvu.accounts.models import User
    from congvu.accounts.queries import viewer_for
    from congvu.index.actions import active_generation
    from congvu.index.backends import get_backend
    from congvu.ingestion.folder import ingest_paths
    from congvu.retrieval import statistics

    archive = shared("laws/laws-208.tar.gz")
    folder: Path = tmp_path_factory.mktemp("laws")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    with django_db_blocker.unblock():
        run, _found = ingest_paths(None, [folder], agency=None, visibility="province", inline=True)
        statistics.refresh()
        user = User.objects.create_user("reader", full_name="Người Đọc")
        try:
            yield Laws(run, user, viewer_for(user))
        finally:
            get_backend().drop(active_generation().name)
            call_command("flush", interactive=False, verbosity=0)
            statistics.forget()
