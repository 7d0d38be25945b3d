"""Storing a written answer sentence by sentence, so that it can be told while it comes and told again by anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace

from django.db import transaction

from congvu.answering import writing as written
from congvu.answering.events import Stage
from congvu.answering.keeping import finish, renewed, still_ours
from congvu.answering.making import Ground, Made
from congvu.answering.models import Answer
from congvu.answering.stopping import WANTED
from congvu.answering.store import forget_draft, save_blocks, save_draft, save_evidence
from congvu.answering.types import Block, Draft
from congvu.answering.writing import Writing
from congvu.common.clock import now
from congvu.llm.chat import Gateway


class _LostClaimError(Exception):
    """Another process makes this answer now."""


class WrittenOut:
    """The rows of one written answer under one claim, which is renewed with every row."""

    def __init__(self, answer: Answer, claim: dt.datetime) -> None:
        self.answer, self.claim = answer, claim
        self._quotes = 0
        self._blocks = 0

    def open(self, made: Made) -> None:
        """Evidence first."""
        with self._ours():
            save_evidence(self.answer, made.evidence)

    def add(self, blocks: tuple[Block, ...], writing: Writing) -> None:
        with self._ours():
            self._add(blocks, writing)

    def end(self, made: Made, writing: Writing, access_hash: str) -> None:
        """Notes and status; where nothing was written, the quotes in its place."""
        status = writing.status(made.draft.status)
        with self._ours():
            if writing.outcome.passed:
                notes = writing.notes(self.answer.question.on)
                self._add(notes, writing)
                draft = Draft(status, (), tuple(writing.quotes))
            else:
                draft = Draft(status, (*made.draft.blocks, writing.fallback_note()), made.draft.quotes)
                save_draft(self.answer, draft)
            finished = replace(
                made,
                draft=draft,
                versions={**made.versions, **writing.versions()},
                timings_ms={**made.timings_ms, **writing.timings_ms()},
            )
            finish(self.answer, finished, access_hash)

    def give_up(self) -> None:
        """Nobody reads any more: leave the answer to whoever asks next."""
        with transaction.atomic():
            if still_ours(self.answer, self.claim):
                forget_draft(self.answer.pk)
                Answer.objects.filter(pk=self.answer.pk).update(started_at=None)

    def _add(self, blocks: tuple[Block, ...], writing: Writing) -> None:
        quotes = writing.quotes[self._quotes :]
        if blocks or quotes:
            save_blocks(self.answer, blocks, quotes, after=self._blocks, quotes_after=self._quotes)
        self._blocks += len(blocks)
        self._quotes += len(quotes)

    @contextmanager
    def _ours(self) -> Iterator[None]:
        """A transaction that holds only while the claim does, and renews it."""
        moment = now()
        try:
            with transaction.atomic():
                if not renewed(self.answer, self.claim, moment):
                    raise _LostClaimError
                self.answer.started_at = moment
                yield
        except BaseException:
            self.answer.started_at = self.claim
            raise
        self.claim = moment


def write_out(
    answer: Answer, claim: dt.datetime, made: Made, ground: Ground, models: Gateway, access_hash: str
) -> Generator[Stage, None, bool]:
    """Make a written answer; whether it was stored. Closing this before its end stops the model and frees its turn."""
    out = WrittenOut(answer, claim)
    try:
        out.open(made)
        yield Stage.ROWS
        writing = written.begin(ground, str(answer.pk))
        yield from _sentences(out, writing, ground, models)
        out.end(made, writing, access_hash)
    except _LostClaimError:
        return False
    except GeneratorExit:
        out.give_up()
        raise
    return True


def _sentences(out: WrittenOut, writing: Writing, ground: Ground, models: Gateway) -> Generator[Stage, None, None]:
    question = out.answer.question
    ticket = models.admission.enter(str(question.conversation.user_id), str(question.agency_id or ""))
    with (
        ticket or nullcontext(),
        WANTED.watched(out.answer.pk) as unwanted,
        closing(written.write(writing, models, ticket, ground, stopped=unwanted)) as sentences,
    ):
        for sentence in sentences:
            if sentence is None:
                yield Stage.WAITING
                continue
            first = writing.outcome.passed == 1
            out.add((*(ground.notes if first else ()), writing.block(sentence)), writing)
            yield Stage.ROWS

