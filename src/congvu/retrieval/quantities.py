"""Questions for a number ("bao nhiêu ngày", "bao lâu", "mức phạt") and passages that hold one of that kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvu.text import fold

_TIME = "ngay|thang|nam|gio|tuan|quy|phut"
_MONEY = "dong|%|phan tram|muc luong|lan"
_COUNTED = re.compile(
    r"\b(?:bao nhieu|may)(?: lan)? (ngay|hom|bua|thang|nam|gio|tuan|tuoi|dong|nguoi|lan|phan tram|met|lit)\b"
)
_SHARE = "%|phan tram"
WRITTEN = {
    "phan tram": _SHARE, "lai suat": _SHARE, "ty le": _SHARE, "tien": f"(?:trieu |ty )?dong|{_SHARE}",
    "hom": "ngay", "bua": "ngay",
}  # fmt: skip
"""Measures that texts of law write otherwise than people ask for them, as patterns over folded text."""
_HOW_LONG = re.compile(r"\bbao lau\b|\bthoi han (?:la|bao|toi da|toi thieu)\b|\bthoi gian (?:la )?bao\b")
_HOW_MUCH = re.compile(
    r"\bbao nhieu tien\b|\bmuc (?:phat|tien|luong|dong|thu|huong|ho tro)\b.*\b(?:bao nhieu|the nao)\b"
)
_IN_WORDS = "mot|hai|ba|bon|sau|bay|tam|chin|muoi"


def asked_quantity(terms: Sequence[str]) -> str | None:
    """The units (a pattern over folded text) of the number that a question asks for; None if it asks for none."""
    text = " ".join(terms)
    counted = _COUNTED.search(text)
    if counted:
        return WRITTEN.get(counted[1], counted[1])
    if _HOW_LONG.search(text):
        return _TIME
    return _MONEY if _HOW_MUCH.search(text) else None


def has_quantity(text: str, units: str | None) -> float:
    """1 if a text holds a number with one of these units, 0 if not, 0.5 where none is asked for."""
    if units is None:
        return 0.5
    pattern = rf"\b\d[\d.,]*\)?\s*(?:{units})|\b(?:{_IN_WORDS})\s+(?:{units})\b"
    return 1.0 if re.search(pattern, fold(text)) else 0.0
