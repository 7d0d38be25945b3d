from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.actions import ask
from congvu.answering.models import Answer
from congvu.answering.types import AnswerStatus
from congvu.common import audit
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.models import AuditEvent
from congvu.feedback.actions import MAX_COMMENT, rate, unrate
from congvu.feedback.models import Rating
from congvu.feedback.queries import ratings_by_answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def alice(db: None) -> User:
    return User.objects.create_user("alice", full_name="Alice")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob", full_name="Bob")


@pytest.fixture
def answer(alice: User) -> Answer:
    made = ask(alice, "nghỉ hằng năm bao nhiêu ngày")
    made.status = AnswerStatus.ANSWERED
    made.save()
    return made


def rated_events() -> list[str]:
    return list(AuditEvent.objects.filter(action__startswith="answer.").values_list("action", flat=True))


def test_a_like_is_one_row_and_one_event(alice: User, answer: Answer) -> None:
    rating = rate(alice, answer, True)
    assert (rating.liked, rating.reasons, rating.comment) == (True, [], "")
    assert rated_events() == ["answer.rated"]


def test_pressing_again_changes_nothing_and_tells_nobody(alice: User, answer: Answer) -> None:
    first = rate(alice, answer, False, ["outdated", "wrong"], " chưa đúng\x00 ")
    assert rate(alice, answer, False, ["wrong", "outdated", "wrong"], "chưa đúng") == first
    assert Rating.objects.count() == 1
    assert rated_events() == ["answer.rated"]


def test_a_changed_mind_replaces_the_rating(alice: User, answer: Answer) -> None:
    rate(alice, answer, True)
    changed = rate(alice, answer, False, ["incomplete"], "thiếu khoản 2")
    assert Rating.objects.get() == changed
    assert (changed.liked, changed.reasons, changed.comment) == (False, ["incomplete"], "thiếu khoản 2")
    liked = rate(alice, answer, True)
    assert (liked.reasons, liked.comment) == ([], "")


def test_taking_back_works_once_and_is_harmless_twice(alice: User, answer: Answer) -> None:
    rate(alice, answer, True)
    unrate(alice, answer)
    unrate(alice, answer)
    assert not Rating.objects.exists()
    assert rated_events() == ["answer.rated", "answer.unrated"]


def test_the_comment_is_not_in_the_audit_log(alice: User, answer: Answer) -> None:
    rate(alice, answer, False, ["wrong"], "bí danh Sigma")
    assert "Sigma" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert AuditEvent.objects.get(action="answer.rated").detail["commented"] is True
    assert audit.verify().intact


def test_only_the_person_who_asked_may_rate(bob: User, answer: Answer) -> None:
    for act in (lambda: rate(bob, answer, True), lambda: unrate(bob, answer)):
        with pytest.raises(NotAllowedError):
            act()
    assert not Rating.objects.exists()


@pytest.mark.parametrize("status", [AnswerStatus.PENDING, AnswerStatus.FAILED])
def test_what_is_not_finished_or_failed_cannot_be_rated(alice: User, answer: Answer, status: AnswerStatus) -> None:
    Answer.objects.filter(pk=answer.pk).update(status=status)
    with pytest.raises(NotAllowedError):
        rate(alice, answer, True)


@pytest.mark.parametrize("status", [AnswerStatus.NO_EVIDENCE, AnswerStatus.OUT_OF_SCOPE, AnswerStatus.CLARIFY])
def test_finding_nothing_can_be_disliked(alice: User, answer: Answer, status: AnswerStatus) -> None:
    Answer.objects.filter(pk=answer.pk).update(status=status)
    assert rate(alice, answer, False, ["off_topic"]).liked is False


def test_an_account_that_is_off_cannot_rate(alice: User, answer: Answer) -> None:
    alice.is_active = False
    with pytest.raises(NotAllowedError):
        rate(alice, answer, True)


@pytest.mark.parametrize(
    ("liked", "reasons", "comment"),
    [(True, ["wrong"], ""), (False, ["because"], ""), (False, [], "a" * (MAX_COMMENT + 1))],
)
def test_what_cannot_be_counted_is_refused_with_a_hint(
    alice: User, answer: Answer, liked: bool, reasons: list[str], comment: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        rate(alice, answer, liked, reasons, comment)
    assert caught.value.hint
    assert not Rating.objects.exists()


def test_the_database_itself_refuses_reasons_on_a_like(alice: User, answer: Answer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(answer=answer, user=alice, liked=True, reasons=["wrong"])


def test_ratings_of_a_page_are_the_viewers_own(alice: User, bob: User, answer: Answer) -> None:
    rating = rate(alice, answer, True)
    assert ratings_by_answer(viewer_for(alice), [answer.pk]) == {answer.pk: rating}
    assert ratings_by_answer(viewer_for(bob), [answer.pk]) == {}


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_rating(alice: User, answer: Answer) -> None:
    barrier, outcomes = threading.Barrier(2), []

    def press() -> None:
        barrier.wait()
        try:
            outcomes.append(rate(alice, answer, True).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(outcomes) == 2
    assert len(set(outcomes)) == 1
    assert rated_events() == ["answer.rated"]
