"""A command in a data folder that nobody has used yet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_a_command_in_a_new_data_folder_makes_its_tables_and_works() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONGVU_")}
    folder = Path(os.environ["CONGVU_DATA_DIR"]) / "new"
    done = subprocess.run(
        [sys.executable, "-m", "congvu.config.cli", "search", "nghỉ hằng năm"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**kept, "CONGVU_DATA_DIR": str(folder), "CONGVU_LANGUAGE": "en"},
    )
    assert done.returncode == 0, done.stderr
    assert "Nothing found" in done.stdout
    assert (folder / "engine").is_dir()
