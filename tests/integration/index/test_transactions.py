"""Entries in PostgreSQL belong to the transaction of their writer, and readers never wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from congvu.index.backends.postgres import PostgresBackend
from congvu.index.types import Entry, SearchFilter

pytestmark = pytest.mark.django_db(transaction=True)
G = "transactions"
ALL = SearchFilter(access=None, on=None)
BACKEND = PostgresBackend()


@pytest.fixture(autouse=True)
def _generation(transactional_db: None) -> Iterator[None]:
    BACKEND.create(G, 8)
    yield
    BACKEND.drop(G)


def entry(passage_id: int, body: str) -> Entry:
    return Entry(passage_id, 1, 1, ("all",), None, None, "", "", body)


def found(text: str) -> list[int]:
    return [hit.passage_id for hit in BACKEND.lexical(G, text, ALL, 50)]


def elsewhere(text: str, wait_s: float = 5) -> list[int] | None:
    """The search on a connection of its own; None if it had to wait."""
    result: list[list[int]] = []

    def search() -> None:
        try:
            result.append(found(text))
        finally:
            connection.close()

    thread = threading.Thread(target=search, daemon=True)
    thread.start()
    thread.join(wait_s)
    return result[0] if result else None


def test_what_is_written_is_found_inside_and_only_inside_until_it_is_committed() -> None:
    with transaction.atomic():
        BACKEND.put(G, [entry(1, "nghỉ phép")])
        assert found("nghỉ phép") == [1]
        assert elsewhere("nghỉ phép") == []
    assert elsewhere("nghỉ phép") == [1]


def test_a_rolled_back_change_never_was() -> None:
    BACKEND.put(G, [entry(1, "nghỉ phép")])
    before = BACKEND.lexical(G, "nghỉ phép", ALL, 5)
    with transaction.atomic():
        BACKEND.put(G, [entry(1, "tiền lương"), entry(2, "nghỉ phép")])
        BACKEND.delete_versions(G, [1])
        assert found("nghỉ phép") == []
        transaction.set_rollback(True)
    assert BACKEND.lexical(G, "nghỉ phép", ALL, 5) == before


def test_settings_of_a_search_end_with_it() -> None:
    def setting() -> tuple[str, ...]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('enable_seqscan'), current_setting('jit')")
            row: tuple[str, ...] = cursor.fetchone()
            return row

    BACKEND.put(G, [entry(1, "nghỉ phép")])
    with transaction.atomic():
        before = setting()
        found("nghỉ phép")
        assert setting() == before


def test_writers_side_by_side_lose_and_double_nothing() -> None:
    failures: list[Exception] = []

    def write(worker: int) -> None:
        try:
            for turn in range(5):
                order = range(40) if (worker + turn) % 2 else reversed(range(40))
                BACKEND.put(G, [entry(n, f"chung lượt{worker} số{n}") for n in order])
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert BACKEND.status(G).entries == 40
    assert found("chung") == list(range(40))


def test_remembered_frequencies_change_no_ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    from congvu.index.backends import statistics

    BACKEND.put(G, [entry(n, f"quyền và nghĩa vụ {'nghỉ phép' if n % 3 else ''} số{n}") for n in range(300)])
    counted = [(hit.passage_id, round(hit.score, 3)) for hit in BACKEND.lexical(G, "nghỉ phép số7", ALL, 20)]
    monkeypatch.setattr(statistics, "SMALL", 100)
    BACKEND.maintain(G)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*), max(frequency) FROM "idx_{G}_terms"')
        terms, most = cursor.fetchone()
    assert terms > 3
    assert most == 300
    remembered = [(hit.passage_id, round(hit.score, 3)) for hit in BACKEND.lexical(G, "nghỉ phép số7", ALL, 20)]
    assert remembered == counted


def test_a_graph_of_vectors_still_gives_every_visible_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    from congvu.index.backends import postgres

    monkeypatch.setattr(postgres, "APPROXIMATE_FROM", 500)
    rows = np.random.default_rng(7).normal(size=(1500, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    mine = {11, 700, 1499}
    BACKEND.put(G, [Entry(n, 1, 1, ("me",) if n in mine else ("all",), None, None, "", "", "x") for n in range(1500)])
    BACKEND.set_vectors(G, list(enumerate(rows)))
    BACKEND.maintain(G)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f'"idx_{G}_by_meaning"'])
        assert cursor.fetchone() == (True,)
    exact = [int(n) for n in np.argsort(-(rows @ rows[3]))[:10]]
    assert len(set(exact) & {hit.passage_id for hit in BACKEND.dense(G, rows[3], ALL, 10)}) >= 9
    hits = BACKEND.dense(G, rows[3], SearchFilter(frozenset({"me"}), None), 10)
    assert {hit.passage_id for hit in hits} == mine


@pytest.mark.parametrize("name", ["", "A", 'x"; DROP TABLE y', "a.b", "x" * 41, "-a"])
def test_only_plain_names_are_generations(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        BACKEND.create(name, 8)


@pytest.mark.parametrize("dimensions", [0, -1, 4001])
def test_dimensions_have_bounds(dimensions: int) -> None:
    with pytest.raises(ValueError, match="dimensions"):
        BACKEND.create("other", dimensions)
