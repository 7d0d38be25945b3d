"""Language models that write: servers behind a gateway, and who gets a turn."""

from __future__ import annotations

from congvu.llm.chat.gateway import Gateway, gateway
from congvu.llm.chat.types import ChatError, ChatRequest, Fault, Message

__all__ = ["ChatError", "ChatRequest", "Fault", "Gateway", "Message", "gateway"]
