from __future__ import annotations

import pytest

from congvu.common.errors import UnavailableError
from congvu.index.backends.memory import MemoryBackend
from congvu.index.types import Entry, SearchFilter, Vector
from congvu.llm.backends.fake import FakeEmbedder
from congvu.retrieval.candidates import RANKED, find

G = "g"
ALL = SearchFilter(access=None, on=None)
MODEL = FakeEmbedder()


def entry(pk: int, body: str, document: int = 1, access: tuple[str, ...] = ("all",)) -> Entry:
    return Entry(pk, document, document, access, None, None, "", "", body)


def engine(*entries: Entry) -> MemoryBackend:
    backend = MemoryBackend()
    backend.create(G, MODEL.recipe.dimensions)
    backend.put(G, entries)
    texts = [e.body for e in entries]
    backend.set_vectors(G, list(zip([e.passage_id for e in entries], MODEL.passages(texts), strict=True)))
    return backend


def asked(text: str) -> Vector:
    return MODEL.queries([text])[0]


def test_the_best_candidates_know_the_scores_of_both_engines() -> None:
    backend = engine(*(entry(i, f"nghỉ hằng năm {i}") for i in range(1, 4)), entry(9, "hợp đồng"))
    found = find(backend, G, "nghỉ hằng năm", lambda: asked("nghỉ hằng năm"), ALL, depth=2)
    exact = {h.passage_id: h.score for h in backend.lexical(G, "nghỉ hằng năm", ALL, 10)}
    assert len(found.candidates) >= 2
    for candidate in found.candidates:
        assert candidate.dense is not None
        assert candidate.lexical == pytest.approx(exact.get(candidate.passage_id, 0.0))


def test_words_decide_alone_where_no_vector_is_asked_for_or_none_comes() -> None:
    backend = engine(entry(1, "nghỉ hằng năm"), entry(2, "hợp đồng lao động"))

    def silent() -> Vector:
        raise UnavailableError("silent")

    alone = find(backend, G, "nghỉ", None, ALL)
    unanswered = find(backend, G, "nghỉ", silent, ALL)
    assert [c.passage_id for c in alone.candidates] == [c.passage_id for c in unanswered.candidates] == [1]
    assert (alone.unanswered, unanswered.unanswered) == (False, True)
    assert unanswered.candidates[0].dense is None


def test_passages_of_a_named_document_come_before_equal_ones_and_are_marked() -> None:
    backend = engine(entry(1, "nghỉ hằng năm", document=1), entry(2, "nghỉ hằng năm", document=2))
    plain = find(backend, G, "nghỉ hằng năm", None, ALL)
    lifted = find(backend, G, "nghỉ hằng năm", None, ALL, named=(2,))
    assert [c.passage_id for c in plain.candidates] == [1, 2]
    assert [(c.passage_id, c.named) for c in lifted.candidates] == [(2, True), (1, False)]


def test_a_named_document_opens_nothing_that_the_viewer_may_not_read() -> None:
    backend = engine(entry(1, "nghỉ hằng năm"), entry(2, "nghỉ hằng năm", document=2, access=("agency:9",)))
    where = SearchFilter(access=frozenset({"all"}), on=None)
    found = find(backend, G, "nghỉ", lambda: asked("nghỉ"), where, named=(2,))
    assert [c.passage_id for c in found.candidates] == [1]


def test_scores_are_filled_in_only_for_those_that_are_ranked() -> None:
    many = [entry(i, f"nghỉ {i}") for i in range(1, RANKED + 20)]
    found = find(engine(*many), G, "nghỉ", None, ALL)
    assert len(found.candidates) == len(many)


def test_each_step_is_reported_once_and_in_order() -> None:
    from collections.abc import Iterator
    from contextlib import contextmanager

    steps: list[str] = []

    @contextmanager
    def step(name: str) -> Iterator[None]:
        steps.append(name)
        yield

    find(engine(entry(1, "nghỉ")), G, "nghỉ", lambda: asked("nghỉ"), ALL, named=(1,), step=step)
    assert steps == ["lexical", "embed", "dense", "named", "scores"]
