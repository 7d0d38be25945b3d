from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from congvu.common.errors import UnavailableError
from congvu.index.models import IndexGeneration
from congvu.index.types import IndexStatus
from congvu.llm.backends.fake import FakeEmbedder
from congvu.retrieval import vectors


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(vectors, "_rest", vectors._Rest())
    vectors.forget()
    yield
    vectors.forget()


class Slow(FakeEmbedder):
    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def queries(self, texts):  # type: ignore[no-untyped-def]
        self.gate.wait(5)
        return super().queries(texts)


class Counted:
    """As much of a backend as coverage needs."""

    def __init__(self, entries: int, with_vectors: int) -> None:
        self.asked = 0
        self.answer = IndexStatus(entries, with_vectors)

    def status(self, generation: str) -> IndexStatus:
        self.asked += 1
        return self.answer


def generation(recipe: str) -> IndexGeneration:
    return IndexGeneration(name="g1", recipe={"embedding": recipe})


def test_a_vector_comes_beside_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "embedder", FakeEmbedder)
    found = vectors.of_question("nghỉ hằng năm").wait()
    assert np.allclose(found, FakeEmbedder().queries(["nghỉ hằng năm"])[0])


def test_a_slow_model_is_given_up_and_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    monkeypatch.setattr(vectors, "embedder", lambda: slow)
    monkeypatch.setattr(vectors, "PATIENCE_S", 0.01)
    with pytest.raises(UnavailableError):
        vectors.of_question("nghỉ").wait()
    assert vectors.of_question("nghỉ").future is None
    slow.gate.set()


@pytest.mark.parametrize(("with_vectors", "covered"), [(0, False), (90, False), (95, True), (100, True)])
def test_vectors_take_part_only_when_nearly_all_passages_have_one(
    monkeypatch: pytest.MonkeyPatch, with_vectors: int, covered: bool
) -> None:
    monkeypatch.setattr(vectors, "embedder", FakeEmbedder)
    backend = Counted(100, with_vectors)
    assert vectors.cover(backend, generation(FakeEmbedder().recipe.id)) is covered  # type: ignore[arg-type]
    vectors.cover(backend, generation(FakeEmbedder().recipe.id))  # type: ignore[arg-type]
    assert backend.asked == 1


def test_vectors_of_another_model_never_take_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "embedder", FakeEmbedder)
    assert vectors.cover(Counted(100, 100), generation("another/1/384")) is False  # type: ignore[arg-type]
