"""The question to a model, put together from the prompt file, the sources and the conversation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from congvu.answering.compose.fencing import fenced
from congvu.answering.compose.sources import Reading
from congvu.common.hashing import sha256_hex
from congvu.llm.chat import ChatRequest, Message

PROMPT = "written-1"
_LONGEST_QUESTION = 1000


@lru_cache(maxsize=1)
def _rules() -> str:
    return (files("congvu.answering.compose.prompts") / f"{PROMPT}.txt").read_text("utf-8").strip()


def prompt_version() -> str:
    """The name of the prompt and a mark of its words."""
    return f"{PROMPT}/{sha256_hex(_rules())[:8]}"


def request_for(
    question: str, sources: Sequence[Reading], on: dt.date, *, earlier: str = "", max_tokens: int = 400
) -> ChatRequest:
    """The messages: rules, then sources, the day, what was asked before, and the question last."""
    passages = "\n".join(f"[{s.token}] {s.place.replace(chr(10), ': ')}\n«{s.text}»" for s in sources)
    before = f"\nTRƯỚC ĐÓ ĐÃ HỎI: {fenced(earlier)[:_LONGEST_QUESTION]}" if earlier else ""
    asked = fenced(question)[:_LONGEST_QUESTION]
    user = f"NGUỒN\n{passages}\n\nNGÀY ÁP DỤNG: {on:%d/%m/%Y}{before}\nCÂU HỎI: {asked}"
    rules = _rules().format(example=sources[0].token)
    return ChatRequest((Message("system", rules), Message("user", user)), max_tokens)
