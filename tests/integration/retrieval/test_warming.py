"""A process makes its search ready before anybody asks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from congvu.common.errors import UnavailableError
from congvu.retrieval import vectors
from congvu.retrieval.service import warm


class Model:
    def __init__(self, *, answers: bool) -> None:
        self.answers, self.asked = answers, 0

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += 1
        if not self.answers:
            raise UnavailableError("no answer")
        return np.zeros((len(texts), 384), np.float32)


@pytest.mark.django_db
def test_an_empty_library_is_made_ready() -> None:
    warm()


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [True, False])
def test_the_model_is_loaded_before_a_question_could_grow_tired_of_waiting(
    monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    model = Model(answers=answers)
    monkeypatch.setattr(vectors, "embedder_of", lambda _recipe: model)
    monkeypatch.setattr(vectors, "_covers", lambda _backend, _generation: True)
    vectors.load(None, type("Generation", (), {"recipe": {"embedding": "x"}})())  # type: ignore[arg-type]
    assert model.asked == 1
