"""``congvu check``: is everything there that the program needs, and if not, what to do."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from congvu.common.errors import CongVuError
from congvu.config import conf, database, engine
from congvu.config.words import _

LOW_BYTES, NO_BYTES = 5 * 1024**3, 512 * 1024**2


class Level(StrEnum):
    """How a check came out: fine, worth knowing, or the program cannot run."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class CheckResult:
    """One line of the list: a stable ``code``, what was found, what to do about it ("" when fine)."""

    code: str
    level: Level
    found: str
    hint: str = ""


@dataclass(frozen=True)
class Program:
    """An outside program that reads some kinds of files."""

    names: tuple[str, ...]
    use: str
    package: str


def programs() -> tuple[Program, ...]:
    """The outside programs, all optional."""
    return (
        Program(("soffice", "libreoffice"), _("old Word and Excel files"), "libreoffice-writer-nogui"),
        Program(("catdoc", "antiword"), _("old Word files, quickly"), "catdoc"),
        Program(("tesseract",), _("scanned pages"), "tesseract-ocr tesseract-ocr-vie"),
    )


def run_all() -> Iterator[CheckResult]:
    """Every check, in the order in which a person would mend them. Starts the engine if it does not run."""
    found = conf.load()
    yield from _guarded("data_folder", lambda: _data_folder(found))
    yield from _space(found)
    handles: list[engine.EngineHandle] = []
    yield from _guarded("database", lambda: _database(found, handles))
    try:
        if handles:
            yield from _guarded("extensions", lambda: _extensions(handles[0]))
            yield from _guarded("migrations", _migrations)
        if found.sign_on:
            yield from _guarded("sign_on", _sign_on)
        if found.llm_urls or found.llm_local:
            yield from _language_models(found)
    finally:
        for handle in handles:
            handle.stop()
    yield from _programs()


def _guarded(code: str, check: Callable[[], CheckResult]) -> Iterator[CheckResult]:
    try:
        yield check()
    except CongVuError as error:
        yield CheckResult(code, Level.FAIL, error.message, error.hint)


def _data_folder(found: conf.Conf) -> CheckResult:
    engine.prepare(found)
    try:
        with tempfile.TemporaryFile(dir=found.data_dir):
            pass
    except OSError as error:
        return CheckResult(
            "data_folder",
            Level.FAIL,
            _("The data folder {path} cannot be written: {error}").format(path=found.data_dir, error=error.strerror),
            _("Give it to the user who runs congvu, or set CONGVU_DATA_DIR."),
        )
    return CheckResult("data_folder", Level.OK, _("Data folder: {path}").format(path=found.data_dir))


def _space(found: conf.Conf) -> Iterator[CheckResult]:
    if not found.data_dir.exists():
        return
    free = shutil.disk_usage(found.data_dir).free
    text = _("Free space: {gigabytes} GB").format(gigabytes=f"{free / 1024**3:.1f}")
    if free < NO_BYTES:
        yield CheckResult("space", Level.FAIL, text, _("Free some space before going on."))
    elif free < LOW_BYTES:
        yield CheckResult("space", Level.WARN, text, _("Free some space soon: documents and their index need it."))
    else:
        yield CheckResult("space", Level.OK, text)


def _database(found: conf.Conf, handles: list[engine.EngineHandle]) -> CheckResult:
    handles.append(engine.ensure(found))
    if not found.own_engine:
        with database.connected(found.database_url) as connection:
            version = connection.info.server_version // 10000
        return CheckResult(
            "database", Level.OK, _("Your own database answers: PostgreSQL {version}").format(version=version)
        )
    status = engine.status(found)
    text = _("The database runs, in {home}").format(home=status.home)
    if status.account:
        text += " " + _("(as {account}, since PostgreSQL does not run as root)").format(account=status.account)
    if status.moved:
        text += " " + _("(outside the data folder, which that account may not enter)")
    return CheckResult("database", Level.OK, text)


def _extensions(handle: engine.EngineHandle) -> CheckResult:
    with database.connected(handle.url) as connection:
        found = database.facts(connection)
    wrong = database.problem(found)
    if wrong is not None:
        return CheckResult("extensions", Level.FAIL, *wrong)
    if found.missing:
        return CheckResult(
            "extensions",
            Level.WARN,
            _("Not made yet in this database: {names}").format(names=", ".join(found.missing)),
            _("Run congvu migrate."),
        )
    return CheckResult("extensions", Level.OK, _("Extensions: {names}").format(names=", ".join(database.REQUIRED)))


def _migrations() -> CheckResult:
    from congvu.config import boot

    boot.settings()
    names = database.pending()
    if names:
        return CheckResult(
            "migrations",
            Level.WARN,
            _("{count} changes of the tables are not applied").format(count=len(names)),
            _("Run congvu migrate (congvu serve does it by itself)."),
        )
    return CheckResult("migrations", Level.OK, _("The tables are up to date"))


def _sign_on() -> CheckResult:
    from congvu.config import boot

    boot.settings()
    from congvu.accounts.sign_on.providers import check_all

    names = ", ".join(provider.label for provider in check_all())
    return CheckResult("sign_on", Level.OK, _("People sign on through: {names}").format(names=names))


def _language_models(found: conf.Conf) -> Iterator[CheckResult]:
    """Each server of CONGVU_LLM_URL is asked for its models; the local one is only looked for, not started."""
    from congvu.config import boot

    boot.settings()
    from congvu.llm.chat import gateway
    from congvu.llm.local.weights import ready

    models = gateway()
    for health in models.health() if models is not None else ():
        if health.problem:
            text = _("The language model at {url} does not answer ({problem})").format(
                url=health.url, problem=health.problem
            )
            yield CheckResult("language_model", Level.WARN, text, _("Until it does, answers quote the provisions."))
        else:
            text = _("The language model at {url} answers").format(url=health.url)
            yield CheckResult("language_model", Level.OK, text)
    if models is not None:
        models.close()
    if found.llm_local:

        def local() -> CheckResult:
            file = ready(found.llm_local, found.data_dir / "models")
            return CheckResult("language_model", Level.OK, _("Local language model: {path}").format(path=file))

        yield from _guarded("language_model", local)


def _programs() -> Iterator[CheckResult]:
    path = os.environ.get("PATH", os.defpath)
    for program in programs():
        code = f"program_{program.names[0]}"
        place = next((place for name in program.names if (place := shutil.which(name, path=path))), None)
        if place:
            yield CheckResult(code, Level.OK, f"{place} ({program.use})")
        else:
            yield CheckResult(
                code,
                Level.WARN,
                _("Not found: {name} ({use})").format(name=" / ".join(program.names), use=program.use),
                _("Optional. On Debian or Ubuntu: apt-get install {package}").format(package=program.package),
            )
