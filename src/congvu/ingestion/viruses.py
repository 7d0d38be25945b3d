"""Asking ClamAV's daemon about a file before anything reads it, where ``CONGVU_CLAMD`` names one (INSTREAM)."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from congvu.common.errors import UnavailableError

_CHUNK = 1 << 16
_SECONDS = 60.0
_LONGEST_ANSWER = 4096


def is_infected(path: Path) -> bool:
    """Whether the daemon knows something bad in a file; False where none is set up.

    Raises UnavailableError when it does not answer, or cannot judge the file: unjudged files wait.
    """
    address = str(getattr(settings, "CONGVU_CLAMD", "") or "")
    if not address:
        return False
    try:
        with _connected(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
            answer = _answer(connection)
    except OSError as error:
        raise _unavailable() from error
    if answer.endswith(b"FOUND"):
        return True
    if not answer.endswith(b"OK"):
        raise _unavailable()
    return False


def _connected(address: str) -> socket.socket:
    """``unix:/path`` or ``host:port``."""
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_SECONDS)
        connection.connect(address.removeprefix("unix:"))
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)


def _answer(connection: socket.socket) -> bytes:
    received = b""
    while len(received) < _LONGEST_ANSWER and not received.endswith(b"\0"):
        piece = connection.recv(_LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0\n ")


def _unavailable() -> UnavailableError:
    return UnavailableError(
        _("The virus scanner does not answer."), _("Check CONGVU_CLAMD and that clamd runs; the files wait meanwhile.")
    )
