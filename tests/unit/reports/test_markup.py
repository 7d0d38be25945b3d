from __future__ import annotations

import pytest

from congvu.common.errors import InvalidInputError
from congvu.reports.markup import plain, spans
from congvu.reports.types import Span

FIGURES = {"users": "2.154", "share": None, "name": "a **b** {users} [?x:?]"}


def test_styles_and_figures() -> None:
    assert spans("có **{users}** người (*trong đó*)", FIGURES) == (
        Span("có "),
        Span("2.154", bold=True),
        Span(" người ("),
        Span("trong đó", italic=True),
        Span(")"),
    )


def test_a_footnote_hangs_on_the_text_before_it() -> None:
    found = spans("tài khoản SSO^[Đăng nhập {users} lần.] và", FIGURES)
    assert found == (Span("tài khoản SSO", note="Đăng nhập 2.154 lần."), Span(" và"))


def test_what_is_not_known_leaves_its_passage_out() -> None:
    assert plain("a[?share: b {share}?][?users: c[?share: d {share}?] {users}?]", FIGURES) == "a c 2.154"


def test_figures_are_never_read_as_markup() -> None:
    assert spans("{name}", FIGURES) == (Span("a **b** {users} [?x:?]"),)


@pytest.mark.parametrize("template", ["{share}", "{khong_co}", "[?khong_co: x?]"])
def test_an_unknown_figure_is_told(template: str) -> None:
    with pytest.raises(InvalidInputError):
        plain(template, FIGURES)
