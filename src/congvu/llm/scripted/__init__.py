"""A language model server without a language model: the same protocol, words by a script, faults on demand."""

from __future__ import annotations

from congvu.llm.scripted.server import Behaviour, ScriptedServer

__all__ = ["Behaviour", "ScriptedServer"]
