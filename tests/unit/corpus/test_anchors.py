"""Anchors of units in the reader."""

from __future__ import annotations

import re

from congvu.corpus.anchors import unit_anchors
from congvu.legal.structure import parse_structure

LAW = (
    "QUỐC HỘI\nLuật số: 1/2024/QH15\nLUẬT\nTHỬ NGHIỆM\nQuốc hội ban hành Luật Thử nghiệm.\n"
    "Chương I\nCHUNG\nĐiều 1. Một\n1. Gồm:\na) A;\nb) B;\nc) C;\nd) D;\nđ) Đ.\n2. Hai.\n"
    "Điều 2. Hai\nNội dung.\nĐiều 2a. Hai a\nNội dung.\nPHỤ LỤC I\nDANH MỤC\nĐiều 1. Của phụ lục\nNội dung.\n"
)


def test_articles_are_named_by_their_number_and_what_lies_in_them_by_the_way_to_it() -> None:
    anchors = unit_anchors(parse_structure(LAW))
    assert {"c1", "d1", "d1-k1", "d1-k1-a", "d1-k2", "d2", "d2a", "pl1", "pl1-d1"} <= set(anchors)


def test_point_d_and_point_dd_differ() -> None:
    anchors = unit_anchors(parse_structure(LAW))
    assert "d1-k1-d" in anchors
    assert "d1-k1-dd" in anchors


def test_anchors_are_unique_and_plain_even_where_numbers_repeat() -> None:
    text = LAW + "Điều 1. Lại một\n1. Một.\n1. Một nữa.\n"
    anchors = unit_anchors(parse_structure(text))
    assert len(set(anchors)) == len(anchors)
    assert all(re.fullmatch(r"[a-z0-9.~-]+", anchor) for anchor in anchors)


def test_paragraphs_without_a_number_are_counted() -> None:
    prose = "Thực hiện kế hoạch năm nay của tỉnh, đề nghị các sở báo cáo kết quả trước ngày 15 của tháng sau.\n"
    letter = f"UBND TỈNH\nSố: 1/UBND\nKính gửi: Sở A.\n\n{prose}{prose}"
    anchors = unit_anchors(parse_structure(letter))
    assert "dn1" in anchors
