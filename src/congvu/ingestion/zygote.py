"""The process that reading children are forked from (``python -m congvu.ingestion.zygote``).

It imports the parsers once and then only forks, so a file costs milliseconds to start, and no child ever saw
the program's database connections, secrets or other files. It has one thread and talks over one socket (file
descriptor 0). A request is one message of JSON with two file descriptors: one for the child's result, one on
which the zygote reports how the child ended. The zygote itself keeps the time and kills the child's whole
process group.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvu.ingestion.conf import Limits
from congvu.ingestion.types import ReadError, Reason

MAX_REQUEST = 65_536
_TICK = 0.05
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

Reader = Callable[[Path, str, Limits, Path], dict[str, Any]]


@dataclass(slots=True)
class _Child:
    pid: int
    status: int
    deadline: float
    timed_out: bool = False


def main(reader_name: str) -> None:
    """Serve until the other end of the socket closes, then take all children along."""
    module, _, function = reader_name.partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which then closes the socket
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    control = socket.socket(fileno=0)
    children: dict[int, _Child] = {}
    try:
        while True:
            wait = _TICK * 4 if children else None
            ready, _w, _x = select.select([control.fileno(), wake_read], [], [], wait)
            if wake_read in ready:
                os.read(wake_read, 4096)
            _reap(children)
            _kill_late(children)
            if control.fileno() in ready and not _accept(control, reader, children, (wake_read, wake_write)):
                return
    finally:
        for child in children.values():
            _kill(child.pid)


def _accept(control: socket.socket, reader: Reader, children: dict[int, _Child], own: tuple[int, int]) -> bool:
    """Take one request; False when the program has closed its end."""
    message, descriptors, _flags, _address = socket.recv_fds(control, MAX_REQUEST, 2)
    if not message:
        return False
    result, status = descriptors
    request = json.loads(message)
    limits = Limits(**request["limits"])
    pid = os.fork()
    if pid == 0:
        # From here on nothing returns: the child ends in _work, whatever happens.
        others = (child.status for child in children.values())
        _work(reader, request, limits, result, (control.fileno(), status, *own, *others))
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(pid, pid)
    os.close(result)
    children[pid] = _Child(pid, status, time.monotonic() + limits.wall_seconds)
    return True


def _reap(children: dict[int, _Child]) -> None:
    while children:
        pid, status, usage = os.wait4(-1, os.WNOHANG)
        if pid == 0:
            return
        child = children.pop(pid, None)
        if child is None:
            continue
        # What the child started must not outlive it.
        _kill(pid)
        report = {
            "exit": os.waitstatus_to_exitcode(status),
            "timed_out": child.timed_out,
            "peak_kib": usage.ru_maxrss,
        }
        with contextlib.suppress(OSError):
            os.write(child.status, json.dumps(report).encode())
        os.close(child.status)


def _kill_late(children: dict[int, _Child]) -> None:
    now = time.monotonic()
    for child in children.values():
        if now > child.deadline:
            child.timed_out = True
            _kill(child.pid)


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _work(reader: Reader, request: dict[str, Any], limits: Limits, result: int, foreign: tuple[int, ...]) -> None:
    """The child: limits on, read, write the result, gone; without the exit handlers of the parent's
    libraries.
    """
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.setpgid(0, 0)
        for descriptor in foreign:
            os.close(descriptor)
        # The control socket was descriptor 0; something harmless must stand there.
        os.open(os.devnull, os.O_RDONLY)
        # Libraries complain with pieces of the file, which must not get into a log.
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)
        os.close(silence)
        confine(limits)
        answer = json.dumps(_answer(reader, request, limits), ensure_ascii=False).encode("utf-8", "replace")
        if len(answer) > limits.result_bytes:
            answer = _failure(Reason.TOO_LARGE, "result too large")
        _write_all(result, answer)
        code = 0
    except MemoryError:
        with contextlib.suppress(BaseException):
            _write_all(result, _failure(Reason.OUT_OF_MEMORY, "no memory left"))
            code = 0
    finally:
        os._exit(code)


def _answer(reader: Reader, request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        read = reader(Path(request["path"]), request["file_name"], limits, Path(request["workdir"]))
    except ReadError as error:
        return {"reason": error.reason.value, "detail": error.detail}
    except MemoryError:
        return {"reason": Reason.OUT_OF_MEMORY.value, "detail": "no memory left"}
    except RecursionError:
        return {"reason": Reason.DAMAGED.value, "detail": "nested too deeply"}
    except Exception as error:  # whatever a parser stumbles over is the file's fault here; where, but not what
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        if "emory" in str(error)[:200]:
            return {"reason": Reason.OUT_OF_MEMORY.value, "detail": "no memory left"}
        return {"reason": Reason.CRASHED.value, "detail": f"{type(error).__name__} at {where}"}
    return {"read": read}


def _failure(reason: Reason, detail: str) -> bytes:
    return json.dumps({"reason": reason.value, "detail": detail}).encode()


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def confine(limits: Limits) -> None:
    """Limits of this process; programs that it starts may use more memory, up to the converter's limit."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _leave_the_network(libc)
    for kind, soft, hard in (
        (resource.RLIMIT_AS, limits.memory_bytes, limits.converter_memory_bytes),
        (resource.RLIMIT_DATA, limits.data_bytes, limits.converter_data_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 5),
        (resource.RLIMIT_FSIZE, limits.written_bytes, limits.written_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _soft, most = resource.getrlimit(kind)
        bounded = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(kind, (min(soft, bounded), bounded))


def _leave_the_network(libc: ctypes.CDLL) -> None:
    """An empty network of our own, where the system lets us; files are reached as before."""
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return
    # Mapped to root of its own small world, so that programs may be started in networks of theirs as well.
    for name, line in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
        with contextlib.suppress(OSError):
            Path("/proc/self", name).write_text(line)


if __name__ == "__main__":
    main(sys.argv[1])
