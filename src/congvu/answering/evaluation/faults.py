"""``congvu bench faults``: questions to the library while the language model fails in every way we know.

Everything is real but the model. The questions are asked in a transaction that is taken back, so that nothing of them
stays in the library.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.test.utils import override_settings

from congvu.accounts.models import User
from congvu.answering.actions import ask, produce
from congvu.answering.models import Answer, AnswerBlock
from congvu.answering.types import AnswerStatus
from congvu.llm.chat import gateway
from congvu.llm.scripted import Behaviour, ScriptedServer
from congvu.llm.scripted.scripts import quoting
from congvu.llm.scripted.server import FAULTS

_QUICK = {"CONGVU_LLM_FIRST_WORD_SECONDS": 0.3, "CONGVU_LLM_SECONDS": 0.6, "CONGVU_LLM_PER_PERSON": 4}
_NEEDS_CITATION = ("written", "quote")


@dataclass
class Tally:
    """Of the questions under one fault: how many were answered from sources, and what went wrong with them."""

    asked: int = 0
    with_sources: int = 0
    lost: int = 0
    unlabelled: int = 0
    uncited: int = 0
    seconds: float = 0.0
    statuses: dict[str, int] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "with_sources": self.with_sources,
            "lost": self.lost,
            "unlabelled": self.unlabelled,
            "uncited_sentences": self.uncited,
            "seconds": round(self.seconds, 1),
            "statuses": dict(sorted(self.statuses.items())),
        }


def run(
    user: User, texts: Sequence[str], progress: Callable[[int, int], None] = lambda _done, _total: None
) -> dict[str, dict[str, Any]]:
    """Ask every text under every fault; figures by fault."""
    results: dict[str, dict[str, Any]] = {}
    total, done = len(FAULTS) * len(texts), 0
    for fault in FAULTS:
        tally = Tally()
        with ScriptedServer(quoting, fault) as server, override_settings(CONGVU_LLM_URLS=(server.url,), **_QUICK):
            for text in texts:
                with transaction.atomic():
                    _ask(user, text, fault, tally)
                    transaction.set_rollback(True)
                done += 1
                progress(done, total)
            models = gateway()
            if models is not None:
                models.close()
        results[fault.value] = tally.data()
    return results


def _ask(user: User, text: str, fault: Behaviour, tally: Tally) -> None:
    begun = time.perf_counter()
    answer = ask(user, text)
    for _event in produce(answer.pk, pause=lambda _seconds: None):
        pass
    tally.seconds += time.perf_counter() - begun
    answer = Answer.objects.get(pk=answer.pk)
    tally.asked += 1
    tally.statuses[answer.status] = tally.statuses.get(answer.status, 0) + 1
    if answer.status in {AnswerStatus.PENDING, AnswerStatus.FAILED}:
        tally.lost += 1
    blocks = list(AnswerBlock.objects.filter(answer=answer).prefetch_related("citations"))
    tally.uncited += sum(block.kind in _NEEDS_CITATION and not block.citations.all() for block in blocks)
    if any(block.kind in _NEEDS_CITATION for block in blocks):
        tally.with_sources += 1
        whole = fault is Behaviour.WRONG_EVENTS and answer.status in {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL}
        told = {"model_fault", "refused_sentences"} & set(answer.versions)
        labelled = bool(told) and answer.status in {AnswerStatus.DEGRADED, AnswerStatus.PARTIAL}
        if not (whole or labelled or (told and fault is Behaviour.HUGE)):
            tally.unlabelled += 1
