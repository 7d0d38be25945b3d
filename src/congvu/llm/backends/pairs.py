"""The reader of question pairs: an encoder of our own that reads two questions beside each other, on the CPU, offline.

Each question is read alone first and then, with what came of that, beside another one. What came of known questions is
kept, because they are read again and again. One thread, one pair at a time: a verdict is the same in any company.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from congvu.common.errors import UnavailableError
from congvu.llm.backends.onnx import MODEL as EMBEDDER

MODEL = Path(__file__).resolve().parent.parent / "models" / "congvu-pairs"
WORDS = EMBEDDER / "tokenizer.json"
"""It begins with the embedder's weights, so its pieces are the same; the card names their hash."""
TOKENS = 48
"""Of a question that are read."""
_LETTERS = TOKENS * 8
_KEPT = 1_000
"""Questions whose states are kept, at most 37 KB each."""
_PREFIX = "query: "


class OnnxPairReader:
    """Loads the model at the first pair; may be used from many threads."""

    def __init__(self, folder: Path = MODEL) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any, Any] | None = None
        self._states_of = lru_cache(maxsize=_KEPT)(self._states)

    def odds(self, asked: str, known: Sequence[str]) -> NDArray[np.float32]:
        """For each known question the log-odds that ``asked`` is the same one. Raises UnavailableError."""
        above = self._model()[1]
        try:
            own = self._states(asked)
            return np.array([_beside(above, own, self._states_of(text)) for text in known], dtype=np.float32)
        except Exception as error:  # the library raises bare Exception
            raise _unusable() from error

    def _states(self, text: str) -> tuple[list[int], NDArray[np.float16]]:
        below, _above, tokenizer = self._model()
        ids = tokenizer.encode(_PREFIX + text.replace("\x00", " ")[:_LETTERS]).ids
        ids = ids if len(ids) <= TOKENS else [*ids[: TOKENS - 1], ids[-1]]
        (states,) = below.run(None, {"ids": np.array([ids], dtype=np.int64)})
        return ids, np.asarray(states[0], dtype=np.float16)

    def _model(self) -> tuple[Any, Any, Any]:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> tuple[Any, Any, Any]:
        try:
            import onnxruntime
            from tokenizers import Tokenizer

            onnxruntime.set_default_logger_severity(3)  # it warns of graphics cards that it does not find
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            # Lengths differ from text to text: kept buffers of every length would only fill memory.
            options.enable_cpu_mem_arena = options.enable_mem_pattern = False
            below, above = (
                onnxruntime.InferenceSession(str(self._folder / name), options, providers=["CPUExecutionProvider"])
                for name in ("below.onnx", "above.onnx")
            )
            return below, above, Tokenizer.from_file(str(WORDS))
        except Exception as error:  # both libraries raise bare Exception for files that they cannot use
            raise _unusable() from error


def _beside(above: Any, one: tuple[list[int], Any], other: tuple[list[int], Any]) -> float:
    ids = np.array([[*one[0], *other[0]]], dtype=np.int64)
    side = np.array([[0] * len(one[0]) + [1] * len(other[0])], dtype=np.int64)
    states = np.concatenate([one[1], other[1]])[None].astype(np.float32)
    (odds,) = above.run(None, {"states": states, "ids": ids, "side": side})
    return float(odds[0])


def _unusable() -> UnavailableError:
    return UnavailableError("The reader of question pairs cannot be used.", "Install congvu again.")
