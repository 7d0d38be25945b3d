"""Data folders of their own for engines that are started, killed and stopped."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from congvu.config import conf, engine


@contextlib.contextmanager
def temporary_data_dir() -> Iterator[Path]:
    """An empty data folder, its path short and open to any account; its server is stopped after."""
    outer = Path(tempfile.mkdtemp(prefix="cve-"))
    outer.chmod(0o711)
    folder = outer / "data"
    try:
        yield folder
    finally:
        engine.stop(conf.Conf(data_dir=folder))
        shutil.rmtree(outer)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder for one test."""
    with temporary_data_dir() as folder:
        yield folder


@pytest.fixture(scope="module")
def shared_data_dir() -> Iterator[Path]:
    """A data folder that the tests of a module hand on to each other, one after another."""
    with temporary_data_dir() as folder:
        yield folder


@pytest.fixture
def start(data_dir: Path) -> Iterator[Callable[..., engine.EngineHandle]]:
    """Starts, or joins, the engine of ``data_dir``; what is still held is let go after."""
    handles: list[engine.EngineHandle] = []

    def ensure(**overrides: str) -> engine.EngineHandle:
        handles.append(engine.ensure(conf.Conf(data_dir=data_dir), overrides=overrides))
        return handles[-1]

    yield ensure
    for handle in handles:
        handle.stop()
