from __future__ import annotations

from congvu.retrieval.asking import TABLE, asking
from training.asking import table


def test_the_table_that_ships_is_what_our_own_questions_make() -> None:
    assert TABLE.read_text("utf-8") == table()


def test_it_knows_what_texts_of_law_do_not_say() -> None:
    found = asking()
    assert found.counts["tôi"] > found.counts["tội"]
    assert found.pairs.count("tôi_muốn") > 0
    assert found.pairs.count("tối_mượn") == 0
