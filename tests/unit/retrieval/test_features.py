from __future__ import annotations

import datetime as dt
import math
import unicodedata

import numpy as np
import pytest

from congvu.retrieval.features import FEATURE_NAMES, Compared, article_key, features
from congvu.retrieval.statistics import Rarity
from congvu.retrieval.understanding import understand
from congvu.text import fold

DAY = dt.date(2026, 1, 1)
RARITY = Rarity(1000, {"nghi": 200, "hang": 150, "nam": 600, "khuyet": 12, "tat": 14, "lao": 300, "dong": 500})
QUESTION = "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?"


def compared(text: str, heading: str = "Điều 1. Mẫu", **values: object) -> Compared:
    row: dict[str, object] = {"passage_id": 1, "document_id": 1, "title": "Luật Mẫu 2020", "lexical": 5.0}
    return Compared(headings=f"Chương I › {heading}", text=text, **{**row, **values})  # type: ignore[arg-type]


def known(question: str, *found: Compared) -> list[dict[str, float]]:
    rows = features(understand(question, DAY), found, RARITY)
    return [dict(zip(FEATURE_NAMES, row, strict=True)) for row in rows.tolist()]


def test_every_share_stays_between_zero_and_one_whatever_is_typed_and_found() -> None:
    found = [
        compared("14 ngày làm việc đối với người lao động là người khuyết tật", "Điều 113. Nghỉ hằng năm"),
        compared("", ""),
        compared("…"),
        compared("nghỉ " * 400, dense=0.8),
    ]
    unbounded = {"lexical", "length", "asked", "article_lexical", "article_dense", "document_lexical", "document_dense"}
    for question in (QUESTION, fold(QUESTION), "", "?", "là gì"):
        for row in known(question, *found):
            for name in row.keys() - unbounded:
                assert math.isnan(row[name]) or 0 <= row[name] <= 1, (question, name, row[name])


def test_no_candidates_give_no_rows() -> None:
    assert features(understand(QUESTION, DAY), [], RARITY).shape == (0, len(FEATURE_NAMES))


def test_words_that_stand_together_are_nearer_than_words_far_apart() -> None:
    together, apart = known(
        "khuyết tật nghỉ hằng",
        compared("người khuyết tật nghỉ hằng năm"),
        compared("khuyết tật" + " và" * 60 + " nghỉ hằng năm"),
    )
    assert together["near"] > apart["near"]
    assert together["wide"] > apart["wide"]
    assert together["coverage"] == apart["coverage"]
    assert together["run"] > apart["run"]


def test_typed_diacritics_tell_words_apart_that_fold_alike() -> None:
    same, other = known("cấm chợ", compared("cấm chợ"), compared("cảm cho"))
    assert same["accents"] > other["accents"]
    assert same["accent_pairs"] > other["accent_pairs"]
    assert same["coverage"] == other["coverage"]


def test_without_diacritics_they_are_unknown_and_all_else_is_the_same() -> None:
    found = compared("14 ngày làm việc đối với người khuyết tật", "Điều 113. Nghỉ hằng năm")
    (written,), (bare,) = known(QUESTION, found), known(fold(QUESTION), found)
    assert math.isnan(bare.pop("accents"))
    assert math.isnan(bare.pop("accent_pairs"))
    assert bare == pytest.approx({name: written[name] for name in bare}, nan_ok=True)


def test_decomposed_letters_count_as_composed_ones() -> None:
    text = "người khuyết tật nghỉ hằng năm"
    (composed,), (decomposed,) = (
        known(QUESTION, compared(text)),
        known(QUESTION, compared(unicodedata.normalize("NFD", text))),
    )
    assert decomposed == pytest.approx(composed, nan_ok=True)


def test_a_number_is_looked_for_only_where_one_is_asked_for() -> None:
    with_number, without = known("nghỉ bao nhiêu ngày", compared("nghỉ 14 ngày"), compared("nghỉ hằng năm"))
    assert (with_number["quantity"], without["quantity"]) == (1.0, 0.0)
    assert math.isnan(known("nghỉ hằng năm", compared("nghỉ 14 ngày"))[0]["quantity"])


def test_definitions_are_looked_for_where_the_meaning_of_a_word_is_asked_for() -> None:
    here, elsewhere = known(
        "Hợp đồng lao động là gì?",
        compared("Hợp đồng lao động là sự thỏa thuận", "Điều 3. Giải thích từ ngữ"),
        compared("Hợp đồng lao động là sự thỏa thuận", "Điều 13. Hợp đồng"),
    )
    assert (here["definition"], elsewhere["definition"]) == (1.0, 0.0)


def test_numbers_that_need_vectors_are_unknown_without_them() -> None:
    names = {"dense", "dense_rel", "dense_rank", "article_dense", "document_dense"}
    (words,) = known(QUESTION, compared("nghỉ"))
    assert {name for name in words if math.isnan(words[name])} >= names
    both, meaning = known(QUESTION, compared("nghỉ", dense=0.9), compared("nghỉ", lexical=0.0, dense=0.5))
    assert not {name for name in names if math.isnan(both[name]) or math.isnan(meaning[name])}
    assert (both["dense_rel"], meaning["dense_rel"]) == (1.0, 0.0)
    assert (both["dense_rank"], meaning["dense_rank"]) == (1.0, 0.5)


def test_passages_of_one_article_and_one_document_support_each_other() -> None:
    one, two, other = known(
        QUESTION,
        compared("nghỉ", "Điều 113. Nghỉ › 1. Khoản", lexical=8.0),
        compared("ngày", "Điều 113. Nghỉ › 2. Khoản", lexical=4.0),
        compared("năm", "Điều 1. Khác", lexical=6.0, document_id=2),
    )
    assert one["article_lexical"] == two["article_lexical"] == pytest.approx(1.5)
    assert other["article_lexical"] == pytest.approx(0.75)
    assert one["document_lexical"] > other["document_lexical"]


def test_an_article_is_told_by_its_document_and_headings_down_to_it() -> None:
    assert article_key(1, "Chương I › Điều 5. A › 1. lead") == article_key(1, "Chương I › Điều 5. A")
    assert article_key(1, "Chương I › Điều 5. A") != article_key(2, "Chương I › Điều 5. A")
    assert article_key(1, "Chương I › Điều 5. A") != article_key(1, "Chương I › Điều 50. A")
    assert article_key(1, "Mục I › Việc cần làm") != article_key(1, "Mục I › Việc khác")


def test_the_rarest_missing_word_is_noticed() -> None:
    whole, lacking = known("nghỉ khuyết", compared("nghỉ khuyết"), compared("nghỉ"))
    assert whole["missing"] == 0
    assert lacking["missing"] == 1


def test_scores_stay_finite_where_every_candidate_is_alike() -> None:
    rows = features(understand(QUESTION, DAY), [compared("nghỉ", dense=0.5)] * 3, RARITY)
    assert not np.isinf(rows).any()
