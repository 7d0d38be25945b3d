"""A stand-in for ClamAV's daemon that knows one signature; speaks INSTREAM, for tests and trials."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIGNATURE = b"CONGVU-TEST-SIGNATURE"
"""Bytes that the stand-in takes for a virus."""


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            piece = self.rfile.read(1)
            if not piece:
                return
            command += piece
        if command != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while True:
            head = self.rfile.read(4)
            if len(head) < 4:
                return
            (size,) = struct.unpack("!I", head)
            if size == 0:
                break
            content += self.rfile.read(size)
        found = SIGNATURE in content
        self.wfile.write(b"stream: Test.Signature FOUND\0" if found else b"stream: OK\0")


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def running(socket_path: Path) -> Iterator[str]:
    """The stand-in on a socket of this path; gives the value for ``CONGVU_CLAMD``."""
    with _Server(str(socket_path), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"unix:{socket_path}"
        finally:
            server.shutdown()
            thread.join()
