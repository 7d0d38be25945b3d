"""Symbols of documents, as they are typed and as they are printed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.legal import KINDS, find_symbols, kind_by_code, kind_by_name, normalise_symbol, parse_symbol, symbol_key


@pytest.mark.parametrize(
    "typed",
    [
        "30/2020/NĐ-CP",
        "30/2020/ND-CP",
        "30/2020/nd-cp",
        "30 / 2020 / NĐ - CP",
        "30/2020/NĐ–CP",
        "30∕2020∕NĐ‑CP",
        "３０／２０２０／NĐ－CP",
        "**30**/2020/NĐ-CP",
        "Số: 30/2020/NĐ-CP",
        "Nghị định số 30/2020/NĐ-CP",
        "nghi dinh 30/2020/nd-cp",
        "30/2020/N\u00d0-CP",
    ],
)
def test_every_way_to_type_a_symbol_gives_the_official_one(typed: str) -> None:
    assert normalise_symbol(typed) == "30/2020/NĐ-CP"


@pytest.mark.parametrize(
    ("symbol", "number", "year", "kind", "issuer", "unit"),
    [
        ("45/2019/QH14", "45", 2019, None, "QH14", None),
        ("76/2025/UBTVQH15", "76", 2025, None, "UBTVQH15", None),
        ("01/2022/TT-BTTTT", "01", 2022, "TT", "BTTTT", None),
        ("08/2004/TTLT-BNV-BTC", "08", 2004, "TTLT", "BNV-BTC", None),
        ("23/1999/PL-UBTVQH10", "23", 1999, "PL", "UBTVQH10", None),
        ("1656/NQ-UBTVQH15", "1656", None, "NQ", "UBTVQH15", None),
        ("133/VBHN-VPQH", "133", None, "VBHN", "VPQH", None),
        ("305/KH-BCĐ", "305", None, "KH", "BCĐ", None),
        ("1951/UBND-VX", "1951", None, None, "UBND", "VX"),
        ("478/CATTT-ATHTTT", "478", None, None, "CATTT", "ATHTTT"),
        ("57-NQ/TW", "57", None, "NQ", "TW", None),
        ("21-LCT/HĐNN8", "21", None, "L", "HĐNN8", None),
        ("102-SL/L-004", "102", None, "SL", "L", "004"),
        ("QCVN 102:2016/BTTTT", "102", 2016, "QCVN", "BTTTT", None),
        ("TCVN 6909:2001", "6909", 2001, "TCVN", None, None),
        ("TCVN ISO 9001:2015", "9001", 2015, "TCVN", None, None),
    ],
)
def test_the_parts_of_a_symbol(
    symbol: str, number: str, year: int | None, kind: str | None, issuer: str | None, unit: str | None
) -> None:
    parsed = parse_symbol(symbol)
    assert parsed is not None
    assert (parsed.number, parsed.year, parsed.kind, parsed.issuer, parsed.unit) == (number, year, kind, issuer, unit)
    assert parsed.canonical == symbol


@pytest.mark.parametrize(
    ("symbol", "normative", "letter", "party"),
    [
        ("30/2020/NĐ-CP", True, False, False),
        ("45/2019/QH14", True, False, False),
        ("47/2023/QĐ-UBND", True, False, False),
        ("21-LCT/HĐNN8", True, False, False),
        ("454/QĐ-UBND", False, False, False),
        ("87/CĐ-TTg", False, False, False),
        ("1951/UBND-VX", False, True, False),
        ("12/CV-BCĐ", False, True, False),
        ("57-NQ/TW", False, False, True),
        ("322-CV/ĐU", False, False, True),
    ],
)
def test_the_symbol_tells_law_letter_and_party(symbol: str, normative: bool, letter: bool, party: bool) -> None:
    parsed = parse_symbol(symbol)
    assert parsed is not None
    assert (parsed.is_normative, parsed.is_official_letter, parsed.is_party) == (normative, letter, party)


@pytest.mark.parametrize("s", ["", "10/2012", "24/7", "đ/c", "km/h", "Điều 5", "06/6/2024", "1" * 300, "30/2020/"])
def test_what_is_no_symbol_gives_none(s: str) -> None:
    assert parse_symbol(s) is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("30/2020/nd-cp", "30/2020/NĐ-CP"),
        ("6/2012/QH13", "06/2012/QH13"),
        ("73/2006/QH 11", "73/2006/QH11"),
        ("1951/ubnd-vx", "1951/UBND-VX"),
        ("qcvn 102:2016/btttt", "QCVN 102:2016/BTTTT"),
        ("57-nq/tw", "57-NQ/TW"),
    ],
)
def test_keys_of_two_spellings_are_equal(typed: str, stored: str) -> None:
    assert symbol_key(typed) == symbol_key(stored)


def test_keys_of_different_symbols_differ() -> None:
    symbols = ["30/2020/NĐ-CP", "30/2021/NĐ-CP", "3/2020/NĐ-CP", "30/2020/TT-CP", "57-NQ/TW", "57/NQ-TW"]
    assert len({symbol_key(symbol) for symbol in symbols}) == len(symbols)


def test_symbols_are_found_in_running_text_with_their_spans() -> None:
    text = (
        "Căn cứ Nghị định số 30/2020/NĐ-CP; Văn bản số **522**/UBND-VX ngày 20/2/2024, Kế hoạch số 305/KH-BCĐ, "
        "Nghị quyết 57-NQ/TW và QCVN 102:2016/BTTTT; tỷ lệ 10/2012, tốc độ 80/km, và/hoặc 24/7."
    )
    assert [(symbol.canonical, text[start:end]) for symbol, start, end in find_symbols(text)] == [
        ("30/2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("522/UBND-VX", "522**/UBND-VX"),
        ("305/KH-BCĐ", "305/KH-BCĐ"),
        ("57-NQ/TW", "57-NQ/TW"),
        ("QCVN 102:2016/BTTTT", "QCVN 102:2016/BTTTT"),
    ]


_SYMBOLS = st.one_of(
    st.builds(
        "{}/{}/{}-{}".format,
        st.integers(1, 9999),
        st.integers(1945, 2049),
        st.sampled_from(["NĐ", "TT", "QĐ", "NQ", "CT", "PL"]),
        st.sampled_from(["CP", "TTg", "BTTTT", "BGDĐT", "UBND", "HĐND", "UBTVQH12", "HĐTP"]),
    ),
    st.builds("{:02}/{}/QH{}".format, st.integers(1, 999), st.integers(1992, 2030), st.integers(9, 16)),
    st.builds("{}/UBND-{}".format, st.integers(1, 9999), st.sampled_from(["VX", "NC", "TH", "KTTH"])),
    st.builds(
        "{}-{}/{}".format,
        st.integers(1, 999),
        st.sampled_from(["NQ", "CT", "KL", "QĐ", "CV"]),
        st.sampled_from(["TW", "TU", "ĐU"]),
    ),
)


@given(_SYMBOLS)
def test_a_canonical_symbol_parses_to_itself(symbol: str) -> None:
    parsed = parse_symbol(symbol)
    assert parsed is not None
    assert parsed.canonical == symbol
    assert parse_symbol(parsed.canonical) == parsed
    assert symbol_key(symbol.lower()) == symbol_key(symbol)
    assert [found.canonical for found, _, _ in find_symbols(f"theo {symbol} thì")] == [symbol]


@given(st.one_of(st.text(max_size=80), st.text(alphabet="0123456789/-: .QHNĐCPTWabđ*", max_size=80)))
def test_any_text_is_accepted_and_what_parses_is_stable(s: str) -> None:
    parsed = parse_symbol(s)
    if parsed is not None:
        assert parse_symbol(parsed.canonical) == parsed
    for symbol, start, end in find_symbols(s):
        assert 0 <= start < end <= len(s)
        assert normalise_symbol(s[start:end]) == symbol.canonical


@pytest.mark.parametrize("piece", ["1", "/", " ", "1/", "1 / ", "1/a-", "1-", "1/2020/ab-", "A", "QCVN ", "-", "*"])
def test_hostile_text_is_searched_in_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        find_symbols(piece * (length // len(piece)))
        return time.process_time() - started

    seconds(2_000)
    short = min(seconds(10_000), seconds(10_000))
    assert min(seconds(80_000), seconds(80_000)) < 24 * short + 0.1


def test_the_table_has_the_29_administrative_kinds_and_no_code_twice() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert sum(kind.group == "administrative" for kind in KINDS) == 29


@pytest.mark.parametrize(
    ("code", "name"), [("qd", "Quyết định"), ("HĐ", "Hợp đồng"), ("HD", "Hướng dẫn"), ("ttr", "Tờ trình")]
)
def test_a_code_names_its_kind_with_or_without_diacritics(code: str, name: str) -> None:
    kind = kind_by_code(code)
    assert kind is not None
    assert kind.name == name
    assert kind_by_name(name.upper()) == kind
