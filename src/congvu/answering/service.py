"""Asking from outside of a browser: one question in, one finished answer out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.actions import ask
from congvu.answering.production import produce
from congvu.answering.queries import answer_for, answer_payload


def ask_once(user: User, text: str, on: dt.date | None = None) -> dict[str, Any]:
    """Ask in a conversation of its own and wait; the dict is that of ``queries.answer_payload``."""
    answer = ask(user, text, on=on)
    for _event in produce(answer.pk, pause=lambda _seconds: None):
        pass
    viewer = viewer_for(user)
    return answer_payload(answer_for(viewer, answer.pk), viewer)
