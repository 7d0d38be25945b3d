"""The measurement of the pages of figures runs, each page is opened as whom it is for, and the recount agrees."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from congvu.web.participation.bench import bench_participation


@pytest.mark.django_db
def test_a_small_year_is_timed_and_counted_a_second_time() -> None:
    result = bench_participation(80, 300, 1, 1, lambda _what, _done, _total: None, recount=True)
    assert result["rows"]["questions"] == 300
    assert {page["role"] for page in result["pages"]} == {"operator", "coordinator", "member"}
    assert result["tallies"] == {"apart": 0}
    assert (result["recount"]["different"], result["recount"]["figures"] > 400) == (0, True)
    cache.clear()
