"""People, documents and signed-in browsers for the tests of the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django
import pytest
from django.test import Client

django.setup()  # this file may be read before pytest-django has set Django up

from congvu.accounts.models import User  # noqa: E402
from congvu.accounts.notice import accept  # noqa: E402
from congvu.answering.models import Answer, AnswerBlock, Citation, Conversation, Question  # noqa: E402
from congvu.answering.types import AnswerStatus  # noqa: E402
from congvu.common.clock import now, today  # noqa: E402
from congvu.common.hashing import sha256_hex  # noqa: E402
from congvu.corpus.models import Document  # noqa: E402
from tests.factories import People, make_document, make_people  # noqa: E402

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    """Stored bytes go to a folder of the test."""
    settings.CONGVU_FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]  # pytest-django's wrapper


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of somebody who has signed in and accepted the notice."""

    def signed_in(user: User) -> Client:
        accept(user)
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def law(people: People) -> Document:
    """A law that the whole province reads."""
    return make_document()


@pytest.fixture
def internal(people: People) -> Document:
    """A text for alice's agency only."""
    return make_document(
        "agency",
        agency=people.north,
        text="QUY CHẾ\n\nI. QUY ĐỊNH CHUNG\n\nCán bộ phải đăng ký lịch trực.\n",
        file_name="quy-che.txt",
        title="Quy chế trực của Sở Phía Bắc",
        number="",
        kind="quy-che",
        kind_name="Quy chế",
        issuer="Sở Phía Bắc",
        effective_from=None,
    )


@dataclass(frozen=True)
class Exchange:
    """A question of alice and its finished answer, which quotes the law."""

    conversation: Conversation
    question: Question
    answer: Answer
    citation: Citation


@pytest.fixture
def exchange(people: People, law: Document) -> Exchange:
    conversation = Conversation.objects.create(user=people.alice, title="Nghỉ hằng năm bao nhiêu ngày?")
    question = Question.objects.create(
        conversation=conversation, agency=people.north, text="Nghỉ hằng năm <b>bao nhiêu</b> ngày?", on=today()
    )
    answer = Answer.objects.create(question=question, status=AnswerStatus.ANSWERED, started_at=now(), finished_at=now())
    version = law.current
    assert version is not None
    passage = version.passages.filter(text__contains="khuyết tật").get()
    unit = version.units.get(anchor="d2-k1")
    quote = version.text[unit.start : unit.end].rstrip()
    citation = Citation.objects.create(
        answer=answer,
        n=1,
        version=version,
        passage=passage,
        unit=unit,
        start=unit.start,
        end=unit.start + len(quote),
        quote_hash=sha256_hex(quote),
    )
    for ordinal, (kind, text) in enumerate([("lead", "Theo khoản 1 Điều 2 Luật Ví dụ:"), ("quote", quote)]):
        block = AnswerBlock.objects.create(answer=answer, ordinal=ordinal, kind=kind, text=text)
        block.citations.add(citation)
    return Exchange(conversation, question, answer, citation)
