"""Two texts that speak of each other, stored in two transactions at the same time."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, transaction

from congvu.corpus.actions import ensure_source, set_visibility, store_document, withdraw_document
from congvu.corpus.models import Document, Relation
from congvu.corpus.types import StoreResult
from tests.factories import LAW, a_repeal, read_document

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "10/2012/QH13", "45/2019/QH14"
DAY = dt.date(2021, 1, 1)
WAIT_S = 30


def store(number: str, *repealed: str, text: str = "", then: Callable[[], object] = lambda: None) -> None:
    """A law of this number that ends others; ``then`` is called before its transaction ends."""

    def stored(_result: StoreResult) -> None:
        then()

    read = read_document(
        f"{LAW}\n{number}{text}", number=number, title=f"Luật {number}", issued_on=None, effective_from=DAY,
        relations=tuple(a_repeal(symbol, DAY) for symbol in repealed),
    )  # fmt: skip
    store_document(read, source=ensure_source("upload"), agency=None, visibility="province", actor=None, then=stored)


def store_old(then: Callable[[], object] = lambda: None) -> None:
    store(OLD, then=then)


def store_new(then: Callable[[], object] = lambda: None) -> None:
    store(NEW, OLD, then=then)


class Side:
    """A thread with a connection of its own; what it raised is raised again by ``end``."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work, self._pid = work, 0
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                [self._pid] = cursor.fetchone()
            self._work()
        except BaseException as error:
            self._error = error
        finally:
            connection.close()

    def ended_or_waits(self) -> bool:
        """Whether it is through, or stands before a lock."""
        if not self._thread.is_alive():
            return True
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = %s AND NOT granted", [self._pid])
            return bool(cursor.fetchone()[0])

    def end(self) -> None:
        self._thread.join(WAIT_S)
        assert not self._thread.is_alive()
        if self._error is not None:
            raise self._error


def while_first_is_open(first: Callable[[Callable[[], object]], None], second: Callable[[], object]) -> None:
    """Run ``second`` as far as it gets while the transaction of ``first`` has written all but not ended."""
    written, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        written.set()
        assert go_on.wait(WAIT_S)

    one = Side(lambda: first(hold))
    assert written.wait(WAIT_S)
    two = Side(second)
    pause = threading.Event()
    for _ in range(WAIT_S * 20):
        if two.ended_or_waits():
            break
        pause.wait(0.05)
    go_on.set()
    one.end()
    two.end()


@pytest.fixture(autouse=True)
def _source(transactional_db: None) -> None:
    ensure_source("upload")


def assert_ended() -> None:
    old = Document.objects.get(number=OLD)
    assert Relation.objects.get().target == old
    assert old.force_until == DAY


def test_a_repeal_stored_while_its_target_is_finds_it() -> None:
    while_first_is_open(store_old, store_new)
    assert_ended()


def test_a_target_stored_while_its_repeal_is_ends() -> None:
    while_first_is_open(store_new, store_old)
    assert_ended()


def test_both_begun_at_the_same_moment_find_each_other() -> None:
    for _ in range(5):
        together(store_old, store_new)
        assert_ended()
        Document.objects.update(current=None)
        Document.objects.all().delete()


def test_texts_that_end_each_other_do_not_wait_in_a_circle() -> None:
    for turn in range(8):
        together(partial(store, OLD, NEW, text=str(turn)), partial(store, NEW, OLD, text=str(turn)))
        assert set(Document.objects.values_list("force_until", flat=True)) == {DAY}


def test_a_target_stored_while_its_repeal_is_withdrawn_stays_in_force() -> None:
    store_new()

    def withdraw(then: Callable[[], object]) -> None:
        with transaction.atomic():
            withdraw_document(None, Document.objects.get(number=NEW))
            then()

    # The audit log holds the second one back as well, but only after it has worked out the force.
    while_first_is_open(withdraw, store_old)
    assert Document.objects.get(number=OLD).force_until is None


def test_a_target_stored_while_its_repeal_is_opened_to_all_ends() -> None:
    store_new()
    new = Document.objects.get(number=NEW)
    Document.objects.filter(pk=new.pk).update(visibility="agency", access=["a:1"], identity=f"a:1|{new.identity}")

    def publish(then: Callable[[], object]) -> None:
        with transaction.atomic():
            set_visibility(None, Document.objects.get(number=NEW), "province")
            then()

    while_first_is_open(publish, store_old)
    assert Document.objects.get(number=OLD).force_until == DAY


def together(*works: Callable[[], object]) -> None:
    barrier = threading.Barrier(len(works))

    def after_all(work: Callable[[], object]) -> None:
        barrier.wait(WAIT_S)
        work()

    sides = [Side(partial(after_all, work)) for work in works]
    for side in sides:
        side.end()
