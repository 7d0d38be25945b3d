"""A whole site for the browser tests: its own data folder, database, web process and worker."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from congvu.config import supervisor

ROOT = Path(__file__).resolve().parents[2]


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Return once ``condition`` holds."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, "waited in vain"
        time.sleep(0.1)


class Site:
    """``congvu serve`` over the seeded demo. ``url`` has no slash at its end and stays the same over restarts.

    Another program may fill the data folder (``seed``), and ``more`` may add to the environment once the address is
    known; without ``demo`` it is a site like any other.
    """

    def __init__(
        self,
        *,
        seed: str = "tests.e2e.seed",
        demo: bool = True,
        more: Callable[[Site], Mapping[str, str]] | None = None,
    ) -> None:
        self.data_dir = Path(tempfile.mkdtemp(prefix="cve-"))
        self.data_dir.chmod(0o711)  # the database runs as another user below it
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CONGVU_", "DJANGO_"))}
        self._environment = {
            **kept,
            "CONGVU_DATA_DIR": str(self.data_dir),
            **({"CONGVU_DEMO": "1"} if demo else {}),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }
        self._process: subprocess.Popen[bytes] | None = None
        subprocess.run([sys.executable, "-m", seed], env=self._environment, check=True, timeout=120)
        with supervisor.listen("127.0.0.1", 0) as listening:
            self.url = supervisor.address(listening).rstrip("/")
        self._environment |= more(self) if more else {}
        self.start()

    @property
    def password(self) -> str:
        """The one password of the demo's accounts."""
        return (self.data_dir / "demo-password").read_text(encoding="utf-8").strip()

    def start(self) -> None:
        """Serve, and return when the site answers."""
        port = self.url.rpartition(":")[2]
        with (self.data_dir / "e2e.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "congvu.config.cli", "serve", "--port", port],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        wait_until(lambda: supervisor.answers(self.url))

    def kill(self) -> None:
        """End web, worker and supervisor without a warning, as a power cut would."""
        assert self._process is not None
        for pid in [self._process.pid, *self._children()]:
            os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def told(self, module: str, *given: str) -> Any:
        """The JSON that a program prints which runs with the environment of this site."""
        command = [sys.executable, "-m", module, *given]
        run = subprocess.run(command, env=self._environment, check=True, timeout=60, capture_output=True)
        return json.loads(run.stdout)

    def close(self) -> None:
        """Stop in order and delete the data; the log of a site that complained is printed, for a failed test."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
        print((self.data_dir / "e2e.log").read_text(encoding="utf-8"))
        shutil.rmtree(self.data_dir, ignore_errors=True)

    def _children(self) -> list[int]:
        assert self._process is not None
        found = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text(encoding="ascii")
        named = [pid for pid in map(int, found.split()) if b"congvu.config" in _command_line(pid)]
        assert len(named) > 1, "web processes and worker"
        return named


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
