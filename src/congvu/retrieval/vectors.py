"""The question's vector, worked out beside the text search and never waited for long.

The model computes outside of the interpreter lock, so it runs while the words are searched. A slow or silent model
costs a question ``PATIENCE_S`` once; after that it is left alone for ``REST_S`` and the words decide.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from congvu.common.errors import UnavailableError
from congvu.index.backends.base import SearchBackend
from congvu.index.models import IndexGeneration
from congvu.index.types import Vector
from congvu.llm import Embedder, embedder_of

PATIENCE_S = 0.3
REST_S = 5.0
ENOUGH = 0.95
"""Share of passages with vectors from which vectors take part: before that, the few that have one would be favoured."""
_ASK_AGAIN_S = 10.0
_REMEMBERED = 64

_model = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedding")


class _Rest:
    """Until when the model is left alone, shared by the threads of a process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.until = 0.0

    def begin(self) -> None:
        with self.lock:
            self.until = time.monotonic() + REST_S

    def lasts(self) -> bool:
        with self.lock:
            return time.monotonic() < self.until


class _Recent:
    """The vectors of the last few questions, done or on their way: one question is searched with several times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[str, str], Future[Vector]] = OrderedDict()

    def of(self, text: str, model: Embedder) -> Future[Vector]:
        key = (model.recipe.id, text)
        with self._lock:
            future = self._held.get(key)
            if future is None or (future.done() and (future.cancelled() or future.exception() is not None)):
                future = self._held[key] = _model.submit(lambda: model.queries([text])[0])
            self._held.move_to_end(key)
            while len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)
        return future

    def forget(self) -> None:
        with self._lock:
            self._held.clear()


_rest = _Rest()
_recent = _Recent()
_covered: dict[str, tuple[bool, float]] = {}


@dataclass(frozen=True, slots=True)
class Pending:
    """A vector on its way; None where the model is being left alone."""

    future: Future[Vector] | None

    def wait(self) -> Vector:
        """The vector, or UnavailableError after ``PATIENCE_S`` or when the model does not answer."""
        if self.future is None:
            raise UnavailableError("the embedding model was too slow a moment ago")
        try:
            return self.future.result(timeout=PATIENCE_S)
        except (TimeoutError, CancelledError) as error:
            self.future.cancel()
            _rest.begin()
            raise UnavailableError("the embedding model is too slow just now") from error
        except UnavailableError:
            _rest.begin()
            raise


def of_question(text: str, model: Embedder) -> Pending:
    """Start working out the vector of a question, unless that was done for one of the last few."""
    if _rest.lasts():
        return Pending(None)
    return Pending(_recent.of(text, model))


def model_of(backend: SearchBackend, generation: IndexGeneration) -> Embedder | None:
    """The model that made this generation's vectors, where they take part: it can be asked, and nearly all passages
    have one.

    While a new generation is built for another model, the old one goes on being searched with its own.
    """
    try:
        model = embedder_of(str(generation.recipe.get("embedding")))
    except UnavailableError:
        return None
    return model if model is not None and _covers(backend, generation) else None


def load(backend: SearchBackend, generation: IndexGeneration) -> None:
    """Have the model of this generation ready; a model that does not answer is met by whoever asks."""
    model = model_of(backend, generation)
    if model is not None:
        with suppress(UnavailableError):
            model.queries(["?"])


def _covers(backend: SearchBackend, generation: IndexGeneration) -> bool:
    """Whether nearly all passages have a vector; looked up at most every ten seconds."""
    known, until = _covered.get(generation.name, (False, 0.0))
    if time.monotonic() < until:
        return known
    status = backend.status(generation.name)
    enough = status.entries > 0 and status.with_vectors >= ENOUGH * status.entries
    _covered[generation.name] = (enough, time.monotonic() + _ASK_AGAIN_S)
    return enough


def forget() -> None:
    """Look the coverage up anew at the next question, and work vectors out anew."""
    _covered.clear()
    _recent.forget()
