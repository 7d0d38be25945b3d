"""The whole road from files to figures, over PostgreSQL, with the fake embedder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from congvu.index.backends import get_backend
from congvu.retrieval import evaluation
from congvu.retrieval.collection import opened, split
from congvu.retrieval.evaluation import Options, evaluate
from congvu.retrieval.judging import judge
from congvu.retrieval.labelled import Article, LabelledSet, read_set
from congvu.retrieval.lessons import learn_ranker
from congvu.retrieval.rankers import default_ranker
from congvu.retrieval.ways_of_typing import TYPINGS

pytestmark = pytest.mark.django_db

TOPICS = (
    "thu hồi đất", "cấp giấy phép xây dựng", "nghỉ hằng năm", "kỷ luật viên chức", "đấu giá tài sản", "hòa giải cơ sở",
    "phòng cháy rừng", "bảo hiểm xã hội", "đăng ký kết hôn", "khiếu nại lần đầu", "lưu trữ hồ sơ", "an toàn thực phẩm",
)  # fmt: skip


@pytest.fixture(autouse=True)
def fake_embedder(settings: Any) -> None:
    settings.CONGVU_EMBEDDER = "fake"


@pytest.fixture
def labelled(tmp_path: Path) -> LabelledSet:
    """Six laws of eight articles; every question has one answer."""
    articles, queries = [], []
    for law in range(6):
        for number in range(1, 9):
            topic, other = TOPICS[(law * 2 + number) % 12], TOPICS[(law + number * 5) % 12]
            articles.append(
                {
                    "_id": f"{law}+{number}",
                    "law_id": str(law),
                    "law_title": f"Luật số {law}",
                    "title": f"Điều {number}. Trình tự {topic} tại vùng {law}",
                    "text": f"1. Cơ quan giải quyết việc {topic} trong {number} ngày.\n2. Không áp dụng cho {other}.",
                }
            )
            question = f"Trình tự {topic} tại vùng {law} mất mấy ngày?"
            queries.append({"_id": f"q{law}-{number}", "text": question, "relevant": [f"{law}+{number}"]})
    files = tmp_path / "corpus.jsonl", tmp_path / "queries.jsonl"
    for path, rows in zip(files, (articles, queries), strict=True):
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return read_set(*files)


def generations() -> list[str]:
    return [name for name in connection.introspection.table_names() if name.startswith("idx_eval_")]


def test_articles_are_split_as_in_their_law_and_no_passage_reaches_over_their_end() -> None:
    articles = [
        Article("1", "L", "Luật L", "Điều 7. Một", "1. Khoản một.\n2. Khoản hai."),
        Article("2", "L", "Luật L", "Điều 8. Hai", "Nội dung."),
        Article("3", "M", "Luật M", "Điều 1. Ba", "Nội dung."),
    ]
    entries, owner, laws = split(articles)
    assert [owner[e.passage_id] for e in entries] == ["1", "2", "3"]
    assert entries[0].headings == "Điều 7. Một"
    assert entries[0].body.startswith("Điều 7. Một\n1. Khoản một.\n2. Khoản hai.")
    assert laws == {"L": 1, "M": 2}


def test_copies_are_other_documents_with_the_same_words() -> None:
    entries, owner, _ = split([Article("1", "L", "Luật L", "Điều 1. Một", "Nội dung.")], copies=3)
    assert len(entries) == 3
    assert len({e.document_id for e in entries}) == 3
    assert [owner[e.passage_id] for e in entries] == ["1", "1#1", "1#2"]


def test_every_variant_and_way_of_typing_has_its_measures_and_the_generation_is_gone(labelled: LabelledSet) -> None:
    result = evaluate(labelled, default_ranker(), Options(abstaining=True))
    assert {(r["variant"], r["typing"]) for r in result["results"]} == {
        (v, t)
        for v in ("bm25", "dense", "fused", "ranked")
        for t in ("as_written", "no_diacritics", "half_diacritics", "typos")
    }
    for row in result["results"]:
        assert {"R@1", "R@5", "R@10", "R@20", "R@100", "MRR@10", "nDCG@10", "F2@1", "p50_ms", "p95_ms"} <= row.keys()
    bm25 = next(r for r in result["results"] if (r["variant"], r["typing"]) == ("bm25", "as_written"))
    assert bm25["R@1"] > 0.9
    assert result["queries"]["used"] == 48
    assert result["versions"]["embedding"].startswith("fake")
    assert result["abstention"]["curve"][0]["coverage"] == 1.0
    assert generations() == []


def test_the_answers_own_law_is_out_of_the_search_when_held_out(labelled: LabelledSet) -> None:
    with opened(labelled, vectors=True) as corpus:
        for one in judge(corpus, ["as_written"], held_out=True):
            law = labelled.by_id[next(iter(one.question.relevant))].law
            assert one.found
            assert not one.right.any()
            assert all(labelled.by_id[article].law != law for article in one.articles)


def test_a_ranker_that_knows_the_set_is_measured_by_folds(labelled: LabelledSet) -> None:
    options = Options(variants=("ranked",), typings=("as_written",), train_on=[labelled], vectors=False)
    result = evaluate(labelled, default_ranker(), options)
    assert result["ranking"]["how"] == "cross-validated by document"
    assert result["ranking"]["folds"] == 5
    assert [row["variant"] for row in result["results"]] == ["ranked"]


def test_a_ranker_is_learned_and_judged_against_the_one_that_serves(labelled: LabelledSet) -> None:
    lesson = learn_ranker("new", [labelled], [], default_ranker(), vectors=False)
    assert [s["corpus"]["sha256"] for s in lesson.ranker.card["sets"]] == [labelled.card["corpus"]["sha256"]]
    assert {row.typing for row in lesson.verdict.rows} == {"as_written", "no_diacritics", "half_diacritics", "typos"}
    again = learn_ranker("newer", [labelled], [], lesson.ranker, vectors=False)
    assert not again.verdict.passed  # the same lessons: as good, not better
    assert all(row.gain == pytest.approx(0, abs=1e-3) for row in again.verdict.rows)


def test_vectors_are_kept_between_runs_where_a_folder_is_given(
    labelled: LabelledSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from congvu.llm.backends.fake import FakeEmbedder

    with opened(labelled, vectors=True, cache=tmp_path / "kept") as corpus:
        first = [one.by_vector[:1] for one in judge(corpus, ["as_written"])]
    monkeypatch.setattr(FakeEmbedder, "passages", lambda *_args: pytest.fail("a kept vector was computed again"))
    with opened(labelled, vectors=True, cache=tmp_path / "kept") as corpus:
        second = [one.by_vector[:1] for one in judge(corpus, ["as_written"])]
    assert first == second


def test_a_generation_is_gone_also_when_something_fails(labelled: LabelledSet) -> None:
    def fail() -> None:
        with opened(labelled, vectors=False) as corpus:
            assert get_backend().status(corpus.generation).entries == len(corpus.entries)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert generations() == []


def test_a_large_set_is_asked_in_turn_so_that_each_question_is_asked_once_in_one_way(
    labelled: LabelledSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "EVERY_WAY", 10)
    with opened(labelled, vectors=True) as corpus:
        judged = evaluation.judge_for_learning(corpus, vectors=True)
    asked = [one for one in judged if one.with_vectors and not one.held_out]
    assert sorted(one.question.id for one in asked) == sorted(q.id for q in labelled.queries)
    assert {one.typing for one in asked} == set(TYPINGS)
    assert {one.with_vectors for one in judged if one.held_out} == {True, False}
    assert not any(one.right.any() for one in judged if one.held_out)
