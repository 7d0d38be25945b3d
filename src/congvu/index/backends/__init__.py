"""The engines behind the search port; the setting CONGVU_INDEX_BACKEND names the one in use."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from django.conf import settings

from congvu.index.backends.base import SearchBackend

BACKENDS = {
    "postgres": "congvu.index.backends.postgres.PostgresBackend",
    "memory": "congvu.index.backends.memory.MemoryBackend",
}


def get_backend(name: str = "") -> SearchBackend:
    """The engine of this process: ``name``, or the setting, or "postgres"; loaded when first asked for."""
    return _load(name or getattr(settings, "CONGVU_INDEX_BACKEND", "") or "postgres")


@cache
def _load(name: str) -> SearchBackend:
    if name not in BACKENDS:
        raise ValueError(f"CONGVU_INDEX_BACKEND is {name!r}; known are {', '.join(sorted(BACKENDS))}")
    module, _, attribute = BACKENDS[name].rpartition(".")
    return cast("SearchBackend", getattr(import_module(module), attribute)())
