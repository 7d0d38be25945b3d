"""Which place of the cited text a word of the sentence corresponds to: the one in the most alike company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from congvu.answering.verify.operators import is_content, is_head
from congvu.answering.verify.tokens import Token

_REACH = 8
_CLEAR = 2
_GOES_ON = 4


class Company:
    """Finds, for words of a sentence, the places of a cited text that stand in the same company."""

    def __init__(self, said: Sequence[Token], cited: Sequence[Token]) -> None:
        self._said, self._cited = said, cited
        self._near: dict[int, _Near] = {}  # by the place of the cited text
        self._found: dict[int, tuple[list[int], int]] = {}  # by the token of the sentence: several rules ask
        self._places: dict[str, list[int]] = {}
        for place, token in enumerate(cited):
            if is_head(token):
                self._places.setdefault(token.text, []).append(place)

    def every_place(self, at: int) -> list[int]:
        """All places of the word of token ``at``."""
        return self._places.get(self._said[at].text, [])

    def places(self, at: int) -> tuple[list[int], int]:
        """The places of the cited text for token ``at``, all that are equally good, and how much company they share."""
        if at not in self._found:
            self._found[at] = self._best(at)
        return self._found[at]

    def _best(self, at: int) -> tuple[list[int], int]:
        candidates = self.every_place(at)
        if not candidates:
            return [], 0
        mine = _near(self._said, at)
        scores = [(self._shared(mine, place), place) for place in candidates]
        best = max(score for score, _place in scores)
        return [place for score, place in scores if score == best], best

    def longest_run(self, at: int) -> list[int]:
        """The places of the word of token ``at`` from which the text goes on longest with the same words."""
        runs = [(self._run(at, place), place) for place in self.every_place(at)]
        longest = max((run for run, _place in runs), default=0)
        return [place for run, place in runs if run == longest >= _GOES_ON]

    def _run(self, at: int, place: int) -> int:
        most = min(len(self._said) - at, len(self._cited) - place)
        pairs = ((self._said[at + i], self._cited[place + i]) for i in range(most))
        return next((i for i, (one, two) in enumerate(pairs) if one.text != two.text or one.kind == "mark"), most)

    def _shared(self, mine: _Near, place: int) -> int:
        if place not in self._near:
            self._near[place] = _near(self._cited, place)
        its = self._near[place]
        score = sum(min(count, its.words[word]) for word, count in mine.words.items() if word in its.words)
        score += _CLEAR if mine.before == its.before != "" else 0
        return score + (_CLEAR if mine.behind == its.behind != "" else 0)


class _Near(NamedTuple):
    """What stands around a word, and its neighbours."""

    words: Counter[str]
    before: str
    behind: str


def _near(tokens: Sequence[Token], at: int) -> _Near:
    around = (*tokens[max(0, at - _REACH) : at], *tokens[at + 1 : at + _REACH + 1])
    words = Counter([token.text for token in around if is_head(token)])
    return _Near(words, _next(tokens, at, -1), _next(tokens, at, 1))


def _next(tokens: Sequence[Token], at: int, step: int) -> str:
    """The neighbouring content word in one direction, within the sentence."""
    at += step
    while 0 <= at < len(tokens):
        if is_content(tokens[at]):
            return tokens[at].text
        if tokens[at].text in {";", ".", "\n"}:
            return ""
        at += step
    return ""
