"""``python -m congvu.llm.scripted PORT FIRST TOTAL``: a scripted model as a process of its own, for measurements.

Its first sentence is complete after FIRST seconds, its answer after TOTAL, however long the words are.
"""

from __future__ import annotations

import signal
import sys

from congvu.llm.scripted.scripts import lengthy
from congvu.llm.scripted.server import ScriptedServer


def main() -> None:
    """Serve until SIGTERM."""
    port, first_s, total_s = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])

    def timing(text: str, start: int, end: int) -> float:
        """The first line evenly until FIRST, the others evenly until TOTAL."""
        line = text.find("\n") + 1 or len(text)
        if start < line:
            return first_s * min(end, line) / line
        return first_s + (total_s - first_s) * (end - line) / (len(text) - line)

    with ScriptedServer(lengthy, timing=timing, port=port):
        signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main()
