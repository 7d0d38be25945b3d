"""Approved questions that are offered beside the answer to one that may mean the same."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from congvu.accounts.notice import accept
from congvu.accounts.queries import viewer_for
from congvu.answering.approved import may_be_meant
from congvu.corpus.models import Document
from congvu.ingestion.actions import set_visibility
from congvu.knowledge import publishing
from tests.integration.knowledge.conftest import (
    QUESTION,
    Cast,
    Disliked,
    answered,
    approved,
    is_approved,
    submitted,
)

pytestmark = pytest.mark.django_db
NEAR = "Người làm ví dụ cao tuổi hằng năm được nghỉ phép ở đâu?"


def test_what_is_near_is_offered_and_never_given_as_the_answer(cast: Cast, law: Document, disliked: Disliked) -> None:
    viewer = viewer_for(cast.people.charlie)
    assert may_be_meant(viewer, NEAR) == []
    entry = approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    assert not is_approved(answered(cast.people.charlie, NEAR))
    assert may_be_meant(viewer, NEAR) == [QUESTION]
    assert may_be_meant(viewer, "Lệ phí cấp giấy phép xây dựng?") == []
    publishing.withdraw(entry, cast.reviewer, "sai")
    assert may_be_meant(viewer, NEAR) == []


def test_a_repeat_in_other_words_gets_the_approved_answer_and_a_near_miss_does_not(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    """With the reader of pairs that ships."""
    approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    asked = "Cho em hỏi người làm ví dụ cao tuổi nghỉ hằng năm được bao nhiêu ngày ạ?"
    assert is_approved(answered(cast.people.charlie, asked))
    for other in ("chưa thành niên được nghỉ hằng năm", "cao tuổi được nghỉ hằng tuần"):
        assert not is_approved(answered(cast.people.charlie, f"Người làm ví dụ {other} mấy ngày?"))


def test_what_the_viewer_may_not_read_is_not_offered(cast: Cast, law: Document, disliked: Disliked) -> None:
    law.agency = cast.people.north
    law.save(update_fields=["agency"])
    approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    set_visibility(None, law, "agency")
    assert may_be_meant(viewer_for(cast.people.bob), NEAR) == [QUESTION]
    assert may_be_meant(viewer_for(cast.people.charlie), NEAR) == []


def test_the_page_offers_it_for_a_click_but_not_beside_the_approved_answer_itself(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    browser = Client()
    accept(cast.people.charlie)
    browser.force_login(cast.people.charlie)
    near, itself = answered(cast.people.charlie, NEAR), answered(cast.people.charlie, QUESTION)
    page = browser.get(reverse("chat:answer", args=[near.pk])).content.decode()
    assert f'<input type="hidden" name="text" value="{QUESTION}">' in page
    assert "meant" not in browser.get(reverse("chat:answer", args=[itself.pk])).content.decode()
