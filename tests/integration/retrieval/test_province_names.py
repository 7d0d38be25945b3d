"""A question that names an agency of before is also searched by the names of those that took over here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from congvu.accounts.agencies import AgencyData, create_agency, record_succession, rename_agency
from congvu.accounts.models import Agency, Succession
from congvu.accounts.types import Viewer
from congvu.retrieval import province, service
from congvu.retrieval.province import province_names
from congvu.retrieval.rewriting import rewrite
from congvu.retrieval.statistics import Rarity, count_texts

pytestmark = pytest.mark.django_db

MARCH, LATER = dt.date(2025, 3, 1), dt.date(2026, 6, 1)
Kind = Succession.Kind


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    province.forget()
    yield
    province.forget()


def make(code: str, name: str, since: dt.date | None = None) -> Agency:
    return create_agency(AgencyData(code, name, starts_on=since))


@pytest.fixture(scope="module")
def corpus() -> Rarity:
    texts = [
        "Sở Xây dựng và Giao thông trình Ủy ban nhân dân tỉnh.",
        "Ủy ban nhân dân xã Thượng Bình ban hành quyết định.",
        "Ủy ban nhân dân xã Hạ Bình lập kế hoạch.",
        "Ban Dân tộc và Tôn giáo phối hợp với Sở Giao thông vận tải và Sở Xây dựng.",
    ]
    return count_texts(text for text in texts for _ in range(30)).rarity()


def read(text: str, corpus: Rarity, on: dt.date = LATER) -> str:
    return rewrite(text, corpus, on, province_names(on)).text


def test_who_took_over_here_goes_before_what_holds_elsewhere(corpus: Rarity) -> None:
    question = "Sở Giao thông vận tải cấp phép gì"
    assert read(question, corpus) == "Sở Giao thông vận tải (Sở Xây dựng) cấp phép gì"
    province.forget()
    old, new = make("sgtvt", "Sở Giao thông vận tải"), make("sxdgt", "Sở Xây dựng và Giao thông")
    assert read(question, corpus) == question  # here it lives on
    record_succession(old, new, Kind.MERGED, MARCH)
    province.forget()
    assert read(question, corpus) == "Sở Giao thông vận tải (Sở Xây dựng và Giao thông) cấp phép gì"
    (told,) = rewrite(question, corpus, LATER, province_names(LATER)).rewrites
    assert (told.kind, told.read, told.since) == ("renamed", "Sở Xây dựng và Giao thông", MARCH)
    assert read(question, corpus, dt.date(2025, 2, 1)) == question


def test_a_district_is_read_as_its_communes_written_out_or_not_and_reading_again_changes_nothing(
    corpus: Rarity,
) -> None:
    old = make("h", "UBND huyện Bình")
    for n, name in enumerate(("Ủy ban nhân dân xã Thượng Bình", "Ủy ban nhân dân xã Hạ Bình")):
        record_succession(old, make(f"x{n}", name, MARCH), Kind.FUNCTION, MARCH)
    Agency.objects.filter(pk=old.pk).update(ends_on=MARCH)
    old.names.update(ends_on=MARCH)
    for typed in ("UBND huyện Bình", "Ủy ban nhân dân huyện Bình"):
        once = read(f"{typed} ở đâu?", corpus)
        assert "xã Hạ Bình, Ủy ban nhân dân xã Thượng Bình) ở đâu?" in once
        assert read(once, corpus) == once


def test_a_name_in_use_that_begins_with_one_of_before_is_left_alone(corpus: Rarity) -> None:
    agency = make("bdt", "Ban Dân tộc")
    rename_agency(agency, "Ban Dân tộc và Tôn giáo", MARCH)
    assert read("Ban Dân tộc", corpus) == "Ban Dân tộc (Ban Dân tộc và Tôn giáo)"
    question = "Ban Dân tộc và Tôn giáo làm gì"
    assert rewrite(question, corpus, LATER, province_names(LATER)).rewrites == ()


def test_the_search_itself_reads_them(monkeypatch: pytest.MonkeyPatch, corpus: Rarity) -> None:
    record_succession(make("a", "Sở Cũ Kỹ Lắm"), make("b", "Sở Xây dựng và Giao thông"), Kind.MERGED, MARCH)
    monkeypatch.setattr(service, "rarity", lambda: corpus)
    viewer = Viewer(0, frozenset(), frozenset(), frozenset())
    found = service.retrieve(viewer, "Sở Cũ Kỹ Lắm làm gì?", LATER)
    assert "Sở Xây dựng và Giao thông" in found.query.search_text
