"""One PostgreSQL server: make its cluster, start it, stop it, tell its state. Callers hold the start lock."""

from __future__ import annotations

import os
import re
import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from congvu.common.errors import UnavailableError
from congvu.config.engine.account import own, run_as
from congvu.config.engine.binaries import Binaries, usable_by
from congvu.config.engine.layout import ADMIN, DATABASE, PORT, ROLE, Layout, Secrets
from congvu.config.words import _

EXTENSIONS = ("vector",)
START_SECONDS = 300  # recovery after a crash may take a while
ORPHANS_SECONDS = 30  # how long backends of a killed server may take to notice and go

SETTINGS: Mapping[str, str] = {
    "port": str(PORT),
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "maintenance_work_mem": "128MB",
    "work_mem": "8MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_size": "1GB",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "client_min_messages": "warning",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_checkpoints": "off",
    "log_min_duration_statement": "2000",
    "log_parameter_max_length": "0",  # a slow statement is logged without what people typed
    "log_parameter_max_length_on_error": "0",
}


def is_running(layout: Layout) -> int | None:
    """Process id of the server of this layout, starting up or running; None when there is none."""
    pid = _written_pid(layout.pgdata / "postmaster.pid")
    if pid is None or not _is_postgres(pid):
        return None
    return pid


def accepts(layout: Layout) -> bool:
    """Whether the server answers on its socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        try:
            client.connect(str(layout.run / f".s.PGSQL.{PORT}"))
        except OSError:
            return False
    return True


def start(layout: Layout, passwords: Secrets, overrides: Mapping[str, str] | None = None) -> float:
    """Start the server if it does not run, making the cluster first if there is none; seconds it took.

    Raises UnavailableError with the last line of the server's log when it does not come up.
    """
    begun = time.monotonic()
    if is_running(layout) is not None:
        _await_answer(layout)
        return time.monotonic() - begun
    binaries = usable_by(layout.account)
    _make_folders(layout)
    if not layout.pgdata.exists():
        _make_cluster(layout, binaries, passwords)
    _check_major(layout, binaries)
    _clear_stale_locks(layout)
    _write_settings(layout, layout.pgdata, overrides or {})
    _launch(layout, binaries)
    return time.monotonic() - begun


def stop(layout: Layout) -> bool:
    """Stop the server, rolling back what is open; False when none ran."""
    if is_running(layout) is None:
        return False
    binaries = usable_by(layout.account)
    command: list[str | Path] = [binaries.program("pg_ctl"), "-D", layout.pgdata, "-w", "-s"]
    done = run_as(layout.account, [*command, "-m", "fast", "-t", "20", "stop"])
    if done.returncode and is_running(layout) is not None:
        # Safe: what was committed is in the log and is recovered at the next start.
        done = run_as(layout.account, [*command, "-m", "immediate", "-t", "20", "stop"])
        if done.returncode and is_running(layout) is not None:
            raise UnavailableError(
                _("The database does not stop: {output}").format(output=done.stdout.strip())
            )
    return True


def _written_pid(file: Path) -> int | None:
    try:
        return abs(int(file.read_text(encoding="utf-8").split("\n", 1)[0]))
    except (OSError, ValueError):
        return None


def _is_postgres(pid: int) -> bool:
    """Whether the process lives and is a server: after a reboot the number may be anybody's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
        state = re.search(
            r"^State:\s+(\w)", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"), re.MULTILINE
        )
    except OSError:
        return not Path("/proc/self").exists()
    return name.startswith("postgres") and (state is None or state[1] != "Z")


def _clear_stale_locks(layout: Layout) -> None:
    """Remove what a killed server left if its process number is now another program's, or a dead entry's.

    PostgreSQL takes any process of this number for a server and would not start; in a container whose first
    process collects no dead ones, that would be for ever. The memory of the killed server is found by the
    cluster's inode, so processes of it that still run are noticed all the same.
    """
    for file in (layout.pgdata / "postmaster.pid", layout.run / f".s.PGSQL.{PORT}.lock"):
        pid = _written_pid(file)
        if pid is not None and Path(f"/proc/{pid}").exists() and not _is_postgres(pid):
            file.unlink()


def _make_folders(layout: Layout) -> None:
    home = layout.home
    home.mkdir(parents=True, exist_ok=True)
    if layout.account is not None:
        home.chmod(0o711)
    _check_socket_folder(layout)
    own(layout.account, layout.run)
    own(layout.account, layout.log)


def _check_socket_folder(layout: Layout) -> None:
    """In the shared temp folder somebody else could have made it first, to stand in between."""
    try:
        info = layout.run.lstat()
    except FileNotFoundError:
        return
    allowed = {os.geteuid()} | ({layout.account.uid} if layout.account else set())
    if not stat.S_ISDIR(info.st_mode) or info.st_uid not in allowed:
        raise UnavailableError(
            _("The folder {path} belongs to somebody else.").format(path=layout.run),
            _("Remove it, or set CONGVU_DATA_DIR to a folder with a shorter path."),
        )


def _make_cluster(layout: Layout, binaries: Binaries, passwords: Secrets) -> None:
    """Make the cluster aside and move it into place whole: killed half-way, the next start begins again."""
    fresh = layout.home / "pgdata.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    own(layout.account, fresh)
    password_file = _password_file(layout, passwords.admin_password)
    try:
        made = run_as(
            layout.account,
            [
                *(binaries.program("initdb"), "-D", fresh, "-U", ADMIN, f"--pwfile={password_file}"),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin"),
                *("--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions", "--no-sync"),
            ],
        )
    finally:
        password_file.unlink()
    if made.returncode:
        raise UnavailableError(
            _("The database could not be made: {output}").format(output=_last_line(made.stdout))
        )
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as stream:
        stream.write("include_if_exists = 'congvu.conf'\n")
    _write_settings(layout, fresh, {})
    _fill(layout, binaries, fresh, passwords)
    synced = run_as(layout.account, [binaries.program("initdb"), "--sync-only", "-D", fresh])
    if synced.returncode:
        raise UnavailableError(
            _("The database could not be made: {output}").format(output=_last_line(synced.stdout))
        )
    fresh.rename(layout.pgdata)


def _fill(layout: Layout, binaries: Binaries, cluster: Path, passwords: Secrets) -> None:
    """Extension, role and database, in single-user mode, where each line is a command and the first error
    ends it.

    The extension goes into template1, so that every later database (the tests' too) has it, while the role
    of the program stays an ordinary one.
    """
    lines = [
        *(f"CREATE EXTENSION {name}" for name in EXTENSIONS),
        f"CREATE ROLE {ROLE} LOGIN PASSWORD '{passwords.database_password}'",
        f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
    ]
    command: list[str | Path] = [
        binaries.program("postgres"),
        "--single",
        "-D",
        cluster,
        "-c",
        "exit_on_error=on",
    ]
    quiet = ["-c", "log_statement=none", "-c", "logging_collector=off"]
    done = run_as(layout.account, [*command, *quiet, "template1"], stdin="\n".join(lines) + "\n")
    if done.returncode:
        fatal = next((line for line in done.stdout.splitlines() if "ERROR:" in line), _last_line(done.stdout))
        raise UnavailableError(_("The database could not be made: {output}").format(output=fatal))


def _password_file(layout: Layout, password: str) -> Path:
    handle, name = tempfile.mkstemp(prefix=".pw-", dir=layout.run)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(password + "\n")
    if layout.account is not None:
        os.chown(name, layout.account.uid, layout.account.gid)
    return Path(name)


def _check_major(layout: Layout, binaries: Binaries) -> None:
    try:
        cluster = (layout.pgdata / "PG_VERSION").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UnavailableError(
            _("The database folder {path} cannot be used: {error}").format(
                path=layout.pgdata, error=error.strerror
            ),
            _("Run as the user who made it, or put it back from a backup."),
        ) from error
    program = run_as(layout.account, [binaries.program("postgres"), "--version"]).stdout
    found = re.search(r"\s(\d+)\.", program)
    if found is None or found[1] != cluster:
        raise UnavailableError(
            _("The database was made by PostgreSQL {cluster}; the installed program is: {program}.").format(
                cluster=cluster, program=program.strip()
            ),
            _("Install the older congvu, make a backup with it, and restore that with this version."),
        )


def _write_settings(layout: Layout, cluster: Path, overrides: Mapping[str, str]) -> None:
    """The settings are written anew at each start: folders move, and a newer program may want others."""
    values = {
        **SETTINGS,
        "unix_socket_directories": f'"{layout.run}"',
        "log_directory": str(layout.log),
        **overrides,
    }
    lines = ["# Written by congvu at every start; changes here are lost."]
    lines += [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in values.items()]
    target = cluster / "congvu.conf"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    target.chmod(0o600)
    if layout.account is not None:
        os.chown(target, layout.account.uid, layout.account.gid)


def _launch(layout: Layout, binaries: Binaries) -> None:
    first = layout.log / "start.log"  # until the server has its own log
    command: list[str | Path] = [binaries.program("pg_ctl"), "-D", layout.pgdata, "-w", "-s"]
    command += ["-t", str(START_SECONDS)]
    deadline = time.monotonic() + ORPHANS_SECONDS
    while True:
        since = time.time()
        first.unlink(missing_ok=True)
        done = run_as(layout.account, [*command, "-l", first, "start"], timeout=START_SECONDS + 30)
        if done.returncode == 0:
            return
        words = _logged_since(layout, since)
        # After a kill -9 of the server, its backends hold the shared memory until they notice.
        if "shared memory block" not in words or time.monotonic() > deadline:
            break
        time.sleep(0.3)
    raise UnavailableError(
        _("The database does not start: {line}").format(line=_last_line(words)),
        _("The whole log is in {path}.").format(path=layout.log),
    )


def _logged_since(layout: Layout, since: float) -> str:
    """The end of every log that was written to since then (seconds of the epoch)."""
    logs = [path for path in layout.log.glob("*.log") if path.stat().st_mtime >= since - 1]
    return "\n".join(
        path.read_text(encoding="utf-8", errors="replace")[-4000:] for path in sorted(logs, reverse=True)
    )


def _await_answer(layout: Layout) -> None:
    """A server found running may still be recovering."""
    deadline = time.monotonic() + START_SECONDS
    while not accepts(layout):
        if is_running(layout) is None or time.monotonic() > deadline:
            raise UnavailableError(
                _("The database runs but does not answer."),
                _("The whole log is in {path}.").format(path=layout.log),
            )
        time.sleep(0.1)


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL:" in line or "ERROR:" in line]
    return (fatal or lines or ["(no output)"])[-1]
