"""What every search engine must do; runs against PostgreSQL and against the fake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from congvu.index.backends import get_backend
from congvu.index.backends.base import SearchBackend
from congvu.index.types import Entry, SearchFilter, Vector

G = "contract-1"
ALL = SearchFilter(access=None, on=None)
DIMENSIONS = 8


def entry(passage_id: int, body: str, **changes: object) -> Entry:
    base = Entry(
        passage_id=passage_id,
        version_id=passage_id // 100,
        document_id=passage_id // 1000,
        access=("all",),
        force_from=None,
        force_until=None,
        title="",
        headings="",
        body=body,
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # changes are fields of Entry


def unit(*values: float) -> Vector:
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    vector[: len(values)] = values
    return vector / np.float32(np.linalg.norm(vector))


def found(backend: SearchBackend, text: str, where: SearchFilter = ALL, limit: int = 10) -> list[int]:
    return [hit.passage_id for hit in backend.lexical(G, text, where, limit)]


def near(backend: SearchBackend, vector: Vector, where: SearchFilter = ALL, limit: int = 10) -> list[int]:
    return [hit.passage_id for hit in backend.dense(G, vector, where, limit)]


@pytest.fixture(params=["postgres", "memory"])
def backend(request: pytest.FixtureRequest) -> Iterator[SearchBackend]:
    if request.param == "postgres":
        request.getfixturevalue("db")
    engine = get_backend(request.param)
    engine.create(G, DIMENSIONS)
    yield engine
    engine.drop(G)


def test_finds_text_typed_without_diacritics_and_the_other_way(backend: SearchBackend) -> None:
    backend.put(
        G, [entry(1, "Người lao động khuyết tật được nghỉ 14 ngày"), entry(2, "nguoi su dung lao dong")]
    )
    assert found(backend, "nguoi khuyet tat") == [1, 2]
    assert found(backend, "Người sử dụng")[0] == 2


def test_scores_of_chosen_passages_are_those_of_the_whole_search(backend: SearchBackend) -> None:
    backend.put(G, [entry(i, f"hợp đồng lao động số {i} thử việc") for i in range(1, 30)])
    backend.set_vectors(G, [(i, unit(1.0, i / 10)) for i in range(1, 30)])
    chosen = replace(ALL, passage_ids=(3, 17, 999))
    by_words = {hit.passage_id: hit.score for hit in backend.lexical(G, "hợp đồng số 17", ALL, 50)}
    by_meaning = {hit.passage_id: hit.score for hit in backend.dense(G, unit(1.0, 1.7), ALL, 50)}
    words = backend.lexical(G, "hợp đồng số 17", chosen, 50)
    meaning = backend.dense(G, unit(1.0, 1.7), chosen, 50)
    assert {hit.passage_id: hit.score for hit in words} == pytest.approx({pk: by_words[pk] for pk in (3, 17)})
    assert {hit.passage_id: hit.score for hit in meaning} == pytest.approx({pk: by_meaning[pk] for pk in (3, 17)})


def test_rarer_words_weigh_more_and_neighbouring_words_more_than_scattered_ones(
    backend: SearchBackend,
) -> None:
    backend.put(
        G,
        [
            entry(1, "hợp đồng lao động và các điều khoản của hợp đồng"),
            entry(2, "ủy quyền lao động"),
            entry(3, "quyền nghỉ ngơi, ủy ban"),
            entry(4, "lao động"),
        ],
    )
    assert found(backend, "ủy quyền lao động")[:2] == [2, 3]


def test_numbers_and_symbols_are_found(backend: SearchBackend) -> None:
    backend.put(
        G, [entry(1, "Nghị định 30/2020/NĐ-CP"), entry(2, "Nghị định 31/2020/NĐ-CP"), entry(3, "mức 2020")]
    )
    assert found(backend, "30/2020/ND-CP")[0] == 1
    assert found(backend, "31/2020")[0] == 2


def test_headings_count_more_than_the_body(backend: SearchBackend) -> None:
    backend.put(
        G, [entry(1, "thời hiệu khởi kiện"), entry(2, "vụ án dân sự", headings="thời hiệu khởi kiện")]
    )
    assert found(backend, "thời hiệu khởi kiện") == [2, 1]


def test_a_question_without_words_or_without_known_ones_finds_nothing(backend: SearchBackend) -> None:
    backend.put(G, [entry(1, "lao động")])
    assert found(backend, "") == []
    assert found(backend, " ?! … ") == []
    assert found(backend, "xyzzy") == []
    assert found(backend, "lao động", limit=0) == []


def test_hostile_text_is_only_text(backend: SearchBackend) -> None:
    backend.put(G, [entry(1, "a' OR 1=1; DROP TABLE x -- %s {entries} {1:2}/3"), entry(2, "\u202e🙂 ok")])
    assert found(backend, "%s' -- {entries} drop") == [1]


def test_equal_scores_come_by_passage_number(backend: SearchBackend) -> None:
    backend.put(G, [entry(n, "cùng một câu") for n in (30, 10, 20)])
    assert found(backend, "một câu") == [10, 20, 30]
    assert found(backend, "một câu", limit=2) == [10, 20]


def test_putting_twice_changes_nothing_and_new_text_replaces_old(backend: SearchBackend) -> None:
    backend.put(G, [entry(1, "nghỉ phép"), entry(2, "tiền lương")])
    backend.put(G, [entry(1, "nghỉ phép"), entry(1, "nghỉ phép")])
    assert backend.status(G).entries == 2
    backend.put(G, [entry(1, "thai sản")])
    assert found(backend, "nghỉ phép") == []
    assert found(backend, "thai sản") == [1]


def test_removed_versions_are_gone_at_once(backend: SearchBackend) -> None:
    backend.put(G, [entry(1, "nghỉ phép", version_id=7), entry(2, "nghỉ phép", version_id=8)])
    backend.set_vectors(G, [(1, unit(1)), (2, unit(1))])
    backend.delete_versions(G, [7, 99])
    assert found(backend, "nghỉ phép") == [2]
    assert near(backend, unit(1)) == [2]
    assert (backend.status(G).entries, backend.status(G).with_vectors) == (1, 1)


def test_only_entries_sharing_an_access_token_are_found(backend: SearchBackend) -> None:
    backend.put(
        G,
        [
            entry(1, "lương", access=("a", "b")),
            entry(2, "lương", access=("c",)),
            entry(3, "lương", access=()),
        ],
    )
    backend.set_vectors(G, [(1, unit(1)), (2, unit(1)), (3, unit(1))])
    for access, expected in ((None, [1, 2, 3]), ({"b"}, [1]), ({"b", "c"}, [1, 2]), ({"x"}, []), (set(), [])):
        where = SearchFilter(access=None if access is None else frozenset(access), on=None)
        assert found(backend, "lương", where) == expected
        assert near(backend, unit(1), where) == expected


def test_only_entries_in_force_on_the_day_are_found_and_the_last_day_is_excluded(
    backend: SearchBackend,
) -> None:
    start, end = dt.date(2020, 1, 1), dt.date(2024, 7, 1)
    backend.put(
        G,
        [
            entry(1, "lương", force_from=start, force_until=end),
            entry(2, "lương"),
            entry(3, "lương", force_from=end),
        ],
    )
    backend.set_vectors(G, [(n, unit(1)) for n in (1, 2, 3)])
    for day, expected in (
        (dt.date(2019, 12, 31), [2]),
        (start, [1, 2]),
        (dt.date(2024, 6, 30), [1, 2]),
        (end, [2, 3]),
        (None, [1, 2, 3]),
    ):
        assert found(backend, "lương", SearchFilter(None, day)) == expected
        assert near(backend, unit(1), SearchFilter(None, day)) == expected


def test_search_inside_named_documents(backend: SearchBackend) -> None:
    backend.put(G, [entry(n, "lương", document_id=n) for n in (1, 2, 3)])
    backend.set_vectors(G, [(n, unit(1)) for n in (1, 2, 3)])
    assert found(backend, "lương", SearchFilter(None, None, (1, 3))) == [1, 3]
    assert near(backend, unit(1), SearchFilter(None, None, (3,))) == [3]
    assert found(backend, "lương", SearchFilter(None, None, ())) == []


def test_access_and_dates_change_without_touching_text_or_vectors(backend: SearchBackend) -> None:
    backend.put(G, [entry(1, "lương", access=("a",)), entry(2, "lương")])
    backend.set_vectors(G, [(1, unit(1)), (2, unit(1))])
    backend.update_documents(
        G, [entry(1, "other words", access=("b",), force_until=dt.date(2020, 1, 1)), entry(99, "x")]
    )
    b = frozenset({"b"})
    assert found(backend, "lương", SearchFilter(b, dt.date(2019, 1, 1))) == [1]
    assert found(backend, "lương", SearchFilter(b, dt.date(2020, 1, 1))) == []
    assert near(backend, unit(1), SearchFilter(b, None)) == [1]
    assert found(backend, "words") == []
    assert backend.status(G).entries == 2


def test_vectors_are_asked_for_oldest_first_and_once(backend: SearchBackend) -> None:
    backend.put(G, [entry(5, "năm", headings="Điều 5"), entry(6, "sáu")])
    backend.put(G, [entry(1, "một")])
    assert backend.without_vectors(G, 2) == [(5, "Điều 5\nnăm"), (6, "\nsáu")]
    backend.set_vectors(G, [(5, unit(1)), (77, unit(1))])
    assert [passage for passage, _ in backend.without_vectors(G, 10)] == [6, 1]
    assert (backend.status(G).entries, backend.status(G).with_vectors) == (3, 1)


def test_an_entry_keeps_its_vector_until_its_words_change(backend: SearchBackend) -> None:
    backend.put(G, [entry(1, "một")])
    backend.set_vectors(G, [(1, unit(1))])
    backend.put(G, [entry(1, "một", title="tên mới", access=("z",))])
    assert backend.without_vectors(G, 10) == []
    assert near(backend, unit(1)) == [1]
    backend.put(G, [entry(1, "hai")])
    assert [passage for passage, _ in backend.without_vectors(G, 10)] == [1]
    assert near(backend, unit(1)) == []


def test_nearest_vectors_come_first_with_their_cosine(backend: SearchBackend) -> None:
    backend.put(G, [entry(n, "x") for n in (1, 2, 3)])
    backend.set_vectors(G, [(1, unit(1, 1)), (2, unit(1)), (3, unit(-1))])
    hits = backend.dense(G, unit(1), ALL, 10)
    assert [hit.passage_id for hit in hits] == [2, 1, 3]
    assert [hit.score for hit in hits] == pytest.approx([1, 0.5**0.5, -1], abs=1e-3)
    assert near(backend, unit(1), limit=1) == [2]


def test_seven_visible_among_five_thousand_are_all_found(backend: SearchBackend) -> None:
    secret = {17, 490, 1200, 2500, 2501, 4100, 4999}
    words = ["người", "lao", "động", "hợp", "đồng", "quyền"]
    backend.put(
        G,
        [
            entry(
                n,
                " ".join(words[(n + i) % 6] for i in range(6)) + (f" hiếm{n}" if n % 50 == 0 else ""),
                access=("agency-7",) if n in secret else ("all",),
            )
            for n in range(5000)
        ],
    )
    backend.set_vectors(G, [(n, unit(1, n / 5000)) for n in range(5000)])
    where = SearchFilter(frozenset({"agency-7"}), None)
    rare_elsewhere = "người lao động hiếm100 hiếm150 hiếm200"
    for limit, expected in ((7, 7), (3, 3), (100, 7)):
        hits = found(backend, rare_elsewhere, where, limit)
        assert len(hits) == expected
        assert set(hits) <= secret
        assert len(near(backend, unit(1), where, limit)) == expected
    assert near(backend, unit(1), where, 2) == [17, 490]
    backend.maintain(G)
    assert set(found(backend, rare_elsewhere, where, 100)) == secret


def test_generations_do_not_see_each_other(backend: SearchBackend) -> None:
    other = "contract-2"
    backend.create(other, DIMENSIONS)
    try:
        backend.create(other, DIMENSIONS)
        backend.put(other, [entry(1, "nghỉ phép")])
        backend.put(G, [entry(1, "tiền lương")])
        assert found(backend, "nghỉ phép") == []
    finally:
        backend.drop(other)
    backend.drop(other)
    assert found(backend, "tiền lương") == [1]


def test_a_passage_counts_by_the_nearest_of_its_vectors_and_is_found_once(backend: SearchBackend) -> None:
    backend.put(G, [entry(1, "một"), entry(2, "hai")])
    backend.set_vectors(G, [(1, unit(1, 1)), (1, unit(0, 1)), (2, unit(1)), (2, unit(-1))])
    assert [(h.passage_id, round(h.score, 2)) for h in backend.dense(G, unit(1), ALL, 5)] == [(2, 1.0), (1, 0.71)]
    assert [h.passage_id for h in backend.dense(G, unit(0, 1), ALL, 5)] == [1, 2]
    assert backend.status(G).with_vectors == 2


def test_new_vectors_of_a_passage_replace_all_of_its_old_ones(backend: SearchBackend) -> None:
    backend.put(G, [entry(1, "một")])
    backend.set_vectors(G, [(1, unit(1)), (1, unit(0, 1))])
    backend.set_vectors(G, [(1, unit(-1))])
    assert [round(h.score, 2) for h in backend.dense(G, unit(0, 1), ALL, 5)] == [0.0]
