"""The real OpenID provider, a process of its own: npm's ``oidc-provider``, installed once into the cache folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

VERSION = "9.13.3"
SCRIPT = Path(__file__).with_name("provider.mjs")


def installed() -> Path:
    """The folder that holds the package. Skips where Node is not there."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("needs Node and npm for the OpenID provider")
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "congvu-tests" / f"oidc-provider-{VERSION}"
    if not (cache / "node_modules" / "oidc-provider").exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", f"oidc-provider@{VERSION}"],
            cwd=cache,
            check=True,
            timeout=240,
        )
    return cache


@contextmanager
def running(site: str) -> Iterator[str]:
    """The provider for a site at this address; its issuer."""
    folder = installed()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        ["node", str(SCRIPT), str(port), site, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line.startswith("http"), line
        yield line
    finally:
        process.terminate()
        process.wait(10)
