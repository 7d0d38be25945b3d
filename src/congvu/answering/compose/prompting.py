"""The question to a model, put together from the prompt file, the sources and the conversation.

Rules and worked examples come first and never change, so that a server keeps them from one question to the next; the
best source comes last, because a small model copies what stands nearest to where it writes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from congvu.answering.compose.fencing import fenced
from congvu.answering.compose.sources import Reading
from congvu.common.hashing import sha256_hex
from congvu.llm.chat import ChatRequest, Message

PROMPT = "written-3"
_LONGEST_QUESTION = 1000
_HEADING = re.compile(r"^Điều \d+[a-zđ]?\.[^\n]*\n(?=\S)")
_TURN = re.compile(r"^=== (user|assistant)\n", re.MULTILINE)


@lru_cache(maxsize=1)
def _text() -> str:
    return (files("congvu.answering.compose.prompts") / f"{PROMPT}.txt").read_text("utf-8").strip()


@lru_cache(maxsize=1)
def _beginning() -> tuple[Message, ...]:
    """The rules, then questions with the answers that are wanted; their tokens are never drawn for a source."""
    rules, *turns = _TURN.split(_text())
    examples = zip(turns[::2], turns[1::2], strict=True)
    return (Message("system", rules.strip()), *(Message(role, words.strip()) for role, words in examples))


def prompt_version() -> str:
    """The name of the prompt and a mark of its words."""
    return f"{PROMPT}/{sha256_hex(_text())[:8]}"


def request_for(
    question: str, sources: Sequence[Reading], on: dt.date, *, earlier: str = "", max_tokens: int = 400
) -> ChatRequest:
    """The messages: rules and examples, then what was asked before, the question, the day, and the sources last.

    ``sources`` are given best first.
    """
    before = f"TRƯỚC ĐÓ ĐÃ HỎI: {fenced(earlier)[:_LONGEST_QUESTION]}\n" if earlier else ""
    asked = fenced(question)[:_LONGEST_QUESTION]
    passages = "\n".join(_passage(source) for source in reversed(sources))
    user = f"{before}CÂU HỎI: {asked}\n(ngày áp dụng: {on:%d/%m/%Y})\n\nNGUỒN\n{passages}"
    return ChatRequest((*_beginning(), Message("user", user)), max_tokens)


def _passage(source: Reading) -> str:
    """A source as the model reads it: the heading of an article stands in its place only, for whoever is to copy a text
    copies its heading too.
    """
    return f"[{source.token}] «{_HEADING.sub('', source.text)}» ({source.place.replace(chr(10), ': ')})"
