"""From an environment variable, through the settings, to the room that heeds it: in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

LOOK = """
import json, os, sys
from congvu.config import boot
boot.settings(sys.argv[1])
from congvu.index.backends import get_backend
from congvu.llm import embedder
model = embedder()
print(json.dumps({
    "backend": type(get_backend()).__name__,
    "embedder": type(model).__name__,
    "server": [model._url, model._model, model._key] if hasattr(model, "_url") else [],
    "threads": os.environ.get("OMP_NUM_THREADS"),
}))
"""


def look(tmp_path: Path, process: str, **environment: str) -> dict[str, object]:
    """What a process that was started with these variables uses."""
    inherited = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", LOOK, process],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**inherited, "CONGVU_DATA_DIR": str(tmp_path / "data"), **environment},
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_without_variables_everything_is_built_in_and_the_model_has_one_thread(tmp_path: Path) -> None:
    assert look(tmp_path, "web") == {
        "backend": "PostgresBackend",
        "embedder": "OnnxE5",
        "server": [],
        "threads": "1",
    }


def test_variables_reach_the_models_and_the_index(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("s3cret\n", encoding="utf-8")
    found = look(
        tmp_path,
        "worker",
        CONGVU_EMBEDDINGS_URL="http://localhost:1/v1",
        CONGVU_EMBEDDINGS_MODEL="bge-m3",
        CONGVU_EMBEDDINGS_KEY_FILE=str(secret),
        CONGVU_INDEX_BACKEND="memory",
        OMP_NUM_THREADS="3",
    )
    assert found == {
        "backend": "MemoryBackend",
        "embedder": "OpenAICompatible",
        "server": ["http://localhost:1/v1/embeddings", "bge-m3", "s3cret"],
        "threads": "3",
    }


def test_a_named_embedder_wins_and_every_process_computes_with_one_thread(tmp_path: Path) -> None:
    found = look(tmp_path, "command", CONGVU_EMBEDDER="fake", CONGVU_EMBEDDINGS_URL="http://localhost:1/v1")
    assert (found["embedder"], found["threads"]) == ("FakeEmbedder", "1")
