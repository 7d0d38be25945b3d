"""A model on a server that speaks OpenAI's embeddings protocol: vLLM, text-embeddings-inference, others."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from functools import cached_property
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from congvu.common.errors import UnavailableError
from congvu.llm.backends.vectors import unit_rows
from congvu.llm.types import EmbeddingRecipe

QUERY_SECONDS = 5.0
PASSAGES_SECONDS = 60.0
ATTEMPTS = 3
"""For passages; a question is asked once, because a person waits."""
BATCH = 32
MAX_ANSWER_BYTES = 64 * 1024 * 1024
_BUSY = {408, 425, 429, 500, 502, 503, 504}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Texts go to the configured server and nowhere else."""

    def redirect_request(self, req: urllib.request.Request, *_answer: object) -> None:
        return None


class OpenAICompatible:
    """``url`` is the base that ends in /v1. The e5 prefixes are put before texts here, as servers do not.

    Proxies of the environment are not used and redirects not followed.
    """

    def __init__(
        self,
        url: str,
        *,
        model: str,
        key: str = "",
        query_prefix: str = "query: ",
        passage_prefix: str = "passage: ",
        pause_s: float = 0.5,
    ) -> None:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ValueError(f"not an address of an embeddings server: {url!r}")
        self._url = url.rstrip("/") + "/embeddings"
        self._model, self._key = model, key
        self._prefixes = query_prefix, passage_prefix
        self._pause_s = pause_s
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())

    @cached_property
    def recipe(self) -> EmbeddingRecipe:
        """What the server makes; its dimensions are learnt from one call. Raises UnavailableError."""
        dimensions = self._ask(["dimensions"], QUERY_SECONDS).shape[1]
        return EmbeddingRecipe(model=self._model, dimensions=dimensions, version="server")

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts, self._prefixes[0], QUERY_SECONDS, attempts=1)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts, self._prefixes[1], PASSAGES_SECONDS, attempts=ATTEMPTS)

    def _embed(
        self, texts: Sequence[str], prefix: str, seconds: float, *, attempts: int
    ) -> NDArray[np.float32]:
        parts = [np.empty((0, self.recipe.dimensions), dtype=np.float32)]
        for start in range(0, len(texts), BATCH):
            batch = [prefix + text for text in texts[start : start + BATCH]]
            rows = self._ask(batch, seconds, attempts)
            if rows.shape[1] != self.recipe.dimensions:
                raise self._unusable(f"{rows.shape[1]} dimensions instead of {self.recipe.dimensions}")
            parts.append(rows)
        return np.concatenate(parts)

    def _ask(self, texts: list[str], seconds: float, attempts: int = 1) -> NDArray[np.float32]:
        body = json.dumps({"model": self._model, "input": texts, "encoding_format": "float"}).encode()
        for attempt in range(1, attempts + 1):
            try:
                return self._read(self._post(body, seconds), len(texts))
            except urllib.error.HTTPError as error:
                if error.code not in _BUSY or attempt == attempts:
                    raise self._unusable(f"HTTP {error.code}") from error
            except (OSError, HTTPException) as error:  # URLError and time-outs are OSErrors
                if attempt == attempts:
                    raise self._unusable(type(error).__name__) from error
            time.sleep(self._pause_s * attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _post(self, body: bytes, seconds: float) -> bytes:
        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._url, data=body, headers=headers)  # noqa: S310  # scheme checked
        with self._opener.open(request, timeout=seconds) as answer:
            data: bytes = answer.read(MAX_ANSWER_BYTES + 1)
        if len(data) > MAX_ANSWER_BYTES:
            raise self._unusable("answer too long")
        return data

    def _read(self, data: bytes, expected: int) -> NDArray[np.float32]:
        try:
            items: list[dict[str, Any]] = sorted(
                json.loads(data)["data"], key=lambda item: int(item["index"])
            )
            if [item["index"] for item in items] != list(range(expected)):
                raise ValueError("not one vector for each text")
            return unit_rows(np.array([item["embedding"] for item in items], dtype=np.float32))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise self._unusable("answer not understood") from error

    def _unusable(self, reason: str) -> UnavailableError:
        return UnavailableError(
            _("The embeddings server does not answer as it should (%(reason)s).") % {"reason": reason},
            _("Check CONGVU_EMBEDDINGS_URL and that the server runs; search by text goes on without it."),
        )
