"""What comparing words lets pass and is not what the text says: echoes, mixtures, rules without their exception.

Small models say the question again, whatever the provision says. Such a sentence is the asker's own claim. It shares
its words with the provision because the question does, so that it is shown only where the provision has it almost word
for word; else the provision's own sentence takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from congvu.answering.verify import Basis
from congvu.retrieval.understanding import content_terms
from congvu.text import accented_syllables, sentences, syllables

_FROM_QUESTION = 0.9
_IN_ONE_PIECE = 0.8
_SAME = 0.85
_FROM_ONE_PIECE = 0.9
_POINT = re.compile(r"^(?:[a-zđ]{1,2}\)|\d+[.)])\s")
_PLACE = re.compile(r"^\W*(?:(?:điều|khoản|điểm|mục)\s+[\w.]+\s*)+\W*", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:ngoại )?trừ\b", re.IGNORECASE)


def is_echo(sentence: str, question: str, bases: Sequence[Basis]) -> bool:
    """Whether a sentence has nearly all of its subject words from the question, and no text has it in one piece.

    False for a text in which most of the sentence stands in unbroken order, and without a question.
    """
    words = content_terms(tuple(syllables(sentence)))
    asked = set(syllables(question))
    if not asked or sum(word in asked for word in words) < _FROM_QUESTION * len(words):
        return False
    return not any(_in_one_piece(sentence, basis.text) for basis in bases)


def is_heading(sentence: str, bases: Sequence[Basis]) -> bool:
    """Whether a sentence is the number and heading of a cited unit, or its number alone: it says nothing."""
    said = syllables(_PLACE.sub("", sentence))
    headings = (syllables(basis.place.partition("\n")[2]) for basis in bases)
    return all(word.isdigit() for word in said) or said in headings


def without_its_exception(sentence: str, bases: Sequence[Basis]) -> str:
    """The text's sentence that says the same and goes on "…, trừ …", where the sentence leaves that out; else ""."""
    if _EXCEPT.search(sentence):
        return ""
    words = set(content_terms(tuple(syllables(sentence))))
    for basis in bases:
        for start, end in sentences(basis.text):
            whole = basis.text[start:end].strip()
            if _EXCEPT.search(whole) and len(words & set(syllables(whole))) >= _SAME * len(words):
                return whole
    return ""


def _in_one_piece(sentence: str, text: str) -> bool:
    said, there = accented_syllables(sentence), accented_syllables(text)
    if not set(said) <= set(there):
        return False
    match = SequenceMatcher(None, said, there, autojunk=False).find_longest_match()
    return match.size >= _IN_ONE_PIECE * len(said)


def is_mixture(sentence: str, bases: Sequence[Basis]) -> bool:
    """Whether a sentence has its words from here and there: no sentence of the text, nor a list with its lead, has
    nearly all of them. The heading of the unit may lend its words, because it often names who is meant.
    """
    words = set(content_terms(tuple(syllables(sentence))))
    for basis in bases:
        heading = set(syllables(basis.place.partition("\n")[2]))
        for piece in _pieces(basis.text):
            if len(words & (set(syllables(piece)) | heading)) >= _FROM_ONE_PIECE * len(words):
                return False
    return True


def _pieces(text: str) -> Iterator[str]:
    """The sentences of a text; a lead with the points below it is one."""
    listed: list[str] = []
    for line in filter(None, (part.strip() for part in text.split("\n"))):
        if listed and _POINT.match(line):
            listed.append(line)
            continue
        if listed:
            yield " ".join(listed)
            listed = []
        if line.endswith(":"):
            listed = [line]
        yield from (line[start:end] for start, end in sentences(line))
    if listed:
        yield " ".join(listed)
