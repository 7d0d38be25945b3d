"""Documents and their entries: stored together, withdrawn together, vectors in the background."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from congvu.common.errors import UnavailableError
from congvu.corpus.models import Document, DocumentVersion, Passage, Source, Unit
from congvu.index import tasks
from congvu.index.actions import active_generation, index_version, reindex_document, remove_document
from congvu.index.backends import get_backend
from congvu.index.models import IndexGeneration
from congvu.index.queries import status
from congvu.index.types import SearchFilter
from congvu.llm import embedder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fake_model(settings: Any) -> None:
    settings.CONGVU_EMBEDDER = "fake"


def document() -> Document:
    source = Source.objects.get_or_create(code="upload", defaults={"name": "x", "kind": "upload"})[0]
    return Document.objects.create(
        source=source, identity="i", access=["all"], title="Luật Lương", number="1/2020/QH14", visibility="province"
    )


def version_of(owner: Document, *texts: str, sequence: int = 1) -> DocumentVersion:
    version = DocumentVersion.objects.create(
        document=owner,
        sequence=sequence,
        content_hash=f"{sequence:064d}",
        text_hash=f"{sequence:064d}",
        file_name="f",
        media_type="text/plain",
        size=1,
        text="\n".join(texts),
        structure="law",
        parser="test",
    )
    at = 0
    for n, text in enumerate(texts):
        end = at + len(text)
        unit = Unit.objects.create(
            version=version,
            index=n,
            level="article",
            path=f"Điều {n + 1}",
            anchor=f"d{n}",
            start=at,
            own_end=end,
            end=end,
        )
        Passage.objects.create(
            version=version, ordinal=n, unit=unit, headings=f"Điều {n + 1}", text=text, start=at, end=end
        )
        at = end + 1
    owner.current = version
    owner.save(update_fields=["current"])
    return version


def found(text: str, access: str = "all", on: dt.date | None = None) -> list[int]:
    hits = get_backend().lexical(active_generation().name, text, SearchFilter(frozenset({access}), on), 10)
    return [hit.passage_id for hit in hits]


def test_the_first_use_makes_one_active_generation_that_knows_its_model() -> None:
    assert status().entries == 0
    generation = active_generation()
    assert active_generation() == generation
    assert generation.recipe["embedding"] == embedder().recipe.id
    assert IndexGeneration.objects.count() == 1


def test_a_new_version_takes_the_place_of_the_old_one() -> None:
    owner = document()
    index_version(version_of(owner, "nghỉ phép năm", "tiền thưởng"))
    new = version_of(owner, "nghỉ phép quý", sequence=2)
    index_version(new)
    assert found("nghỉ phép") == [new.passages.get().pk]
    assert found("tiền thưởng") == []
    index_version(new)
    assert status().entries == 1


def test_the_name_and_number_of_the_document_are_found() -> None:
    version = version_of(document(), "một", "hai")
    index_version(version)
    assert set(found("luat luong 1/2020")) == set(version.passages.values_list("pk", flat=True))


def test_access_and_force_follow_the_document_and_its_units() -> None:
    owner = document()
    version = version_of(owner, "nghỉ phép", "nghỉ lễ")
    index_version(version)
    Document.objects.filter(pk=owner.pk).update(access=["agency:1"], force_until=dt.date(2021, 1, 1))
    Unit.objects.filter(version=version, index=1).update(force_until=dt.date(2020, 1, 1))
    reindex_document(owner)
    first, second = version.passages.values_list("pk", flat=True)
    assert found("nghỉ") == []
    assert set(found("nghỉ", "agency:1", dt.date(2019, 6, 1))) == {first, second}
    assert found("nghỉ", "agency:1", dt.date(2020, 6, 1)) == [first]
    assert found("nghỉ", "agency:1", dt.date(2021, 1, 1)) == []


def test_a_withdrawn_or_removed_document_is_not_found() -> None:
    owner = document()
    index_version(version_of(owner, "nghỉ phép"))
    Document.objects.filter(pk=owner.pk).update(withdrawn_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    reindex_document(owner)
    assert found("nghỉ phép") == []
    remove_document(owner)
    assert status().entries == 0


def test_vectors_follow_in_rounds_and_find_by_meaning() -> None:
    version = version_of(document(), *(f"điều số {n}" for n in range(20)), "nghỉ phép hằng năm")
    index_version(version)
    generation = active_generation()
    assert status().with_vectors == 0
    assert tasks.embed_round(generation, limit=18) is True
    assert status().with_vectors == 18
    assert tasks.embed_round(generation, limit=18) is False
    assert tasks.embed_round(generation, limit=18) is False
    assert (status().entries, status().with_vectors) == (21, 21)
    question = embedder().queries(["nghỉ phép hằng năm"])[0]
    best = get_backend().dense(generation.name, question, SearchFilter(None, None), 1)[0]
    assert best.passage_id == version.passages.last().pk  # type: ignore[union-attr]  # 21 passages were stored


def test_vectors_of_another_model_are_not_mixed_in() -> None:
    index_version(version_of(document(), "nghỉ phép"))
    generation = active_generation()
    generation.recipe["embedding"] = "other/1/64"
    assert tasks.embed_round(generation) is False
    assert status().with_vectors == 0


def queued() -> list[str]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(
        ProcrastinateJob.objects.filter(queue_name="vectors", status="todo").values_list("task_name", flat=True)
    )


def test_indexing_asks_for_vectors_once_when_it_is_committed(django_capture_on_commit_callbacks: Any) -> None:
    owner = document()
    version = version_of(owner, "nghỉ phép")
    with django_capture_on_commit_callbacks(execute=True):
        index_version(version)
        assert queued() == []
    assert queued() == ["congvu.index.tasks.embed_pending"]
    with django_capture_on_commit_callbacks(execute=True):
        index_version(version)
    assert len(queued()) == 1


def test_a_lost_job_is_asked_for_again() -> None:
    tasks.look_for_pending(0)
    assert queued() == []
    index_version(version_of(document(), "nghỉ phép"))
    tasks.look_for_pending(0)
    assert len(queued()) == 1


def test_a_job_does_a_round_and_comes_again_while_some_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "ROUND", 2)
    index_version(version_of(document(), "một", "hai", "ba"))
    tasks.embed_pending()
    assert status().with_vectors == 2
    assert len(queued()) == 1


def test_documents_that_wait_go_before_vectors() -> None:
    from congvu.ingestion.tasks import process_item_task

    index_version(version_of(document(), "một", "hai"))
    process_item_task.defer(item_id=0)
    tasks.embed_pending()
    assert status().with_vectors == 0
    assert len(queued()) == 1


def test_a_silent_model_leaves_the_words_working_and_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    index_version(version_of(document(), "nghỉ phép"))

    def silent(texts: list[str]) -> np.ndarray:
        raise UnavailableError("not now")

    monkeypatch.setattr(embedder(), "passages", silent)
    tasks.embed_pending()
    assert len(queued()) == 1
    assert len(found("nghỉ phép")) == 1
    assert status().with_vectors == 0
