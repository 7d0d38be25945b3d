"""A new generation beside the old one: filled in the background, complete before it takes over, killed at any step."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from congvu.common.errors import UnavailableError
from congvu.corpus.models import Document
from congvu.index import generations, tasks
from congvu.index.actions import active_generation, index_version, reindex_document, remove_document
from congvu.index.backends import get_backend
from congvu.index.models import IndexGeneration
from congvu.index.queries import status
from congvu.index.types import SearchFilter
from congvu.llm.backends.fake import FakeEmbedder
from tests.integration.index.test_actions import document, found, queued, version_of

pytestmark = pytest.mark.django_db

def choose(monkeypatch: pytest.MonkeyPatch, model: FakeEmbedder) -> None:
    """What a change of CONGVU_EMBEDDER and a restart do."""
    monkeypatch.setattr(generations, "embedder", lambda: model)
    monkeypatch.setattr(tasks, "embedder", lambda: model)


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> IndexGeneration:
    """An index of three documents, complete, made by the first model; the second is chosen now."""
    choose(monkeypatch, FakeEmbedder("1"))
    for number in range(3):
        index_version(version_of(numbered(number), f"nghỉ phép {number}", f"tiền thưởng {number}"))
    tasks.embed_pending()
    assert status().with_vectors == 6
    choose(monkeypatch, FakeEmbedder("2"))
    return active_generation()


def numbered(number: int) -> Document:
    made = document_like(number)
    made.save()
    return made


def document_like(number: int) -> Document:
    first = Document.objects.first() or document()
    if number == 0:
        return first
    return Document(
        source=first.source,
        identity=f"i{number}",
        access=["all"],
        title=f"Luật {number}",
        number=f"{number}/2021/QH15",
        visibility="province",
    )


def building() -> IndexGeneration:
    return IndexGeneration.objects.get(state="building")


def work(rounds: int = 10) -> None:
    for _ in range(rounds):
        tasks.embed_pending()


def meaning(generation: IndexGeneration, model: FakeEmbedder, text: str) -> list[int]:
    vector = model.queries([text])[0]
    return [hit.passage_id for hit in get_backend().dense(generation.name, vector, SearchFilter(None, None), 1)]


def test_another_model_builds_beside_and_takes_over_when_complete(old: IndexGeneration) -> None:
    tasks.embed_pending()
    assert active_generation() == old
    assert building().recipe["embedding"] == FakeEmbedder("2").recipe.id
    work()
    new = active_generation()
    assert new.recipe["embedding"] == FakeEmbedder("2").recipe.id
    assert get_backend().status(new.name) == get_backend().status(old.name)
    assert meaning(new, FakeEmbedder("2"), "tien thuong 1") == meaning(old, FakeEmbedder("1"), "tien thuong 1")
    assert not IndexGeneration.objects.filter(state="building").exists()


def test_the_same_model_builds_nothing(old: IndexGeneration, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, FakeEmbedder("1"))
    work()
    assert list(IndexGeneration.objects.all()) == [old]


def test_other_rules_of_terms_build_anew_as_well(old: IndexGeneration, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, FakeEmbedder("1"))
    monkeypatch.setattr(generations.weights, "VERSION", "other")
    work()
    assert active_generation().recipe["terms"] == "other"


def test_what_happens_to_documents_meanwhile_happens_in_both(
    old: IndexGeneration, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.embed_pending()
    new_document = numbered(7)
    index_version(version_of(new_document, "nghỉ ốm"))
    first, second, _third, _new = Document.objects.order_by("pk")
    index_version(version_of(first, "nghỉ phép sửa đổi", sequence=2))
    remove_document(second)
    Document.objects.filter(pk=new_document.pk).update(access=["agency:1"])
    reindex_document(new_document)
    for generation in (old, building()):
        assert get_backend().status(generation.name).entries == 4
    assert len(found("nghỉ ốm", "agency:1")) == 1
    work()
    assert active_generation() != old
    assert get_backend().status(active_generation().name).entries == 4
    assert len(found("nghỉ ốm", "agency:1")) == 1
    assert not set(found("nghỉ ốm")) & set(found("nghỉ ốm", "agency:1"))
    assert len(found("nghỉ phép sửa đổi")) == 2


def test_a_document_that_comes_while_texts_are_copied_is_not_lost_and_a_withdrawn_one_not_copied(
    old: IndexGeneration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "COPY_SECONDS", 0)
    target = generations.generation_to_fill()
    assert target is not None
    one_step = iter([False, True])
    generations.copy_texts(target, stop=lambda: next(one_step))
    assert get_backend().status(target.name).entries == 2
    last = Document.objects.order_by("pk").last()
    assert last is not None
    Document.objects.filter(pk=last.pk).update(withdrawn_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    reindex_document(last)
    index_version(version_of(numbered(8), "mới đến"))
    work()
    assert active_generation().name == target.name
    assert status().entries == 5
    assert len(found("mới đến")) == 1


def test_a_step_that_is_interrupted_is_taken_up_again(old: IndexGeneration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "COPY_SECONDS", 0)
    target = generations.generation_to_fill()
    assert target is not None
    put, calls = get_backend().put, []

    def dies(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("killed")
        put(*args)

    with monkeypatch.context() as patched:
        patched.setattr(get_backend(), "put", dies)
        with pytest.raises(RuntimeError):
            generations.copy_texts(target)
    work()
    assert get_backend().status(active_generation().name).entries == 6
    assert active_generation().name == target.name


def test_it_does_not_take_over_before_every_vector_is_there(old: IndexGeneration) -> None:
    tasks.embed_pending()
    target = building()
    assert generations.take_over(target) is False
    assert tasks.embed_round(target) is False
    index_version(version_of(numbered(9), "vừa đến"))
    assert generations.take_over(target) is False
    assert active_generation() == old
    tasks.embed_round(target)
    assert generations.take_over(target) is True
    assert generations.take_over(target) is True


def test_a_change_of_mind_gives_the_new_one_up(old: IndexGeneration, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.embed_pending()
    given_up = building().name
    choose(monkeypatch, FakeEmbedder("1"))
    work()
    assert list(IndexGeneration.objects.all()) == [old]
    choose(monkeypatch, FakeEmbedder("3"))
    work()
    assert active_generation().recipe["embedding"] == FakeEmbedder("3").recipe.id
    assert get_backend().status(active_generation().name).with_vectors == 6
    assert active_generation().name in {given_up, "g3"}


def test_a_third_model_replaces_one_that_is_being_built(old: IndexGeneration, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.embed_pending()
    choose(monkeypatch, FakeEmbedder("3"))
    work()
    assert active_generation().recipe["embedding"] == FakeEmbedder("3").recipe.id
    assert IndexGeneration.objects.filter(state="building").count() == 0


def test_the_old_tables_go_only_after_a_while(old: IndexGeneration) -> None:
    work()
    tasks.look_for_pending(0)
    assert get_backend().status(old.name).entries == 6
    generations.drop_retired(kept=dt.timedelta(seconds=-1))
    assert list(IndexGeneration.objects.all()) == [active_generation()]
    assert found("nghỉ phép") != []


def test_progress_shown_is_that_of_the_new_one(old: IndexGeneration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "ROUND", 4)
    tasks.embed_pending()
    assert (status().entries, status().with_vectors) == (6, 0)
    tasks.embed_pending()
    assert (status().entries, status().with_vectors) == (6, 4)
    work()
    assert (status().entries, status().with_vectors) == (6, 6)


def test_a_changed_model_is_noticed_by_the_upkeep(old: IndexGeneration) -> None:
    tasks.look_for_pending(0)
    assert queued() == ["congvu.index.tasks.embed_pending"]


def test_a_silent_server_is_waited_for(old: IndexGeneration, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> dict[str, object]:
        raise UnavailableError("not now")

    monkeypatch.setattr(generations, "todays_recipe", silent)
    tasks.look_for_pending(0)
    assert queued() == []
    tasks.embed_pending()
    assert active_generation() == old
    assert len(queued()) == 1
