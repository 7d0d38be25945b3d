"""``congvu bench faults``: questions to the library while the language model fails in every way we know.

Everything is real but the model. Several processes ask, each answer is stored as people's are, and the questions are
deleted again; only the audit log, which has nothing of their words, shows that they were there.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from typing import Any

from django.db import transaction
from django.test.utils import override_settings

from congvu.accounts.models import User
from congvu.answering import wording
from congvu.answering.actions import ask, produce
from congvu.answering.events import DoneEvent
from congvu.answering.forgetting import forget_questions
from congvu.answering.models import Answer, AnswerBlock
from congvu.answering.types import AnswerStatus
from congvu.llm.chat.gateway import forget_servers
from congvu.llm.scripted import Behaviour, ScriptedServer
from congvu.llm.scripted.scripts import quoting
from congvu.llm.scripted.server import FAULTS

_QUICK = {"CONGVU_LLM_FIRST_WORD_SECONDS": 0.3, "CONGVU_LLM_SECONDS": 0.6, "CONGVU_LLM_PER_PERSON": 0}
_SOURCED = ("written", "quote")
_AT_ONCE = 10  # questions of a task


@dataclass
class Tally:
    """Of the questions under one fault: how many met it, were answered from sources, and what went wrong with them.

    ``lost`` have no finished answer, ``unlabelled`` no note that says what is missing, ``uncited`` are sentences.
    """

    asked: int = 0
    met: int = 0
    with_sources: int = 0
    lost: int = 0
    unlabelled: int = 0
    uncited: int = 0
    seconds: float = 0.0
    statuses: dict[str, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Take in what was counted elsewhere."""
        for name in ("asked", "met", "with_sources", "lost", "unlabelled", "uncited", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.statuses = dict(Counter(self.statuses) + Counter(other.statuses))

    def data(self) -> dict[str, Any]:
        return {**asdict(self), "seconds": round(self.seconds, 1), "statuses": dict(sorted(self.statuses.items()))}


def run(
    user: User,
    texts: Sequence[str],
    progress: Callable[[int, int], None],
    *,
    processes: int,
    begin: Callable[[], object],
) -> dict[str, dict[str, Any]]:
    """Ask every text under every fault, in so many processes that ``begin`` brings up; figures by fault."""
    tallies = {fault: Tally() for fault in FAULTS}
    parts = [texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE)]
    done = 0
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=begin) as pool:
        tasks = {pool.submit(ask_all, user.pk, part, fault): fault for part in parts for fault in FAULTS}
        for task in as_completed(tasks):
            tallies[tasks[task]].add(task.result())
            done += task.result().asked
            progress(done, len(FAULTS) * len(texts))
    return {fault.value: tally.data() for fault, tally in tallies.items()}


def ask_all(user_id: int, texts: Sequence[str], fault: Behaviour) -> Tally:
    """Ask these under one fault. Each meets servers that nothing is known of: no breaker spares them the fault."""
    user, tally = User.objects.get(pk=user_id), Tally()
    with ScriptedServer(quoting, fault) as server, _configured(server):
        for text in texts:
            tried = server.tried
            _ask(user, text, fault, tally)
            tally.met += server.tried > tried
            forget_servers()
    return tally


def _configured(server: ScriptedServer) -> AbstractContextManager[object]:
    configured: AbstractContextManager[object] = override_settings(CONGVU_LLM_URLS=(server.url,), **_QUICK)
    return configured


def _ask(user: User, text: str, fault: Behaviour, tally: Tally) -> None:
    begun = time.perf_counter()
    asked = ask(user, text)
    events = list(produce(asked.pk, pause=lambda _seconds: None))
    tally.seconds += time.perf_counter() - begun
    answer = Answer.objects.get(pk=asked.pk)
    tally.asked += 1
    tally.statuses[answer.status] = tally.statuses.get(answer.status, 0) + 1
    finished = answer.status not in {AnswerStatus.PENDING, AnswerStatus.FAILED}
    tally.lost += not (finished and isinstance(events[-1], DoneEvent))
    blocks = list(AnswerBlock.objects.filter(answer=answer).prefetch_related("citations"))
    sourced = [block for block in blocks if block.kind in _SOURCED]
    tally.uncited += sum(not block.citations.all() for block in sourced)
    tally.with_sources += bool(sourced)
    tally.unlabelled += bool(sourced) and not (_labelled(blocks) or _whole(fault, blocks))
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        forget_questions([answer.question_id])


def _labelled(blocks: Sequence[AnswerBlock]) -> bool:
    """Whether a note tells people that the model failed, was busy, broke off, or that something was left out."""
    notes = {
        wording.model_failed(), wording.model_busy(), wording.nothing_written(),
        wording.written_broken_off(), wording.written_partly(),
    }  # fmt: skip
    return any(block.kind == "note" and block.text in notes for block in blocks)


def _whole(fault: Behaviour, blocks: Sequence[AnswerBlock]) -> bool:
    """Foreign events between the words are passed over: there, nothing may be missing at all."""
    return fault is Behaviour.WRONG_EVENTS and any(block.kind == "written" for block in blocks)
