"""The one password of all demo accounts: made at the demo's first start, kept beside the other secrets."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from congvu.common.errors import UnavailableError
from congvu.config.words import _

FILE = "demo-password"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another when typed from a screen
_GROUPS, _GROUP = 4, 4


def known(data_dir: Path) -> str:
    """The password, or "" where the demo was never loaded; raises UnavailableError if it cannot be read."""
    path = data_dir / FILE
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UnavailableError(
            _("The demo's password file {path} cannot be read: {error}").format(path=path, error=error),
            _("Run as the user who owns it, or delete it: a new password is made."),
        ) from error


def make(data_dir: Path) -> str:
    """The password, generated (79 bits, mode 0600) if there is none; two starts at once agree on one."""
    found = known(data_dir)
    if found:
        return found
    fresh = "-".join("".join(secrets.choice(_LETTERS) for _i in range(_GROUP)) for _g in range(_GROUPS))
    handle, name = tempfile.mkstemp(prefix=".demo-", dir=data_dir)  # mkstemp gives 0600
    draft, path = Path(name), data_dir / FILE
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(fresh + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, path)  # the first writer wins, and nobody reads half a file
    except FileExistsError:
        return known(data_dir) or _replace(path, fresh)
    finally:
        draft.unlink(missing_ok=True)
    return fresh


def _replace(path: Path, fresh: str) -> str:
    """An empty file is what a full disk leaves behind; it holds no password that anybody uses."""
    path.write_text(fresh + "\n", encoding="utf-8")
    return fresh
