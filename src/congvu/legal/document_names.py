"""Where the name of a law ends in running text: known names first, then capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from congvu.legal.law_names import NAMES_BY_KIND
from congvu.legal.source import Source
from congvu.text import accented_syllables, has_diacritics, syllables, tone_normalise

NAMED_KINDS = {"bo luat": "BL", "luat": "L", "phap lenh": "PL", "hien phap": "HP"}
"""Kinds of documents that are called by name, folded."""

_NAMED = re.compile(r"(?:bo[ ]luat|luat|phap[ ]lenh|hien[ ]phap)(?!\w)")
_AMENDING = re.compile(
    r"[ ](?:sua doi|bo sung)(?:[, ]{1,2}bo sung)?[ ](?:(?:mot so|cac)[ ])?dieu[ ](?:[\w,]{1,9}[ ]){0,8}?cua[ ]"
)
_AND = re.compile(r"[ ]va[ ]")
_REPUBLIC = re.compile(r"[ ]nuoc[ ]cong[ ]hoa[ ]xa[ ]hoi[ ]chu[ ]nghia[ ]viet[ ]nam(?!\w)")
_SYLLABLE = re.compile(r"[^\W_]+")
_STOP_WORDS = frozenset(
    "noi quy la co thi nay da duoc het nam so ngay cac nhung theo tai khi neu bi phai khong ve cho do ma va hoac de "
    "nhu hien con sua ban tren duoi gi nao sao ra dieu khoan diem chuong muc phan truoc sau tu ke van luat bo nghi "
    "thong quyet phap".split()
)


@dataclass
class _Node:
    """A step into the known names, syllable by syllable; `name`: the accented syllables of one that ends here."""

    below: dict[str, _Node] = field(default_factory=dict)
    name: list[str] | None = None


def _build(names: tuple[str, ...]) -> _Node:
    root = _Node()
    for name in names:
        node = root
        for syllable in syllables(name):
            node = node.below.setdefault(syllable, _Node())
        node.name = accented_syllables(name)
    return root


_TRIES = {kind: _build(names) for kind, names in NAMES_BY_KIND.items()}


def name_end(source: Source, kind: str, at: int) -> int | None:
    """Where the name ends that follows the folded word `kind` (a key of `NAMED_KINDS`) at `at`, or None."""
    code = NAMED_KINDS[kind]
    if code == "HP":
        republic = _REPUBLIC.match(source.folded, at)
        return republic.end() if republic else at
    return amended_end(source, at) or _known_name_end(source, at, code) or _unknown_name_end(source, at)


def amended_end(source: Source, at: int) -> int | None:
    """Where "sửa đổi, bổ sung một số điều của Luật A và Luật B" at `at` ends, or None if it is not there."""
    amending = _AMENDING.match(source.folded, at)
    if amending is None:
        return None
    at = amending.end()
    end: int | None = None
    for _ in range(6):
        inner = _NAMED.match(source.folded, at)
        if inner is None:
            break
        code = NAMED_KINDS[inner.group()]
        stop = _known_name_end(source, inner.end(), code) or _unknown_name_end(source, inner.end())
        if stop is None:
            break
        end = stop
        more = _AND.match(source.folded, stop)
        if more is None:
            break
        at = more.end()
    return end


def _words(source: Source, at: int) -> Iterator[tuple[str, int, int, str]]:
    """Syllables from a place on, each with its span and the gap before it, while the gap is a space or a comma."""
    for _ in range(24):
        match = _SYLLABLE.search(source.folded, at, at + 24)
        if match is None:
            return
        gap = source.folded[at : match.start()]
        if not re.fullmatch(r"[ ]{1,2}|,[ ]|\n", gap):
            return
        end = match.end()
        if end == at + 24:
            return
        yield match.group(), match.start(), end, gap
        at = end


def _known_name_end(source: Source, at: int, code: str) -> int | None:
    node = _TRIES[code]
    first = None
    best: int | None = None
    words = _words(source, at)
    # "Luật về sĩ quan ..." names the same law as "Luật sĩ quan ...".
    for word, start, end, gap in words:
        if first is None:
            if "," in gap:
                break
            if word == "ve":
                continue
            first = start
        below = node.below.get(word)
        if below is None:
            break
        node = below
        if node.name and _same_words(source, first, end, node.name):
            best = end
    return best


def _same_words(source: Source, start: int, end: int, accented: list[str]) -> bool:
    written = source.written(start, end)
    if not has_diacritics(written):
        # One bare syllable is too little to go by in accented text: "luật gia" is a jurist, not a law on prices.
        return len(accented) > 1 or not source.is_accented or not has_diacritics(accented[0])
    return _loose(accented_syllables(written)) == _loose(accented)


def _loose(words: list[str]) -> list[str]:
    # "kỹ" and "kĩ", "quý" and "quí": both spellings are in use; only a lone final i or y differs.
    table = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
    return [tone_normalise(word).translate(table) for word in words]


def _unknown_name_end(source: Source, at: int) -> int | None:
    """End of a name that is in no list: it begins with a capital and runs to a word that cannot be in a name."""
    end: int | None = None
    for count, (word, start, stop, gap) in enumerate(_words(source, at)):
        capital = source.written(start, start + 1).isupper()
        if word.isdigit() or word in _STOP_WORDS or count >= 12 or "\n" in gap or (count == 0 and not capital):
            break
        if "," in gap:
            break
        end = stop
    return end
