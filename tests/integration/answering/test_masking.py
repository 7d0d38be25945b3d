"""Who sees personal identifiers in an answer: the document's agency; others see dots of the same length."""

from __future__ import annotations

import pytest

from congvu.accounts.models import User
from congvu.answering.service import ask_once
from tests.integration.answering.conftest import DISABLED, LEAVE_LAW, Supply

pytestmark = pytest.mark.django_db

IDENTITY, PHONE = "010190001234", "0912345678"
TEXT = LEAVE_LAW.replace("như sau:\n", f"liên hệ bà Lan, CCCD số {IDENTITY}, điện thoại {PHONE}, như sau:\n")


def shown(user: User) -> str:
    found = ask_once(user, DISABLED)
    return "\n".join([*(b["text"] for b in found["blocks"]), *(c["quote"] for c in found["citations"])])


def test_identifiers_are_masked_for_other_agencies_only(supply: Supply, alice: User, charlie: User) -> None:
    document = supply(TEXT)
    own, foreign = shown(alice), shown(charlie)
    assert IDENTITY in own
    assert PHONE in own
    assert "14 ngày" in foreign
    assert IDENTITY not in foreign
    assert PHONE not in foreign
    assert f"CCCD số {'•' * len(IDENTITY)}" in foreign
    assert document.current is not None
    assert IDENTITY in document.current.text
