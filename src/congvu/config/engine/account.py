"""Which account the database runs as, and what that account can reach.

PostgreSQL refuses to run as root. When the program itself is root, the engine drops to an account that
already exists; accounts are never created.
"""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from congvu.common.errors import UnavailableError
from congvu.config.words import _

PREFERRED = ("congvu", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An unprivileged account of this machine."""

    name: str
    uid: int
    gid: int


def engine_account() -> Account | None:
    """The account to drop to when this process is root; None when it is not and may run the engine."""
    if os.geteuid() != 0:
        return None
    for name in PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise UnavailableError(
        _("The database does not run as root, and this machine has none of the accounts {names}.").format(
            names=", ".join(PREFERRED)
        ),
        _("Run congvu as an ordinary user, or create an account named congvu."),
    )


def can_reach(account: Account | None, path: Path) -> bool:
    """Whether the account may read ``path`` and pass through every folder above it, by permission bits.

    Folders that do not exist yet count by their nearest existing parent. Access lists are not looked at:
    where they would open more, the engine merely lives in its fallback home.
    """
    if account is None:
        return True
    path = path.resolve()
    while not path.exists():
        path = path.parent
    if not _allows(account, path, stat.S_IROTH | stat.S_IXOTH if path.is_file() else stat.S_IXOTH):
        return False
    return all(_allows(account, parent, stat.S_IXOTH) for parent in path.parents)


def _allows(account: Account, path: Path, other_bits: int) -> bool:
    info = path.stat()
    if info.st_uid == account.uid:
        other_bits <<= 6
    elif info.st_gid == account.gid:
        other_bits <<= 3
    return info.st_mode & other_bits == other_bits


def own(account: Account | None, folder: Path, mode: int = 0o700) -> None:
    """Make ``folder`` if missing, with this mode, owned by the account."""
    folder.mkdir(parents=True, exist_ok=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(mode)


def run_as(
    account: Account | None, argv: Sequence[str | Path], *, stdin: str = "", timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run a program of the engine as the account, in C locale, with none of the caller's PG* variables."""
    return subprocess.run(
        [str(part) for part in argv],
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=timeout,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        cwd="/",
        umask=0o077,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
