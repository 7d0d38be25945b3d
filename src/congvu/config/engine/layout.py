"""Where the engine keeps its things, and the secrets that are made at the first start."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from congvu.common.errors import UnavailableError
from congvu.config.engine.account import Account, can_reach, engine_account
from congvu.config.words import _

FALLBACK_HOMES = Path("/var/lib/congvu")
PORT = 5432
LONGEST_SOCKET = 100  # bytes; the system allows 107
DATABASE = "congvu"
ROLE = "congvu"
ADMIN = "congvu_admin"


@dataclass(frozen=True)
class Layout:
    """Folders of one installation; ``home`` is the engine's own, ``account`` owns what is in it."""

    data: Path
    home: Path
    run: Path
    account: Account | None

    @property
    def pgdata(self) -> Path:
        """The cluster."""
        return self.home / "pgdata"

    @property
    def log(self) -> Path:
        """Logs of the database server."""
        return self.home / "log"

    @property
    def locks(self) -> Path:
        """Lock files; they belong to the caller, not to the engine's account."""
        return self.data / "engine"

    @property
    def secrets_file(self) -> Path:
        """Generated passwords and keys, readable by the owner only."""
        return self.data / "secrets.json"

    @property
    def moved(self) -> bool:
        """Whether the engine lives outside the data folder."""
        return self.home != self.data / "engine"


def resolve(data: Path) -> Layout:
    """The layout of a data folder; touches nothing. UnavailableError if root has no account to drop to."""
    data = data.absolute()
    account = engine_account()
    key = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    home = data / "engine"
    if not _reachable(account, data):
        home = FALLBACK_HOMES / key
    run = home / "run"
    if len(os.fsencode(run / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
        run = Path(tempfile.gettempdir()) / f"congvu-{key}"
    return Layout(data, home, run, account)


def _reachable(account: Account | None, data: Path) -> bool:
    # The data folder itself is ours to open for passage (0711); what counts is the way to it.
    return can_reach(account, data.parent)


@dataclass(frozen=True)
class Secrets:
    """What is generated at the first start and never shipped."""

    secret_key: str
    database_password: str
    admin_password: str


def read_secrets(layout: Layout) -> Secrets | None:
    """The secrets, or None before the first start; UnavailableError when the file is damaged or not ours."""
    try:
        return Secrets(**json.loads(layout.secrets_file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise UnavailableError(
            _("The secrets file {path} cannot be used: {error}").format(
                path=layout.secrets_file, error=error
            ),
            _("Run as the user who owns it, or put it back from a backup."),
        ) from error


def make_secrets(layout: Layout) -> Secrets:
    """The secrets, generated (mode 0600) if there are none; two first starts at once agree on one."""
    known = read_secrets(layout)
    if known is not None:
        return known
    if layout.pgdata.exists():
        raise UnavailableError(
            _("The secrets file {path} is gone, but there is a database.").format(path=layout.secrets_file),
            _("Put it back from a backup: the passwords of the database are in it."),
        )
    make_data_folder(layout)
    fresh = Secrets(secrets.token_urlsafe(64), secrets.token_urlsafe(32), secrets.token_urlsafe(32))
    # Written aside and linked into place: a reader never sees half a file, and the first writer wins.
    handle, name = tempfile.mkstemp(prefix=".secrets-", dir=layout.data)  # mkstemp gives 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(asdict(fresh), stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, layout.secrets_file)
    except FileExistsError:
        return make_secrets(layout)
    finally:
        draft.unlink()
    return fresh


def make_data_folder(layout: Layout) -> None:
    """Make the data folder: passable for the engine's account, readable by the owner only."""
    try:
        if not layout.data.exists():
            layout.data.mkdir(parents=True, mode=0o700)
        if layout.account is not None and not layout.moved:
            layout.data.chmod(layout.data.stat().st_mode | 0o111)
        for folder in (layout.data / "engine", layout.data / "log", layout.data / "files"):
            folder.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise UnavailableError(
            _("The data folder {path} cannot be made or written: {error}").format(
                path=layout.data, error=error.strerror or error
            ),
            _("Set CONGVU_DATA_DIR to a folder that you may write."),
        ) from error


def connection_url(layout: Layout, password: str, *, role: str = ROLE, database: str = DATABASE) -> str:
    """Address of the engine's database over its socket."""
    where = urlencode({"host": str(layout.run), "port": PORT})
    return f"postgresql://{role}:{quote(password, safe='')}@/{database}?{where}"
