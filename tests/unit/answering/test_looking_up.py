from __future__ import annotations

from typing import Any

import pytest

from congvu.accounts.types import Viewer
from congvu.answering import approved
from congvu.common.clock import today
from congvu.index.types import SearchFilter
from congvu.retrieval.statistics import Rarity

VIEWER = Viewer(user_id=1, agency_ids=frozenset(), group_ids=frozenset(), agency_roles=frozenset())


def test_what_was_approved_is_looked_up_with_the_diacritics_that_a_question_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def nothing(_viewer: Viewer, _where: SearchFilter, text: str) -> tuple[dict[int, float], dict[int, Any]]:
        asked.append(text)
        return {}, {}

    monkeypatch.setattr(approved, "rarity", Rarity)  # of no library: how questions are worded decides
    where = SearchFilter(access=VIEWER.access, on=None, document_ids=(1,))
    monkeypatch.setattr(approved, "approved_for", lambda _viewer: where)
    monkeypatch.setattr(approved, "_likeliest", nothing)
    approved.look_up(VIEWER, "toi muon hoi nop ho so o dau", today())
    approved.may_be_meant(VIEWER, "toi muon hoi nop ho so o dau")
    assert asked == ["tôi muốn hỏi nộp hồ sơ ở đâu"] * 2
