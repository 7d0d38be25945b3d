from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from congvu.common.errors import CongVuError
from congvu.config import conf, env
from congvu.index.backends import BACKENDS
from congvu.llm import embedder


def test_unset_and_empty_give_the_default() -> None:
    assert env.text("X", "d", {}) == "d"
    assert env.text("X", "d", {"X": "  "}) == "d"
    assert env.flag("X", True, {}) is True
    assert env.integer("X", 7, environ={}) == 7
    assert env.words("X", ("a",), {}) == ("a",)
    assert env.url("X", ("http",), {}) == ""


@pytest.mark.parametrize("value", ["1", "true", "YES", "On"])
def test_yes_in_every_spelling(value: str) -> None:
    assert env.flag("X", environ={"X": value}) is True


@pytest.mark.parametrize("value", ["0", "False", "no", "OFF"])
def test_no_in_every_spelling(value: str) -> None:
    assert env.flag("X", True, {"X": value}) is False


def test_neither_yes_nor_no_fails_and_names_the_variable() -> None:
    with pytest.raises(env.SettingError, match="CONGVU_HTTPS"):
        env.flag("CONGVU_HTTPS", environ={"CONGVU_HTTPS": "maybe"})


@pytest.mark.parametrize("value", ["many", "0", "65", "1.5"])
def test_a_number_out_of_bounds_fails(value: str) -> None:
    with pytest.raises(env.SettingError, match="X"):
        env.integer("X", 2, low=1, high=64, environ={"X": value})


def test_a_list_drops_empty_items() -> None:
    assert env.words("X", environ={"X": "a.vn, b.vn,,"}) == ("a.vn", "b.vn")


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("s3cret\n", encoding="utf-8")
    assert env.text("KEY", environ={"KEY_FILE": str(secret)}) == "s3cret"


def test_value_and_file_together_fail(tmp_path: Path) -> None:
    with pytest.raises(env.SettingError, match="KEY_FILE"):
        env.text("KEY", environ={"KEY": "a", "KEY_FILE": str(tmp_path)})


def test_every_backend_of_the_index_can_be_named() -> None:
    assert set(conf.INDEX_BACKENDS) == set(BACKENDS)


@pytest.mark.parametrize("name", conf.EMBEDDERS)
def test_every_embedder_that_can_be_named_exists(name: str, settings: Any) -> None:
    settings.CONGVU_EMBEDDER, settings.CONGVU_EMBEDDINGS_URL = name, "http://localhost:1/v1"
    assert embedder() is embedder()


def test_a_server_for_vectors_needs_an_address() -> None:
    with pytest.raises(env.SettingError, match="CONGVU_EMBEDDINGS_URL"):
        conf.load({"CONGVU_EMBEDDER": "openai"})


@pytest.mark.parametrize("days", ["0", "3651", "forever"])
def test_conversations_are_not_kept_for_ever(days: str) -> None:
    with pytest.raises(env.SettingError, match="CONGVU_KEEP_CONVERSATIONS_DAYS"):
        conf.load({"CONGVU_KEEP_CONVERSATIONS_DAYS": days})


@pytest.mark.parametrize("content", [None, "", b"\xff\xfe"])
def test_a_file_that_cannot_be_used_fails(tmp_path: Path, content: str | bytes | None) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(env.SettingError, match="KEY_FILE"):
        env.text("KEY", environ={"KEY_FILE": str(file)})


def test_a_bad_address_fails_without_showing_its_password() -> None:
    with pytest.raises(CongVuError) as caught:
        env.url("CONGVU_DATABASE_URL", ("postgresql",), {"CONGVU_DATABASE_URL": "mysql://u:hunter2@h/d"})
    assert "CONGVU_DATABASE_URL" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_every_setting_is_read_from_the_variable_that_its_help_names(tmp_path: Path) -> None:
    given = {
        "CONGVU_DATA_DIR": str(tmp_path),
        "CONGVU_DATABASE_URL": "postgresql:///other",
        "CONGVU_SECRET_KEY": "k",
        "CONGVU_HOSTS": "tinh.gov.vn",
        "CONGVU_HTTPS": "1",
        "CONGVU_TRUSTED_PROXY": "1",
        "CONGVU_DEBUG": "1",
        "CONGVU_LANGUAGE": "en",
        "CONGVU_LOG_LEVEL": "INFO",
        "CONGVU_LOG_FORMAT": "json",
        "CONGVU_UPLOAD_MAX_MB": "7",
        "CONGVU_CLAMD": "unix:/run/clamd.sock",
        "CONGVU_WEB_PROCESSES": "3",
        "CONGVU_WORKER_CONCURRENCY": "3",
        "CONGVU_EMAIL_URL": "smtp://localhost:1",
        "CONGVU_EMAIL_FROM": "nhac-viec@tinh.example",
        "CONGVU_EMBEDDINGS_URL": "http://localhost:1/v1",
        "CONGVU_EMBEDDINGS_MODEL": "e5",
        "CONGVU_EMBEDDINGS_KEY": "k2",
        "CONGVU_EMBEDDER": "openai",
        "CONGVU_EMBEDDING_THREADS": "1",
        "CONGVU_INDEX_BACKEND": "memory",
        "CONGVU_LLM_URL": "http://localhost:2/v1,http://localhost:3/v1",
        "CONGVU_LLM_MODEL": "m",
        "CONGVU_LLM_KEY": "k3",
        "CONGVU_LLM_LOCAL": "package",
        "CONGVU_LLM_SLOTS": "2",
        "CONGVU_LLM_QUEUE": "3",
        "CONGVU_LLM_PER_PERSON": "1",
        "CONGVU_LLM_PER_AGENCY": "5",
        "CONGVU_LLM_MAX_TOKENS": "300",
        "CONGVU_LLM_READS": "900",
        "CONGVU_LLM_DAILY_TOKENS": "100000",
        "CONGVU_LLM_FIRST_WORD_SECONDS": "9",
        "CONGVU_LLM_SECONDS": "30",
        "CONGVU_SIGN_ON": "sign-on.toml",
        "CONGVU_LOCAL_ACCOUNTS": "on",
        "CONGVU_AUDIT_ANCHOR": "heads.jsonl",
        "CONGVU_DROP_DIR": "/srv/drop",
        "CONGVU_KEEP_CONVERSATIONS_DAYS": "30",
        "CONGVU_CASE_DAYS": "3",
        "CONGVU_SAMPLE_PERCENT": "5",
    }
    described = {variable for variable, _default, _help in conf.describe()}
    assert described == set(given)
    loaded, default = conf.load(given), conf.Conf()
    assert all(getattr(loaded, name) != getattr(default, name) for name in vars(default))


def test_a_word_that_is_not_on_the_list_fails() -> None:
    with pytest.raises(env.SettingError, match="CONGVU_LANGUAGE"):
        conf.load({"CONGVU_LANGUAGE": "fr"})


def test_an_own_server_means_no_engine() -> None:
    assert conf.load({}).own_engine
    assert not conf.load({"CONGVU_DATABASE_URL": "postgresql://u@h/d"}).own_engine


@pytest.mark.parametrize("value", ["mail.tinh.vn", "http://mail", "smtp://", "smtp://host:port", "smtp://host:99999"])
def test_an_address_of_a_mail_server_that_cannot_be_used_fails_and_is_not_shown(value: str) -> None:
    with pytest.raises(env.SettingError, match="CONGVU_EMAIL_URL") as refused:
        conf.load({"CONGVU_EMAIL_URL": value})
    assert value not in refused.value.message


def test_without_a_mail_server_nothing_is_sent(settings: Any) -> None:
    assert not settings.CONGVU_EMAIL
    assert conf.load({"CONGVU_EMAIL_URL": "smtp+tls://u:p@mail.tinh.vn:587"}).email_url
