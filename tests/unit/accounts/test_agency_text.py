"""Names and codes of agencies as they are compared."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from congvu.accounts.agency_text import bare_code, joined, scheme_of, search_key, spellings, words_of
from congvu.accounts.types import CodeScheme


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("STTTT", "Sở Thông tin và Truyền thông"),
        ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
        ("sở tttt", "Sở Thông tin và Truyền thông"),
        ("Sở NN&PTNT", "Sở Nông nghiệp và PTNT"),
        ("snnptnt", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("Sở LĐ-TB&XH", "Sở Lao động, Thương binh và Xã Hội"),
        ("Sở KH-ĐT", "Sở Kế hoạch và Đầu tư"),
        ("so thong tin va truyen thong", "Sở Thông tin và Truyền thông"),
    ],
)
def test_every_way_to_shorten_a_name_is_in_its_key(typed: str, name: str) -> None:
    assert f"={joined(typed)} " in search_key(name) or f" {' '.join(words_of(typed))} =" in search_key(name)


def test_short_forms_are_written_out_on_both_sides() -> None:
    assert words_of("UBND TP Yên Bái") == words_of("Ủy ban nhân dân thành phố Yên Bái")
    assert words_of("Sở NN và PTNT")[-3:] == ["trien", "nong", "thon"]
    assert spellings("UBND xã Yên Bình") == ("UBND xã Yên Bình", "Ủy ban nhân dân xã Yên Bình")
    assert spellings("Sở Nội vụ") == ("Sở Nội vụ",)


def test_a_short_name_of_its_own_is_searched_too() -> None:
    assert "=vanphongso " in search_key("Văn phòng", "Văn phòng Sở")


@pytest.mark.parametrize(
    ("code", "scheme"),
    [
        ("H62.01", CodeScheme.QD20),
        ("h37.dn.001", CodeScheme.QD20),
        ("H62", CodeScheme.QD20),
        ("000.00.01.H62", CodeScheme.QCVN102),
        ("SNV-YB", CodeScheme.OTHER),
        ("15", CodeScheme.OTHER),
    ],
)
def test_the_scheme_is_read_from_the_code(code: str, scheme: CodeScheme) -> None:
    assert scheme_of(code) == scheme


@given(
    st.sampled_from(["H62.01", "000.00.01.H62", "H37.DN.001"]),
    st.sampled_from([".", "-", "_", " ", "/", "", " . "]),
    st.booleans(),
)
def test_case_and_separators_do_not_matter(code: str, separator: str, low: bool) -> None:
    written = code.replace(".", separator)
    assert bare_code(written.lower() if low else written) == bare_code(code)


@given(st.text(max_size=40))
@example("ǰ")
def test_nothing_that_is_typed_breaks_the_keys(text: str) -> None:
    assert bare_code(bare_code(text)) == bare_code(text)
    assert joined(joined(text)) == joined(text)
    search_key(text, text)
    spellings(text)
