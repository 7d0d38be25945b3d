"""How well a text was read, against what truly stands there: letters, letters with diacritics, syllables, characters.

Both texts are compared in NFC and without case (capitals of old fonts are a matter of drawing), blanks as one blank,
cell separators as blanks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from congvu.text import clean, has_diacritics

_SYLLABLE = re.compile(r"[^\W_]+")
_CELLS = re.compile(r"\s*\|\s*|\t")

_ALIGNED_EXACTLY = 4_000_000
_Block = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Counts over the true text; the shares are 0..1, and 1 where there is nothing to get wrong.

    ``characters``: letters and digits of the truth, and how many of them stand at their places after the two
    sequences of syllables were aligned. ``diacritics``: the same for letters with a tone or diacritic, "đ" included.
    ``syllables``: whole syllables and numbers that are identical. ``edits``: insertions, deletions and replacements of
    characters, punctuation and blanks included, over the ``length`` of the truth.
    """

    characters: int = 0
    characters_right: int = 0
    diacritics: int = 0
    diacritics_right: int = 0
    syllables: int = 0
    syllables_right: int = 0
    edits: int = 0
    length: int = 0

    @property
    def character(self) -> float:
        return self.characters_right / self.characters if self.characters else 1.0

    @property
    def diacritic(self) -> float:
        return self.diacritics_right / self.diacritics if self.diacritics else 1.0

    @property
    def syllable(self) -> float:
        return self.syllables_right / self.syllables if self.syllables else 1.0

    @property
    def error(self) -> float:
        """Character errors per character of the truth."""
        return self.edits / self.length if self.length else 0.0

    def __add__(self, other: Accuracy) -> Accuracy:
        return Accuracy(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def compare(truth: str, found: str) -> Accuracy:
    """The accuracy of what was found; takes seconds for a long document."""
    truth, found = _plain(truth), _plain(found)
    true_syllables, found_syllables = _SYLLABLE.findall(truth), _SYLLABLE.findall(found)
    characters = right = marks = marks_right = whole = 0
    for tag, i1, i2, j1, j2 in _blocks(true_syllables, found_syllables):
        expected = "".join(true_syllables[i1:i2])
        characters += len(expected)
        if tag == "equal":
            whole += i2 - i1
            right += len(expected)
            marks += _marked(expected)
            marks_right += _marked(expected)
            continue
        marks += _marked(expected)
        for block in SequenceMatcher(
            None, expected, "".join(found_syllables[j1:j2]), autojunk=False
        ).get_matching_blocks():
            same = expected[block.a : block.a + block.size]
            right += len(same)
            marks_right += _marked(same)
    return Accuracy(characters, right, marks, marks_right, len(true_syllables), whole, _edits(truth, found), len(truth))


def _plain(text: str) -> str:
    return " ".join(_CELLS.sub(" ", clean(text)).lower().split())


def _marked(text: str) -> int:
    return sum(has_diacritics(letter) or letter == "đ" for letter in text)


def _edits(truth: str, found: str) -> int:
    """Edits between two texts, counted block by block between the words that both have."""
    ours, theirs = truth.split(" "), found.split(" ")
    edits = 0
    for tag, i1, i2, j1, j2 in _blocks(ours, theirs):
        if tag != "equal":
            edits += _distance(" ".join(ours[i1:i2]), " ".join(theirs[j1:j2]))
    return edits


def _blocks(first: list[str], second: list[str]) -> list[_Block]:
    """How one sequence of words becomes the other, as ``SequenceMatcher.get_opcodes`` says it.

    Texts of a page or two are aligned with the least number of edits: laws repeat long phrases, and the longest match,
    which is what the library takes first, is then often the wrong one.
    """
    if len(first) * len(second) > _ALIGNED_EXACTLY:
        return list(SequenceMatcher(None, first, second, autojunk=False).get_opcodes())
    rows = [list(range(len(second) + 1))]
    for i, a in enumerate(first, 1):
        above, row = rows[-1], [i]
        for j, b in enumerate(second, 1):
            row.append(above[j - 1] if a == b else 1 + min(above[j], row[j - 1], above[j - 1]))
        rows.append(row)
    blocks: list[_Block] = []
    i, j = len(first), len(second)
    end_i, end_j = i, j
    while i or j:
        if i and j and first[i - 1] == second[j - 1] and rows[i][j] == rows[i - 1][j - 1]:
            if (i, j) != (end_i, end_j):
                blocks.append(("replace", i, end_i, j, end_j))
            i, j = i - 1, j - 1
            blocks.append(("equal", i, i + 1, j, j + 1))
            end_i, end_j = i, j
        elif i and j and rows[i][j] == rows[i - 1][j - 1] + 1:
            i, j = i - 1, j - 1
        elif i and rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    if (end_i, end_j) != (0, 0):
        blocks.append(("replace", 0, end_i, 0, end_j))
    return blocks[::-1]


def _distance(first: str, second: str) -> int:
    """The least number of insertions, deletions and replacements; the longer text's length where both are long."""
    if len(first) * len(second) > 4_000_000:
        return max(len(first), len(second))
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
