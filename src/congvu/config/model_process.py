"""The process of the local language model (``python -m congvu.config.model_process PORT``), kept by the supervisor."""

from __future__ import annotations

import logging
import sys

from congvu.config import parent

log = logging.getLogger("congvu.model")
_STEP = 100 * 1024 * 1024


def main() -> int:
    """Serve on the port of the command line, until the supervisor ends."""
    return parent.run(_serve)


def _serve() -> None:
    """Join the weights if that was not done yet, then serve."""
    from congvu.config import boot

    found = boot.settings("model")
    from congvu.llm.local.process import serve
    from congvu.llm.local.weights import ready

    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if done - told >= _STEP or done == total:
            told = done
            log.warning("weights of the language model: %d of %d MB", done // 1024**2, total // 1024**2)

    serve(ready(found.llm_local, found.data_dir / "models", progress), int(sys.argv[1]), min(found.llm_slots, 4))


if __name__ == "__main__":
    sys.exit(main())
