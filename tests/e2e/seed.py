"""Fills the data folder of the browser tests: the demo, with one code instead of six, because loading takes time.

Run as a program (``python -m tests.e2e.seed``) with the environment of the site to be.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from congvu.config import boot, database

KEPT = "bo-luat-lao-dong-2019.txt"


def main() -> int:
    """Migrate and load; exit status 1 if a document of the demo could not be read."""
    database.migrate(boot.database())
    from congvu.config.demo import corpus, loader

    everything = corpus.supplies

    def one_code_of_six() -> Iterator[tuple[corpus.Supply, list[tuple[str, bytes]]]]:
        for supply, files in everything():
            yield supply, [file for file in files if not file[0].startswith("bo-luat-") or file[0] == KEPT]

    corpus.supplies = one_code_of_six
    summary = loader.load_demo()
    for name, reason in summary.failed:
        print(f"{name}: {reason}", file=sys.stderr)
    return 1 if summary.failed else 0


if __name__ == "__main__":
    sys.exit(main())
