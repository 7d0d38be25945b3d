from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from congvu.retrieval import continuing, kept, training
from congvu.retrieval.features import FEATURE_NAMES
from congvu.retrieval.judging import Judged
from congvu.retrieval.labelled import Article, LabelledQuery, LabelledSet
from congvu.retrieval.memory_learning import NO_WEIGHTS
from congvu.retrieval.replay import Options, replay
from congvu.retrieval.set_memory import SetMemory, set_memory
from tests.unit.retrieval.judged import made_up


def asked(number: int, *, kin: str) -> Judged:
    """In this set ``heading`` tells what is right, which a ranker learned from ``coverage`` does not know."""
    one = made_up(number, kin=kin)
    rows = one.rows.copy()
    rows[:, FEATURE_NAMES.index("coverage")] = 0
    rows[3, FEATURE_NAMES.index("heading")] += 4
    return replace(one, rows=rows)


def in_both_typings(judged: list[Judged]) -> list[Judged]:
    return [*judged, *(replace(one, typing="no_diacritics") for one in judged)]


def a_set(judged: list[Judged]) -> SetMemory:
    """The set that made-up questions are of: every candidate an article, all of one question of one law."""
    articles = tuple(
        Article(article, f"law of {one.question.id}", "", "", article) for one in judged for article in one.articles
    )
    queries = tuple(one.question for one in judged)
    return set_memory(LabelledSet("made up", articles, queries, {}))


def test_trees_of_enough_corrections_raise_the_first_citation_of_other_documents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(continuing, "ENOUGH_FOR_TREES", 30)
    others = in_both_typings([made_up(1000 + i, kin=f"other {i}") for i in range(40)])
    base = training.learn_ranking(others, seeds=(1,))
    written = [asked(i, kin=f"law {i}") for i in range(90)]
    options = Options(steps=(0, 30), apart="document", seeds=(1,))
    result = replay(in_both_typings(written), a_set(written), base, NO_WEIGHTS, [], options)
    nothing, all_of_them = result["curve"]
    assert nothing["served"] == nothing["base"]
    assert all_of_them["used"] == 30
    assert all_of_them["promoted"] == 3
    assert all_of_them["served"] > nothing["served"] + 0.2
    assert result["largest_step_down"] == 0


def test_few_corrections_teach_what_answers_questions_like_them() -> None:
    """Three people ask each thing in nearly the same words, of texts that a ranker cannot tell from the others."""
    written = []
    for number in range(90):
        thing, one = number % 30, made_up(number, kin=f"law {number % 30}")
        articles = tuple(f"a{thing}-{place}" for place in range(len(one.articles)))
        question = LabelledQuery(f"q{number}", f"viec{thing} ho{thing} so{thing} {number}", frozenset({articles[3]}))
        written.append(replace(one, question=question, articles=articles, rows=np.zeros_like(one.rows)))
    laws = {article: f"law {number % 30}" for number, one in enumerate(written) for article in one.articles}
    queries = tuple(one.question for one in written)
    texts = tuple(Article(article, law, "", "", article) for article, law in laws.items())
    memories = set_memory(LabelledSet("made up", texts, queries, {}))
    base = training.learn_ranking([made_up(1000 + i, kin=f"other {i}") for i in range(30)], seeds=(1,))
    judged = in_both_typings(written)
    curve = replay(judged, memories, base, NO_WEIGHTS, [], Options(steps=(0, 30), seeds=(1,)))["curve"]
    assert curve[1]["same_article"] > 0.5
    assert curve[1]["learned"] > curve[0]["base"] + 0.4
    assert curve[1]["promoted"] == 3
    with_weights = replay(judged, memories, base, NO_WEIGHTS + 1, [], Options(steps=(0, 10), seeds=(1,)))["curve"]
    assert with_weights[1]["remembered"] > curve[0]["base"], "what is remembered works before anything is learned"
    assert with_weights[1]["promoted"] == 0


def test_trees_are_planted_beside_those_of_before() -> None:
    base = training.learn_ranking([made_up(i, kin=f"law {i}") for i in range(30)], seeds=(1,))
    nothing = made_up(99, kin="law", held_out=True)
    assert training.further_trees([nothing], [base.predict(nothing.rows)]) is None
    lessons = [asked(i, kin=f"x {i}") for i in range(30)]
    more = training.further_trees(lessons, [base.predict(one.rows) for one in lessons], seeds=(1,))
    assert more is not None
    both = training.planted_beside(base, more)
    assert len(both.feature) == len(base.feature) + training.CONTINUED_ROUNDS
    row = nothing.rows[:1]
    assert np.allclose(both.predict(row), base.predict(row) + more.predict(row))


def test_judged_questions_are_read_back_as_they_were_kept(tmp_path: Path) -> None:
    judged = [made_up(1, kin="a"), made_up(2, kin="b", typing="no_diacritics")]
    kept.write(tmp_path / "judged.npz", judged)
    back = kept.read(tmp_path / "judged.npz")
    for one, again in zip(judged, back, strict=True):
        assert (one.question, one.typing, one.articles, one.kin) == (
            again.question, again.typing, again.articles, again.kin,
        )  # fmt: skip
        assert np.array_equal(one.rows, again.rows)
        assert np.array_equal(one.right, again.right)
