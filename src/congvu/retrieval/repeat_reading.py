"""A question taken apart for the comparison with another: what it is about, how it asks, its numbers and references.

Pure, and kept for the process: approved questions are compared again and again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from congvu.legal import find_symbols, symbol_key
from congvu.retrieval import lexicon
from congvu.retrieval.lexicon import Found
from congvu.retrieval.repeat_words import Meaning, words
from congvu.retrieval.words import Word, read_words
from congvu.text import clean, find_dates, fold, has_diacritics, is_syllable

_CHAT = {
    "ko": "không", "k": "không", "kh": "không", "hok": "không", "hông": "không", "kg": "không", "đc": "được",
    "dc": "được", "j": "gì", "vs": "với", "ntn": "như thế nào", "bn": "bao nhiêu", "bnhieu": "bao nhiêu",
    "nta": "người ta", "lm": "làm",
}  # fmt: skip
_CHAT_WORD = re.compile(r"(?<![\w/.-])(?:" + "|".join(_CHAT) + r")(?![\w/.-])", re.IGNORECASE)
_PART = re.compile(r"(?<![\w/.-])([kđd])\.?\s?(\d{1,3}[a-zđ]?)(?=[\s,.;]|$)", re.IGNORECASE)
_OR_HOW_MANY = re.compile(r"\b\d+\s+\w+\s+(?:hay|hoặc)(?=\s+(?:bao nhiêu|mấy|bao nhieu|may)\b)", re.IGNORECASE)
_IN_WORDS = {
    "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_ORDINALS = {**_IN_WORDS, "nhat": 1, "mot": 1, "nhi": 2, "tu": 4}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ASCII = frozenset(map(chr, range(128)))
_UNITS = frozenset("ngay thang nam lan tuan gio tuoi nguoi trieu ty con buoc cap lan phut bac khoa".split())
_CLASSES = frozenset("hang bac loai nhom ngach vung quy thu lan khoan dieu diem muc cap phu luc chuong phan".split())
_PERIODS = frozenset("ngay thang nam tuan quy".split())
_COUNTS = frozenset(("mot", "may", "nhieu", "moi", "trong", "tu", "den", "dau", "cuoi", "truoc", *_IN_WORDS)) - {"nam"}
_NOT = frozenset(("khong", "chua", "chang"))
_GOES_ON = frozenset("neu khi vi voi ma thi trong sau truoc".split())
_PARTICLES = frozenset("a vay nhi ha ban the nhe u".split())
FULLY_TYPED = 0.6
"""Share of syllables with a mark from which a word without one is meant so."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``tokens``: what it is about, each once, folded; ``accents``: the spelling of single syllables, where it is sure.
    ``asks``: ways of asking (empty: unknown). ``numbers``: as (what they number, value); ``denied``: tokens after a
    "không" that is no question. ``syllables``: all of them, those without a subject of their own too;
    ``everything``: these and all of the others, to find what may be alike.
    """

    tokens: frozenset[str]
    accents: dict[str, str]
    asks: frozenset[str]
    numbers: frozenset[str]
    references: frozenset[str]
    denied: frozenset[str]
    syllables: frozenset[str]
    everything: frozenset[str]


@lru_cache(maxsize=20_000)
def read(question: str) -> Reading:
    """Take a question apart; never raises, whatever was typed."""
    text = _spelt_out(clean(question).strip())
    references, text = _without_references(text)
    return _Reader(text, references).reading()


def _spelt_out(text: str) -> str:
    """Habits of typing and abbreviations with one reading written out; "đuoc" is a word without its marks."""
    if sum(has_diacritics(word) for word in text.split()) < FULLY_TYPED * len(text.split()):
        text = " ".join(fold(word) if set(word.lower()) - _ASCII == {"đ"} else word for word in text.split(" "))
    text = text.replace("%", " phần trăm ")
    text = _CHAT_WORD.sub(lambda found: _CHAT[found.group().lower()], text)
    text = _PART.sub(lambda found: f"{'khoản' if found[1].lower() == 'k' else 'điều'} {found[2]}", text)
    text = _OR_HOW_MANY.sub("", text)
    pieces, at = [], 0
    for found in lexicon.abbreviations().find(text, here := read_words(text)):
        start, end = here[found.first].start, here[found.last - 1].end
        typed, reads = text[start:end], found.phrase.reads
        if start < at or len(reads) > 1 or (is_syllable(fold(typed)) and not typed.isupper()):
            continue
        pieces += [text[at:start], reads[0]]
        at = end
    return "".join([*pieces, text[at:]])


def _without_references(text: str) -> tuple[set[str], str]:
    """Symbols and dates as keys, and the text without them."""
    found, spans = set(), []
    for symbol, start, end in find_symbols(text):
        found.add(symbol_key(symbol.canonical))
        spans.append((start, end))
    for date, start, end in find_dates(text):
        if not any(a < end and start < b for a, b in spans):
            found.add(date.isoformat())
            spans.append((start, end))
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return found, text


class _Reader:
    """One pass over the words of a question."""

    def __init__(self, text: str, references: set[str]) -> None:
        self.text, self.references = text, references
        self.words: Sequence[Word] = read_words(text)
        marked = sum(not word.is_bare for word in self.words)
        self.sure = marked >= FULLY_TYPED * max(1, len(self.words))
        self.tokens: set[str] = set()
        self.accents: dict[str, str] = {}
        self.strong: set[str] = set()
        self.weak: set[str] = set()
        self.numbers: set[str] = set()
        self.denied: set[str] = set()

    def reading(self) -> Reading:
        denying = False
        for first, last, meaning in self._pieces():
            word = self.words[first]
            if meaning is None and word.folded in _NOT:
                if self._ends(last) or (self.words[last].folded in _GOES_ON and self._said_before(first, "co")):
                    self.strong.add("whether")
                else:
                    denying = True
                continue
            if meaning is None and (number := self._number(first)) is not None:
                self.numbers.add(number)
                continue
            if last == first + 1 and self._is_period(word) and self._counted(first):
                continue
            token = word.folded if meaning is None else meaning.token
            if meaning is not None:
                (self.weak if meaning.weak else self.strong).update(meaning.asks)
            elif self.sure or not word.is_bare:
                self.accents[token] = word.accented
            if token and denying:
                token, denying = f"không {token}", False
                self.denied.add(token)
            if token:
                self.tokens.add(token)
        spoken = frozenset(word.folded for word in self.words)
        return Reading(
            frozenset(self.tokens), self.accents, self._asks(), frozenset(self.numbers), frozenset(self.references),
            frozenset(self.denied), spoken, spoken.union(self.tokens, self.numbers, self.references),
        )  # fmt: skip

    def _pieces(self) -> Iterator[tuple[int, int, Meaning | None]]:
        """Phrases of the table and the words between them, in order of place."""
        table, at = words(), 0
        found = table.phrases.find(self.text, self.words)
        for (first, last), same in itertools.groupby(found, key=lambda f: (f.first, f.last)):
            meaning = self._meant(first, last, list(same))
            if meaning is not None:
                yield from ((place, place + 1, None) for place in range(at, first))
                yield first, last, meaning
                at = last
        yield from ((place, place + 1, None) for place in range(at, len(self.words)))

    def _meant(self, first: int, last: int, same: Sequence[Found]) -> Meaning | None:
        """What a phrase means here; a single syllable without marks is taken for one with marks only where the text
        has none, and never for the name of something else.
        """
        single = last == first + 1
        if single and self._number(first) is not None:
            return None
        exact = [f for f in same if not f.bare]
        bare = [f for f in same if f.bare]
        if single and self.sure:
            bare = []
        if single and not self.sure and bare:
            lighter = [f for f in bare if not words().meanings[f.phrase.reads[0]].token]
            bare, exact = lighter, [] if lighter else exact
        chosen = (exact or bare)[:1]
        return words().meanings[chosen[0].phrase.reads[0]] if chosen else None

    def _number(self, at: int) -> str | None:
        """The number at a place, with what it numbers where that is a class ("hạng:2"); None where there is none."""
        word = self.words[at].folded
        before = self.words[at - 1].folded if at else ""
        after = self.words[at + 1].folded if at + 1 < len(self.words) else ""
        value: str | None = None
        if word.isdigit():
            value = str(int(word))
        elif word[:-1].isdigit() and word[-1].isalpha() and before in ("dieu", "khoan"):
            value = word
        elif before in _CLASSES:
            if word in _ROMAN and (self.words[at].typed.isupper() or len(word) > 1) and word != "vi":
                value = str(_ROMAN[word])
            elif word in _ORDINALS and before in ("hang", "thu", "lan", "bac", "loai"):
                value = str(_ORDINALS[word])
            elif len(word) == 1 and word.isalpha() and before in ("loai", "nhom", "diem", "hang", "vung", "ngach"):
                value = word
        elif word in _IN_WORDS and after in _UNITS and not (word == "nam" and after == "nam"):
            value = str(_IN_WORDS[word])
        if value is None:
            return None
        return f"{before}:{value}" if before in ("dieu", "khoan", "diem", "chuong") else value

    def _said_before(self, at: int, word: str) -> bool:
        return any(before.folded == word for before in self.words[:at])

    def _is_period(self, word: Word) -> bool:
        """Whether a word is a day, month or year; "nam" for men is none where diacritics were typed."""
        return word.folded in _PERIODS and not (self.sure and word.is_bare)

    def _counted(self, at: int) -> bool:
        """Whether a day, month or year is one of those that a number, "một" or "mỗi" beside it counts."""
        beside = [self.words[place].folded for place in (at - 1, at + 1) if 0 <= place < len(self.words)]
        return any(word.isdigit() or word in _COUNTS for word in beside)

    def _ends(self, at: int) -> bool:
        """Whether nothing but particles follows up to the end or a mark of punctuation."""
        for place in range(at, len(self.words)):
            gap = self.text[self.words[place - 1].end : self.words[place].start]
            if gap.strip():
                return True
            if self.words[place].folded not in _PARTICLES:
                return False
        return True

    def _asks(self) -> frozenset[str]:
        """The clearest ways of asking that were seen; "bao nhiêu" of some "tiền" asks for money."""
        if "howmany" in self.strong and any(word.folded == "tien" for word in self.words):
            self.strong.add("money")
        clear = self.strong - {"any", "howmany"}
        if clear:
            return frozenset(clear)
        if self.weak:
            return frozenset(self.weak)
        return frozenset(self.strong)
