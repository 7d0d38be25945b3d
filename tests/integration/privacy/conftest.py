"""People with conversations that are made as real ones are, and moved back in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import pytest

django.setup()  # this file may be read before pytest-django has set Django up

from congvu.accounts.models import User  # noqa: E402
from congvu.answering.actions import ask  # noqa: E402
from congvu.answering.models import Answer, AnswerBlock, Citation, Conversation, Question  # noqa: E402
from congvu.answering.types import AnswerStatus  # noqa: E402
from congvu.common.clock import now  # noqa: E402
from congvu.common.hashing import sha256_hex  # noqa: E402
from congvu.corpus.models import Document  # noqa: E402
from tests.factories import People, make_document, make_people, make_version  # noqa: E402

Asked = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    """Stored bytes go to a folder of the test."""
    settings.CONGVU_FILES_DIR = tmp_path / "files"


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def law(people: People) -> Document:
    return make_document()


@pytest.fixture
def asked(law: Document) -> Asked:
    """``asked(user, text, days=0, conversation=None)``: a question of so many days ago and its finished answer, which
    quotes the law.
    """

    def made(user: User, text: str, *, days: float = 0, conversation: Conversation | None = None) -> Answer:
        answer = ask(user, text, conversation=conversation)
        Question.objects.filter(pk=answer.question_id).update(asked_at=now() - dt.timedelta(days=days))
        Answer.objects.filter(pk=answer.pk).update(status=AnswerStatus.ANSWERED, finished_at=now())
        version = make_version(law)
        unit = version.units.get(anchor="d2-k1")
        citation = Citation.objects.create(
            answer=answer,
            n=1,
            version=version,
            passage=version.passages.filter(text__contains="khuyết tật").get(),
            unit=unit,
            start=unit.start,
            end=unit.end,
            quote_hash=sha256_hex(version.text[unit.start : unit.end]),
        )
        block = AnswerBlock.objects.create(answer=answer, ordinal=1, kind="lead", text=f"Về “{text}”:")
        block.citations.add(citation)
        answer.refresh_from_db()
        return answer

    return made
