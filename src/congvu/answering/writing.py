"""A written answer: a turn at the language model, its words through the checker, each sentence stored as it passes.

Nothing here touches the database while the model is at work: the caller stores what comes.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field

from django.conf import settings

from congvu.answering import wording
from congvu.answering.compose.extractive import force_note
from congvu.answering.compose.generative import VERSION, Outcome, Sentence, written
from congvu.answering.compose.prompting import prompt_version, request_for
from congvu.answering.compose.sources import Source, sources_of
from congvu.answering.making import Ground
from congvu.answering.types import AnswerStatus, Block, Quote
from congvu.llm.chat import ChatError, Fault, Gateway
from congvu.llm.chat.admission import WAIT_S, Ticket
from congvu.retrieval.statistics import rarity

# Faults that are nobody's failure: there was no room.
_BUSY = frozenset({Fault.OVERLOADED, Fault.BUDGET, Fault.BUSY})


@dataclass
class Writing:
    """One answer on its way: what was written so far, and how it ended."""

    sources: tuple[Source, ...]
    outcome: Outcome = field(default_factory=Outcome)
    quotes: list[Quote] = field(default_factory=list)
    used: list[Source] = field(default_factory=list)
    fault: Fault | None = None
    stopped: bool = False
    first_word_ms: float = 0.0
    total_ms: float = 0.0

    def block(self, sentence: Sentence) -> Block:
        """The block of a sentence that passed; its sources become citations as they are first used."""
        numbers = []
        for source in (s for token in sentence.tokens for s in self.sources if s.token == token):
            if all(source.token != used.token for used in self.used):
                self.used.append(source)
            for quote in source.quotes:
                if quote not in self.quotes:
                    self.quotes.append(quote)
            numbers.append(self.quotes.index(source.quotes[0]) + 1)
        return Block("written", sentence.text, tuple(dict.fromkeys(numbers)))

    def notes(self, on: dt.date) -> tuple[Block, ...]:
        """What has to be said below the sentences: the state of force of what they cite, and what is missing."""
        found = []
        for source in self.used:
            note = force_note(source.evidence, source.picked, on)
            if note:
                found.append(Block("note", note, (self.quotes.index(source.quotes[0]) + 1,)))
        if self.stopped:
            found.append(Block("note", wording.writing_stopped()))
        elif self.fault is not None:
            found.append(Block("note", wording.written_broken_off()))
        elif self.outcome.partial:
            found.append(Block("note", wording.written_partly()))
        return tuple(found)

    def fallback_note(self) -> Block:
        """Why the provisions are quoted instead, for an answer of which nothing was written."""
        if self.stopped:
            return Block("note", wording.writing_stopped())
        if self.fault is None:
            return Block("note", wording.nothing_written())
        return Block("note", wording.model_busy() if self.fault in _BUSY else wording.model_failed())

    def status(self, drafted: AnswerStatus) -> AnswerStatus:
        """The status of the answer; ``drafted`` is that of the quotes alone."""
        if not self.outcome.passed:
            return drafted if self.fault is None else AnswerStatus.DEGRADED
        whole = self.fault is None and not self.stopped and not self.outcome.partial
        return drafted if whole else AnswerStatus.PARTIAL

    def versions(self) -> dict[str, str]:
        """What could have changed the answer, and what became of the model's words."""
        told = {"prompt": prompt_version(), "model": str(settings.CONGVU_LLM_MODEL or "default")}
        if self.outcome.passed:
            told["composer"] = VERSION
        for name, count in (("refused", len(self.outcome.refused)), ("mended", self.outcome.mended)):
            if count:
                told[f"{name}_sentences"] = str(count)
        if self.fault is not None:
            told["model_fault"] = self.fault.value
        return told

    def timings_ms(self) -> dict[str, float]:
        return {"first_word": self.first_word_ms, "write": self.total_ms}


def begin(ground: Ground, seed: str) -> Writing:
    """A writing from what was found; ``seed`` draws the tokens of its sources."""
    most = int(settings.CONGVU_LLM_READS)
    sources = sources_of(ground.question, ground.retrieval, ground.trees, seed=seed, idf=rarity(), most_read=most)
    return Writing(sources)


def write(
    writing: Writing,
    models: Gateway,
    ticket: Ticket | None,
    ground: Ground,
    *,
    stopped: Callable[[], bool],
) -> Generator[Sentence | None, None, None]:
    """Sentences as they pass, None while nothing comes; faults end it and are told by ``writing.fault``.

    ``stopped`` is asked at every pause whether the person wants no more.
    """
    begun = time.perf_counter()
    try:
        if ticket is None or not writing.sources or models.all_down:
            writing.fault = Fault.OVERLOADED if ticket is None else Fault.DOWN
            return
        while not ticket.wait():
            if time.perf_counter() - begun > WAIT_S:
                writing.fault = Fault.OVERLOADED
                return
            if stopped():
                writing.stopped = True
                return
            yield None
        request = request_for(
            ground.question,
            writing.sources,
            ground.retrieval.query.on,
            earlier=ground.earlier,
            max_tokens=int(settings.CONGVU_LLM_MAX_TOKENS),
        )
        with closing(_timed(writing, models.stream(request), begun)) as words:
            for sentence in written(words, writing.sources, writing.outcome, ground.question):
                yield sentence
                if sentence is None and stopped():
                    writing.stopped = True
                    return
    except ChatError as error:
        writing.fault = error.fault
    finally:
        writing.total_ms = _ms(begun)


def _timed(
    writing: Writing, words: Generator[str | None, None, None], begun: float
) -> Generator[str | None, None, None]:
    with closing(words) as stream:
        for piece in stream:
            if piece is not None and not writing.first_word_ms:
                writing.first_word_ms = _ms(begun)
            yield piece


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 2)
