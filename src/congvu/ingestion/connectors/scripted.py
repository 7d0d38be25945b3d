"""A connector that hands over what it was given: for tests of everything that uses the port."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from congvu.ingestion.connectors.base import ConnectorError, Fetched, Known


@dataclass(slots=True)
class ScriptedConnector:
    """``things`` are (name, content); ``broken`` makes it fail after that many. Taken things do not come again."""

    things: Sequence[tuple[str, bytes]]
    broken: int | None = None
    taken: list[str] = field(default_factory=list)
    sent: dict[str, bytes] = field(default_factory=dict)

    def fetch(self, known: Known) -> Iterator[Fetched]:
        for number, (name, content) in enumerate(self.things):
            if number == self.broken:
                raise ConnectorError("The source broke off.")
            if name not in self.taken and not known(name):
                yield Fetched(name, content, taken=lambda name=name: self.taken.append(name))  # type: ignore[misc]

    def send(self, name: str, content: bytes) -> None:
        self.sent[name] = content

    def close(self) -> None:
        """Nothing is held."""
