"""Keeps the web and search processes, the worker and the database running, and stops them together."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from congvu.common.errors import CongVuError, InvalidInputError, UnavailableError
from congvu.config import parent
from congvu.config.engine import EngineHandle
from congvu.config.engine.sharing import open_lock, try_lock
from congvu.config.words import _

log = logging.getLogger("congvu.supervisor")

CHECK_SECONDS = 1.0
STEADY_SECONDS = 60.0  # a child that lived this long begins with a clean record
LONGEST_PAUSE_SECONDS = 30.0
STOP_SECONDS = 7.0  # for the children; the rest of ten is the database's
READY_SECONDS = 120.0


def listen(host: str, port: int) -> socket.socket:
    """The listening socket; InvalidInputError when the port is taken or the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise InvalidInputError(
            _("Cannot listen on {host}:{port}: {error}.").format(
                host=host, port=port, error=getattr(error, "strerror", None) or error
            ),
            _("Choose another port with --port."),
        ) from error
    listening.listen(128)
    return listening


def address(listening: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


@dataclass
class Child:
    """A process to keep running. ``failures`` counts ends in a row; ``due`` is when to start (monotonic)."""

    name: str
    argv: Sequence[str]
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    failures: int = 0
    due: float = 0.0

    def tend(self, lifeline: int, now: float) -> None:
        """Notice an end; start when due."""
        if self.process is not None and self.process.poll() is not None:
            self.failures = 1 if now - self.begun > STEADY_SECONDS else self.failures + 1
            pause = min(LONGEST_PAUSE_SECONDS, 0.25 * 2 ** (self.failures - 1))
            log.error("%s ended with status %s; again in %.1f s", self.name, self.process.returncode, pause)
            self.process, self.due = None, now + pause
        if self.process is None and now >= self.due:
            self.begun = now
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                pass_fds=(*self.descriptors, lifeline),
                env={**os.environ, parent.VARIABLE: str(lifeline)},
                start_new_session=True,  # Ctrl-C in the terminal reaches the supervisor alone
            )


class Supervisor:
    """Runs until SIGTERM or SIGINT; needs the main thread, whose signal handlers it takes over."""

    def __init__(self, handle: EngineHandle, children: Sequence[Child]) -> None:
        self._handle = handle
        self._children = children
        self._stopping = False
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        # Nobody writes to it: its closing tells the children that the supervisor is gone.
        self._lifeline_read, self._lifeline_write = os.pipe2(os.O_CLOEXEC)
        self._revive_due, self._revive_failures = 0.0, 0

    def run(self, on_turn: Callable[[], None] = lambda: None) -> None:
        """Keep everything running, calling ``on_turn`` about once a second; all is stopped on return."""
        previous = {
            number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)
        }
        previous[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        wakeup = signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        try:
            while not self._stopping:
                self._tend_database()
                for child in self._children:
                    child.tend(self._lifeline_read, time.monotonic())
                on_turn()
                self._sleep(CHECK_SECONDS)
        finally:
            self._stop_children()
            signal.set_wakeup_fd(wakeup)
            for number, handler in previous.items():
                signal.signal(number, handler)
            for descriptor in (self._wake_read, self._wake_write, self._lifeline_read, self._lifeline_write):
                os.close(descriptor)

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._stopping = True

    def _sleep(self, seconds: float) -> None:
        if select.select([self._wake_read], [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._wake_read, 4096)

    def _tend_database(self) -> None:
        now = time.monotonic()
        if now < self._revive_due:
            return
        try:
            if self._handle.revive():
                log.error("the database had ended; it runs again")
            self._revive_failures = 0
        except (CongVuError, OSError, subprocess.SubprocessError) as error:
            self._revive_failures += 1
            self._revive_due = now + min(LONGEST_PAUSE_SECONDS, 2.0**self._revive_failures)
            log.error("the database does not start again: %s", error)

    def _stop_children(self) -> None:
        living = [child.process for child in self._children if child.process is not None]
        for process in living:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in living:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def children(
    listening: socket.socket,
    *,
    webs: int,
    worker: bool,
    searching: tuple[socket.socket, socket.socket] | None = None,
    model_port: int = 0,
) -> tuple[Child, ...]:
    """The processes of a site: the web's, which share the socket, as many that search for them over the pair
    ``searching`` if there is one, unless told otherwise a worker, and a language model if it has a port.
    """
    numbers = range(1, webs + 1)
    asking = [end.fileno() for end in searching[:1]] if searching else []
    found = [_child(f"web {n}", "congvu.config.web_process", listening.fileno(), *asking) for n in numbers]
    if searching:
        found += [_child(f"search {n}", "congvu.config.search_process", searching[1].fileno()) for n in numbers]
    if worker:
        found.append(Child("worker", [sys.executable, "-m", "congvu.config.cli", "worker"]))
    if model_port:
        found.append(Child("model", [sys.executable, "-m", "congvu.config.model_process", str(model_port)]))
    return tuple(found)


def _child(name: str, module: str, *descriptors: int) -> Child:
    return Child(name, [sys.executable, "-m", module, *map(str, descriptors)], descriptors)


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str, timeout: float = 1.0) -> bool:
    """Whether the site answers, and without failing (its socket accepts long before it is up)."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout)
    try:
        connection.request("HEAD", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@dataclass(frozen=True)
class Serving:
    """A running ``congvu serve`` of a data folder."""

    pid: int
    url: str


@contextlib.contextmanager
def announced(folder: Path, url: str) -> Iterator[None]:
    """Tell other commands who serves this data folder; raises UnavailableError if somebody already does."""
    lock = open_lock(folder / "serve.lock")
    try:
        if not _lock_soon(lock):
            already = serving(folder)
            raise UnavailableError(
                _("Công Vụ already runs here{where}.").format(where=f" ({already.url})" if already else ""),
                _("Stop it with congvu stop."),
            )
        note = folder / "serve.json"
        note.write_text(json.dumps({"pid": os.getpid(), "url": url}), encoding="utf-8")
        try:
            yield
        finally:
            note.unlink(missing_ok=True)
    finally:
        os.close(lock)


def _lock_soon(lock: int) -> bool:
    """Take the lock; ``serving`` may hold it for a moment while it looks."""
    for _attempt in range(5):
        if try_lock(lock, fcntl.LOCK_EX):
            return True
        time.sleep(0.05)
    return False


def serving(folder: Path) -> Serving | None:
    """Who serves this data folder, or None. The lock proves it: a killed process's note does not count."""
    if not folder.is_dir():
        return None
    lock = open_lock(folder / "serve.lock")
    try:
        if try_lock(lock, fcntl.LOCK_SH):
            return None
        note = json.loads((folder / "serve.json").read_text(encoding="utf-8"))
        return Serving(int(note["pid"]), str(note["url"]))
    except (OSError, ValueError, KeyError):
        return None
    finally:
        os.close(lock)
