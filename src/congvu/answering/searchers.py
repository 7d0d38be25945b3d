"""Searching and composing in processes of their own, so that neither waits for the pages and streams of a web process.

All web processes hold one end of a pair of sockets, all search processes the other. A job is one message: whichever
search process is free takes the next one, in the order in which they came. With it goes the end of another pair, on
which the search process says that it has begun, and then what it made. Nobody but these processes can reach either.

Where a job fails, whoever asked makes the answer alone, and meets the fault, if it was one of the question's, there.
"""

from __future__ import annotations

import logging
import pickle  # between processes of ours alone, over sockets that only they have
import socket
import struct
import time
import uuid
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db import close_old_connections, connection
from django.utils import translation

from congvu.accounts.types import Viewer
from congvu.answering.making import Made, make
from congvu.answering.models import Question

log = logging.getLogger(__name__)

TICK_S = 0.5
"""While nothing comes, whoever asked gets control so often, and can see whether anybody still listens."""
BEGUN_WITHIN_S = 10.0
"""A job that no search process took by then is done by whoever asked: they may be dead, or have too much to do."""
DONE_WITHIN_S = 60.0

_LONGEST_JOB = 65_536
_BEGUN = b"+"
_LENGTH = struct.Struct("!Q")


@dataclass(frozen=True, slots=True)
class _Job:
    question_id: uuid.UUID
    viewer: Viewer
    language: str | None


def pair() -> tuple[socket.socket, socket.socket]:
    """The two ends, for those who ask and those who search; messages stay whole, and each goes to one reader."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


class Searchers:
    """The search processes, as a web process sees them."""

    def __init__(self, asking: socket.socket) -> None:
        asking.setblocking(False)  # who finds it full searches alone
        self._asking = asking

    def ask(self, question: Question, viewer: Viewer) -> Generator[None, None, Made | None]:
        """What one of them makes of a question; None as its value where none does. Yields whenever TICK_S passed.

        Closing the iterator takes the question back, if it was not begun.
        """
        mine, theirs = socket.socketpair()
        with mine:
            with theirs:
                job = pickle.dumps(_Job(question.pk, viewer, translation.get_language()))
                try:
                    socket.send_fds(self._asking, [job], [theirs.fileno()])
                except OSError:  # as many wait as the kernel keeps
                    log.warning("no search process takes question %s", question.pk)
                    return None
            try:
                begun = yield from _read(mine, len(_BEGUN), BEGUN_WITHIN_S)
                length = (yield from _read(mine, _LENGTH.size, DONE_WITHIN_S)) if begun else b""
                made = (yield from _read(mine, _LENGTH.unpack(length)[0], DONE_WITHIN_S)) if length else b""
            except OSError:
                made = b""
        if not made:
            log.warning("the search process gave nothing for question %s", question.pk)
            return None
        found: Made = pickle.loads(made)  # noqa: S301  # of our own process
        return found


def _read(source: socket.socket, size: int, within_s: float) -> Generator[None, None, bytes]:
    """So many bytes; none where the other end was closed before, or time is up."""
    source.settimeout(TICK_S)
    found, until = bytearray(), time.monotonic() + within_s
    while len(found) < size:
        try:
            part = source.recv(size - len(found))
        except TimeoutError:
            if time.monotonic() > until:
                return b""
            yield None
            continue
        if not part:
            return b""
        found += part
    return bytes(found)


def serve(searching: socket.socket, watched: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
    """Do one job after the other until nobody is left who could ask; each inside of what ``watched`` makes."""
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(searching, _LONGEST_JOB, 1)
        if not message:
            return
        for descriptor in descriptors:
            with socket.socket(fileno=descriptor) as asker, watched():
                _serve_one(asker, message)


def _serve_one(asker: socket.socket, message: bytes) -> None:
    try:
        if _has_gone(asker):
            return
        asker.settimeout(DONE_WITHIN_S)
        asker.sendall(_BEGUN)
        made = pickle.dumps(_made(pickle.loads(message)), pickle.HIGHEST_PROTOCOL)  # noqa: S301  # of our own process
        asker.sendall(_LENGTH.pack(len(made)) + made)
    except OSError:
        log.info("nobody waits for the search any more")
    except Exception:
        log.exception("a search failed; whoever asked searches again")
        if not connection.in_atomic_block:
            connection.close()


def _made(job: _Job) -> Made:
    if not connection.in_atomic_block:  # a caller's transaction is the caller's to keep
        close_old_connections()
    with translation.override(job.language):
        question = Question.objects.select_related("conversation").get(pk=job.question_id)
        return make(question, job.viewer)


def _has_gone(asker: socket.socket) -> bool:
    try:
        return asker.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False


_own: list[Searchers] = []


def use(asking: socket.socket) -> None:
    """Have the questions of this process searched by the processes behind this socket, from now on."""
    _own[:] = [Searchers(asking)]


def searchers() -> Searchers | None:
    """Those of this process, where it has any."""
    return _own[0] if _own else None
