"""The port of all connectors: look what there is, hand it over one by one, be told what became of it.

A connector keeps no state of its own. What it hands over twice is taken in once; so it removes a thing from where it
lay only after ``taken`` was called, which happens when the thing is safely kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from congvu.common.errors import UnavailableError

Known = Callable[[str], bool]
"""Whether something with this marker (address and date, say) was taken in before."""


class ConnectorError(UnavailableError):
    """The source does not answer, or not as agreed; the next run tries again."""

    code = "source_unavailable"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One thing that lay at the source; content as bytes, or as the path of a file that stays until told.

    ``marker`` names this state of it at the source, "" where the source is told what was taken.
    """

    name: str
    content: bytes | Path
    taken: Callable[[], None] = lambda: None
    refused: Callable[[str], None] = lambda _why: None
    marker: str = ""


class Connector(Protocol):
    """One way to reach a source. Raises ConnectorError for what is the source's fault."""

    def fetch(self, known: Known) -> Iterator[Fetched]:
        """What lies there now and is complete, in a stable order."""

    def send(self, name: str, content: bytes) -> None:
        """Hand over a message of ours under a name that is its own; handing over twice is the same as once."""

    def close(self) -> None:
        """Let go of connections; nothing is asked of it afterwards."""
