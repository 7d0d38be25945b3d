"""A law that is searched, people who ask, experts and reviewers of two fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import pytest
from django.utils import translation

django.setup()  # this file may be read before pytest-django has set Django up

from congvu.accounts.models import RoleGrant, User, WorkField  # noqa: E402
from congvu.accounts.types import Role  # noqa: E402
from congvu.answering.actions import ask, produce  # noqa: E402
from congvu.answering.models import Answer  # noqa: E402
from congvu.corpus.models import Document, Unit  # noqa: E402
from congvu.feedback.actions import rate  # noqa: E402
from congvu.index.actions import index_version  # noqa: E402
from congvu.knowledge import actions, correcting, reviewing  # noqa: E402
from congvu.knowledge.models import Case, Correction, KnowledgeEntry  # noqa: E402
from congvu.knowledge.opening import from_dislike  # noqa: E402
from tests.factories import People, make_document, make_people, make_user, make_version  # noqa: E402

QUESTION = "Người làm ví dụ cao tuổi được nghỉ hằng năm mấy ngày?"
PARAPHRASE = "Số ngày nghỉ hằng năm của người cao tuổi làm ví dụ là bao nhiêu?"
TEXT = "Người cao tuổi được nghỉ 14 ngày mỗi năm."
POINT = "d2-k1-b"


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.CONGVU_FILES_DIR = tmp_path / "files"
    settings.CONGVU_EMBEDDER = "fake"
    with translation.override("en"):
        yield


@dataclass(frozen=True)
class Cast:
    """Everybody of the tests, and who judges: ``expert`` and ``reviewer`` of one field, ``foreign`` of another."""

    people: People
    field: WorkField
    expert: User
    reviewer: User
    foreign: User


@pytest.fixture
def cast(db: None) -> Cast:
    people = make_people()
    field = WorkField.objects.get(code="lao-dong")
    other = WorkField.objects.create(code="dat-dai", name="Đất đai")
    reviewer, foreign = make_user("rosa", "Rosa", people.south), make_user("fred", "Fred", people.south)
    RoleGrant.objects.create(user=reviewer, role=Role.REVIEWER, field=field)
    for role in (Role.EXPERT, Role.REVIEWER):
        RoleGrant.objects.create(user=foreign, role=role, field=other)
    return Cast(people, field, people.dana, reviewer, foreign)


@pytest.fixture
def law(cast: Cast) -> Document:
    document = make_document()
    index_version(make_version(document))
    return document


def answered(user: User, text: str) -> Answer:
    """Ask, and wait for the answer."""
    answer = ask(user, text)
    list(produce(answer.pk, pause=lambda _seconds: None))
    answer.refresh_from_db()
    return answer


def is_approved(answer: Answer) -> bool:
    return "approved" in answer.versions


Disliked = Callable[..., Case]


@pytest.fixture
def disliked(cast: Cast, law: Document) -> Disliked:
    """``disliked(user=alice, text=QUESTION)``: the case of the field that a dislike makes."""

    def made(user: User | None = None, text: str = QUESTION) -> Case:
        answer = answered(user or cast.people.alice, text)
        rating = rate(user or cast.people.alice, answer, False, ["wrong"])
        case = from_dislike(rating)
        assert case is not None
        if case.field_id is None:
            case = actions.move(case, cast.expert, cast.field, None)
        return case

    return made


def unit_of(document: Document, anchor: str = POINT) -> Unit:
    return make_version(document).units.get(anchor=anchor)


def submitted(case: Case, expert: User, document: Document, *, text: str = TEXT, anchor: str = POINT) -> Correction:
    """Taken, written with one source, and handed in."""
    actions.claim(case, expert)
    draft = correcting.begin(case, expert)
    correcting.save_draft(draft, expert, QUESTION, [PARAPHRASE], text)
    correcting.add_source(draft, expert, unit_of(document, anchor))
    return correcting.submit(draft, expert)


def approved(correction: Correction, reviewer: User) -> KnowledgeEntry:
    reviewing.decide(correction, reviewer, "approved", seen=correction.hash)
    return KnowledgeEntry.objects.get(correction=correction)
