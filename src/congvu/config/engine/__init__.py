"""The PostgreSQL that the program starts and stops by itself; or the user's own server, named by
CONGVU_DATABASE_URL.

``ensure()`` makes sure that a server runs and holds it; ``EngineHandle.stop()`` lets go, and the last to let
go stops the server. Nothing here imports Django models.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from congvu.config import conf as configuration
from congvu.config.engine import layout as layouts
from congvu.config.engine import server, sharing
from congvu.config.engine.layout import Layout

__all__ = [
    "EngineHandle",
    "EngineStatus",
    "database_url",
    "ensure",
    "folders",
    "known_secrets",
    "prepare",
    "status",
    "stop",
]


@dataclass
class EngineHandle:
    """A hold on a running server.

    ``url`` is for the program, ``admin_url`` for the superuser ("" with the user's own server), ``started_s``
    the seconds that the start took.
    """

    url: str
    admin_url: str = ""
    started_s: float = 0.0
    _layout: Layout | None = None
    _share: sharing.Share | None = None
    _overrides: Mapping[str, str] = field(default_factory=dict)
    _pid: int = field(default_factory=os.getpid)

    def revive(self) -> bool:
        """Start the server again if it died; True when it had."""
        if self._layout is None or server.is_running(self._layout) is not None:
            return False
        with sharing.starting(self._layout.locks):
            server.start(self._layout, layouts.make_secrets(self._layout), self._overrides)
        return True

    def stop(self) -> bool:
        """Let go of the server; True when this was the last user and it was stopped. Repeatable."""
        share, self._share = self._share, None
        if share is None or self._layout is None or os.getpid() != self._pid:  # a forked child holds nothing
            return False
        with sharing.starting(self._layout.locks):
            try:
                return share.is_last() and server.stop(self._layout)
            finally:
                share.release()


@dataclass(frozen=True)
class EngineStatus:
    """What is known without starting it; ``pid`` is None when no server of ours runs."""

    own: bool
    pid: int | None
    answers: bool
    data_dir: str
    home: str
    account: str
    moved: bool


def folders(conf: configuration.Conf | None = None) -> Layout:
    """The folders of this installation."""
    return layouts.resolve((conf or configuration.load()).data_dir)


def prepare(conf: configuration.Conf | None = None) -> None:
    """Make the data folder and the secrets, without starting anything: settings can be read from then on."""
    layouts.make_secrets(folders(conf))


def known_secrets(conf: configuration.Conf) -> layouts.Secrets | None:
    """The generated secrets, or None before the first start."""
    return layouts.read_secrets(folders(conf))


def database_url(conf: configuration.Conf | None = None) -> str:
    """Address of the database, the user's own or the engine's; starts and writes nothing.

    Before the first ``prepare`` the password in it is empty.
    """
    conf = conf or configuration.load()
    if not conf.own_engine:
        return conf.database_url
    known = known_secrets(conf)
    return layouts.connection_url(folders(conf), known.database_password if known else "")


def ensure(
    conf: configuration.Conf | None = None, *, overrides: Mapping[str, str] | None = None
) -> EngineHandle:
    """Make sure a database server runs and hold it.

    ``overrides`` are settings of PostgreSQL for the tests. Raises UnavailableError, saying what to do.
    """
    conf = conf or configuration.load()
    if not conf.own_engine:
        return EngineHandle(conf.database_url)
    begun = time.monotonic()
    where = folders(conf)
    passwords = layouts.make_secrets(where)
    layouts.make_data_folder(where)
    with sharing.starting(where.locks):
        share = sharing.Share(where.locks)
        try:
            server.start(where, passwords, overrides)
        except BaseException:
            share.release()
            raise
    return EngineHandle(
        layouts.connection_url(where, passwords.database_password),
        layouts.connection_url(where, passwords.admin_password, role=layouts.ADMIN),
        time.monotonic() - begun,
        where,
        share,
        overrides or {},
    )


def stop(conf: configuration.Conf | None = None) -> bool:
    """Stop the server whoever uses it; False when none ran or it is the user's own."""
    conf = conf or configuration.load()
    where = folders(conf)
    if not conf.own_engine or not where.locks.exists():
        return False
    with sharing.starting(where.locks):
        return server.stop(where)


def status(conf: configuration.Conf | None = None) -> EngineStatus:
    """State of the server; starts nothing."""
    conf = conf or configuration.load()
    if not conf.own_engine:
        return EngineStatus(False, None, False, str(conf.data_dir), "", "", False)
    where = folders(conf)
    pid = server.is_running(where)
    return EngineStatus(
        True,
        pid,
        pid is not None and server.accepts(where),
        str(where.data),
        str(where.home),
        where.account.name if where.account else "",
        where.moved,
    )
