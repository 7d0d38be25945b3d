"""A text beside its folded form: grammars read the folded side, and look at what was written where it matters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from congvu.text import fold_with_offsets, has_diacritics, nfc, tone_normalise


@dataclass(frozen=True)
class Source:
    """The text as given, its folded form, and for each folded character the index in the text."""

    text: str
    folded: str
    offsets: list[int]

    @classmethod
    def of(cls, text: str) -> Source:
        """Read a text; takes time in proportion to its length."""
        return cls(text, *fold_with_offsets(text))

    def start(self, at: int) -> int:
        """The index in the text of a folded position; the end of the text for one past the last."""
        return self.offsets[at] if at < len(self.offsets) else len(self.text)

    def end(self, at: int) -> int:
        """The index one past the text of the folded character before `at`, combining marks included."""
        if at == 0:
            return 0
        end = self.offsets[at - 1] + 1
        limit = self.start(at)
        while end < limit and "\u0300" <= self.text[end] <= "\u036f":
            end += 1
        return end

    def written(self, start: int, end: int) -> str:
        """What was written at a folded span, in NFC."""
        return nfc(self.text[self.start(start) : self.end(end)])

    def spells(self, start: int, end: int, word: str) -> bool:
        """Whether a span, already known to fold like `word`, is that word: "diều" is not "điều", "dieu" may be."""
        written = self.written(start, end)
        return written.isascii() or not has_diacritics(written) or _plain(written) == _plain(word)

    @cached_property
    def is_accented(self) -> bool:
        """Whether the text has Vietnamese diacritics anywhere."""
        return has_diacritics(self.text)


@lru_cache(maxsize=4096)
def _plain(s: str) -> str:
    return " ".join(tone_normalise(s).lower().replace("ð", "đ").replace(",", " ").split())
