"""The process of the local language model (``python -m congvu.config.model_process PORT``), kept by the supervisor."""

from __future__ import annotations

import logging
import signal
import sys

from congvu.common.errors import CongVuError
from congvu.config import parent

log = logging.getLogger("congvu.model")
_STEP = 100 * 1024 * 1024


def main() -> int:
    """Join the weights if that was not done yet, then serve on the port of the command line."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    parent.follow()
    try:
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
    except CongVuError as error:
        print(f"congvu: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
