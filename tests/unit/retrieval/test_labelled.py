from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from django.utils import translation

from congvu.common.errors import InvalidInputError
from congvu.retrieval.labelled import key_of, read_corpus, read_queries, read_set

ROWS = [
    {"_id": "1/2019+5", "law_id": "1/2019", "file": "Luat-lao-dong-2019-333670.txt", "title": "Điều 5. A", "text": "a"},
    {"_id": "1/2019+6", "law_id": "1/2019", "law_title": "Luật Lao động", "title": "Điều 6. B", "text": "b"},
    {"_id": "x", "text": "c"},
]


def lines(path: Path, rows: list[dict[str, object]]) -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, "utf-8")
    return path


def a_set(folder: Path, relevant: list[list[str]]) -> tuple[Path, Path]:
    queries = [{"_id": str(i), "text": f"q{i}", "relevant": ids} for i, ids in enumerate(relevant)]
    return lines(folder / "corpus.jsonl.gz", ROWS), lines(folder / "queries.jsonl", queries)


def test_laws_are_called_by_their_title_or_else_by_their_file(tmp_path: Path) -> None:
    found = read_corpus(lines(tmp_path / "corpus.jsonl", ROWS))
    assert [a.name for a in found] == ["Luat lao dong 2019", "Luật Lao động", ""]
    assert [a.law for a in found] == ["1/2019", "1/2019", "x"]


def test_the_files_of_alqac_are_read_with_their_lists_in_strings(tmp_path: Path) -> None:
    law = tmp_path / "law.json"
    law.write_text(json.dumps([{"id": "Luật A", "articles": "[{'id': '7', 'text': 'Tên. Nội dung'}]"}]), "utf-8")
    asked = tmp_path / "questions.json"
    relevant = [{"law_id": "Luật A", "article_id": "7"}]
    asked.write_text(json.dumps([{"question_id": "q", "text": "?", "relevant_articles": relevant}]), "utf-8")
    assert read_corpus(law)[0].text == "Điều 7. Tên. Nội dung"
    assert read_queries(asked)[0].relevant == {"Luật A+7"}


def test_questions_whose_answer_is_not_in_the_corpus_are_left_out(tmp_path: Path) -> None:
    found = read_set(*a_set(tmp_path, [["x"], ["unknown"], [], ["1/2019+5", "unknown"]]))
    assert [q.id for q in found.queries] == ["0"]
    assert found.card["queries"]["used"] == 1


def test_the_same_files_are_the_same_set_however_many_questions_are_taken(tmp_path: Path) -> None:
    files = a_set(tmp_path, [["x"], ["1/2019+5"]])
    whole, part = read_set(*files), read_set(*files, 1)
    assert len(part.queries) == 1
    assert whole.key == part.key == key_of(part.card)


def test_questions_on_one_law_and_on_one_article_of_two_sets_are_kin(tmp_path: Path) -> None:
    found = read_set(*a_set(tmp_path, [["1/2019+5"], ["1/2019+6"], ["x"]]))
    five, six, other = (found.kin(q) for q in found.queries)
    assert five & six  # "Luat lao dong 2019" and "Luật Lao động" are one law
    assert not five & other
    copy = tmp_path / "copy"
    copy.mkdir()
    rows = [{"_id": "9", "law_id": "another", "title": "Điều 5. A", "text": "a"}]
    again = read_set(
        lines(copy / "corpus.jsonl", rows), lines(copy / "q.jsonl", [{"_id": "1", "text": "q", "relevant": ["9"]}])
    )
    assert again.kin(again.queries[0]) & five  # the very same article under another name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"_id": "1"}\n', "line 1 has no “text”"),
        ('{"_id": "1", "text": "a"}\nnot json\n', "cannot be read"),
        ('{"_id": "1", "text": "a"}\n{"_id": "1", "text": "b"}\n', "an _id twice"),
    ],
)
def test_a_corpus_that_cannot_be_used_is_refused_with_the_reason(tmp_path: Path, text: str, says: str) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(text, "utf-8")
    asked = lines(tmp_path / "queries.jsonl", [{"_id": "q", "text": "?", "relevant": ["1"]}])
    with translation.override("en"), pytest.raises(InvalidInputError) as refused:
        read_set(corpus, asked)
    assert says in refused.value.message


def test_a_set_without_a_single_usable_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError):
        read_set(*a_set(tmp_path, [["unknown"]]))
