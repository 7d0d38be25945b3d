"""``make demo-sso``: the demo, signed on through a real provider on this machine."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sign_on import real

CONFIGURATION = """[[provider]]
key = "tinh"
label = "Đăng nhập một lần của tỉnh"
issuer = "{issuer}"
client_id = "congvu"
client_secret = "chi-de-thu"
create = true

[provider.claims]
agency = "agency_code"
title = "title"
roles = "groups"

[provider.roles]
dau-moi = "coordinator"
"""


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--port", type=int, default=8000)
    port = asked.parse_args().port
    folder = Path(os.environ.get("CONGVU_DATA_DIR", ".congvu"))
    try:
        with real.running(f"http://127.0.0.1:{port}") as issuer:
            file = folder.absolute().parent / "congvu-demo-sso.toml"
            file.write_text(CONFIGURATION.format(issuer=issuer), "utf-8")
            environment = {**os.environ, "CONGVU_SIGN_ON": str(file), "CONGVU_LOCAL_ACCOUNTS": "on"}
            try:
                command = [sys.executable, "-m", "congvu.config.cli", "demo", "--port", str(port)]
                return subprocess.call(command, env=environment)
            finally:
                file.unlink(missing_ok=True)
    except pytest.skip.Exception as error:
        sys.stderr.write(f"make demo-sso {error}\n")
        return 2
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
