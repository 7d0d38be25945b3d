"""Reading files in killable children: the program's side of ``zygote``."""

from __future__ import annotations

import atexit
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from congvu.common.errors import UnavailableError
from congvu.ingestion.conf import Limits
from congvu.ingestion.types import PAGES_FOLDER, ReadError, Reason

READER = "congvu.ingestion.reading:read_file"
UNPACKER = "congvu.ingestion.unpacking:unpack_file"
_GRACE = 15.0
_WORKDIR = "congvu-read-"
_CHUNK = 1 << 20
_PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "TZ")


class Sandbox:
    """One zygote, started at the first file and again should it die. Safe to use from several threads."""

    def __init__(self, limits: Limits | None = None, reader: str = READER) -> None:
        self.limits = limits or Limits()
        self._reader = reader
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.peak_kib = 0
        """The most resident memory of one process so far, in KiB: of a child, or of a program that it waited for."""

    def read(self, path: Path, file_name: str, pages: Path | None = None) -> dict[str, Any]:
        """What the reader made of a file (see ``reading.read_file``).

        A scan that takes longer than one reading may is read in several; each recognised page is kept in the folder
        ``pages``, so that another call, also after a crash, goes on from there. Raises ReadError with the reason;
        UnavailableError when no child can be started, which is not the file's fault and worth another try.
        """
        done = -1
        while True:
            answer = self._read_once(path, file_name, pages)
            if "unfinished" not in answer:
                return answer
            before, done = done, answer["unfinished"][0]
            if pages is None or done <= before:
                raise ReadError(Reason.TIMEOUT, f"stopped at page {done} of {answer['unfinished'][1]}")

    def _read_once(self, path: Path, file_name: str, pages: Path | None) -> dict[str, Any]:
        _clear_leftovers()
        with tempfile.TemporaryDirectory(prefix=f"{_WORKDIR}{os.getpid()}-") as workdir:
            if pages is not None:
                pages.mkdir(parents=True, exist_ok=True)
                Path(workdir, PAGES_FOLDER).symlink_to(pages)
            result, status = self._start(path, file_name, workdir)
            try:
                answer = self._receive(result)
                report = json.loads(self._receive(status) or b"{}")
            finally:
                os.close(result)
                os.close(status)
        self.peak_kib = max(self.peak_kib, report.get("peak_kib", 0))
        return _judge(answer, report)

    def close(self) -> None:
        """End the zygote and every child of it."""
        with self._lock:
            self._close()

    def _start(self, path: Path, file_name: str, workdir: str) -> tuple[int, int]:
        request = json.dumps(
            {
                "path": str(path),
                "file_name": file_name,
                "workdir": workdir,
                "limits": self.limits.as_json(),
            }
        ).encode()
        result_read, result_write = os.pipe()
        status_read, status_write = os.pipe()
        try:
            with self._lock:
                for last_try in (False, True):
                    control = self._connected()
                    try:
                        socket.send_fds(control, [request], [result_write, status_write])
                        break
                    except OSError as error:
                        self._close()
                        if last_try:
                            raise UnavailableError(
                                _("The reading process does not start."), _("Try again in a moment.")
                            ) from error
        except BaseException:
            os.close(result_read)
            os.close(status_read)
            raise
        finally:
            os.close(result_write)
            os.close(status_write)
        return result_read, status_read

    def _connected(self) -> socket.socket:
        if self._control is not None and self._process is not None and self._process.poll() is None:
            return self._control
        self._close()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "congvu.ingestion.zygote", self._reader],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                cwd="/",
                start_new_session=True,
            )
        self._control = ours
        return ours

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
            self._process = None

    def _receive(self, descriptor: int) -> bytes:
        """Everything up to the end; the zygote ends a child that is late, the deadline here only guards the
        zygote.
        """
        deadline = time.monotonic() + self.limits.wall_seconds + _GRACE
        chunks: list[bytes] = []
        size = 0
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                self.close()
                raise ReadError(Reason.TIMEOUT, "no answer from the reading process")
            chunk = os.read(descriptor, _CHUNK)
            if not chunk:
                return b"".join(chunks)
            size += len(chunk)
            if size > self.limits.result_bytes:
                raise ReadError(Reason.TOO_LARGE, "result too large")
            chunks.append(chunk)


@cache
def _clear_leftovers() -> None:
    """Remove, once per process, working folders of killed programs: nothing of a file outlives its reading."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_WORKDIR}*-*"):
        owner = folder.name.removeprefix(_WORKDIR).partition("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _judge(answer: bytes, report: dict[str, Any]) -> dict[str, Any]:
    if report.get("timed_out"):
        raise ReadError(Reason.TIMEOUT, "stopped by the clock")
    code = report.get("exit")
    if code == 0 and answer:
        found: dict[str, Any] = json.loads(answer)
        if "read" in found:
            read: dict[str, Any] = found["read"]
            return read
        raise ReadError(Reason(found["reason"]), found["detail"])
    if code == -signal.SIGXCPU:
        raise ReadError(Reason.TIMEOUT, "processor time used up")
    if code == -signal.SIGXFSZ:
        raise ReadError(Reason.DECOMPRESSION_BOMB, "wrote too much")
    if code is None:
        raise UnavailableError(_("The reading process ended."), _("Try again in a moment."))
    # SIGKILL that was not ours is the kernel's: no memory left on the machine.
    reason = Reason.OUT_OF_MEMORY if code == -signal.SIGKILL else Reason.CRASHED
    raise ReadError(reason, f"the reading process ended with {code}")


@cache
def sandbox() -> Sandbox:
    """The sandbox of this process."""
    shared = Sandbox()
    atexit.register(shared.close)
    return shared
