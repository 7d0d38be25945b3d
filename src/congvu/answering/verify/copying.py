"""Whether a sentence is a copy: words of one cited text in their order, with stretches left out and nothing put in.

The prompt asks a model for just that. What was changed is then either a word that has no place in this order, or a
stretch left out that may not be; rules that compare meanings need not know the word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from congvu.answering.verify.reading import Reading, read
from congvu.answering.verify.tokens import Token
from congvu.answering.verify.types import Basis, Refusal, Rule

_MARKS = frozenset(";:.,()%/\n–-")
_ENDS = frozenset({";", ".", "\n", ":"})
_LOOSE = frozenset(
    "theo là thì mà của các những việc về đối với gồm bao như quy định tại này trường hợp".split()
)
"""Words that join and claim nothing; put in anywhere, they are no word of somebody's own."""
_DENIALS = frozenset({"không", "chưa", "cấm", "trừ"})
_CONDITIONS = frozenset({"nếu", "trừ", "trường", "khi"})
_GOES_ON = _CONDITIONS | {"được", "phải", "không", "bị", "có"}
_TELLING = _DENIALS | frozenset("được phải bị có chỉ tối ít nhiều quá dưới trên trước sau cả".split())
"""Small words that are not left out alone: "người được đại diện" is not "người đại diện"."""
_FEW, _SHORT_SKIP, _RIGHT_BEFORE = 2, 6, 2
_BREAK_AT_START, _BREAK_BEHIND_COMMA, _BREAK = 0.25, 0.45, 0.6
"""What it costs to go on elsewhere in the text, in words, so that a copy is read in as few pieces as there are."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a text without its marks, all by place: ``codes`` to compare them by (``numbers``), the mark
    ``before`` each, its stretch between marks, its line and its article, and what it costs to begin there; ``leads``
    are stretches, ``head`` is the number of lines that say what the text is called.
    """

    words: tuple[str, ...]
    numbers: Mapping[str, int]
    codes: NDArray[np.int64]
    before: tuple[str, ...]
    stretch: tuple[int, ...]
    line: tuple[int, ...]
    article: tuple[str, ...]
    leads: frozenset[int]
    head: int
    costs: NDArray[np.float64]


def copy_refusals(said: Reading, bases: Sequence[Basis]) -> list[Refusal]:
    """Why a sentence is no copy of any of the texts, nor of all of them one behind the other; empty where it is one."""
    texts = [(f"{basis.place}\n{basis.text}", basis.place.count("\n") + 1) for basis in bases]
    if len(texts) > 1:
        texts.append(("\n".join(text for text, _head in texts), texts[0][1]))
    found: list[Refusal] = []
    for text, head in texts:
        found = list(_refusals(said, _read(text, head)))
        if not found:
            break
    return found


def _refusals(said: Reading, text: _Text) -> Iterator[Refusal]:
    tokens = [token for token in said.tokens if token.text not in _MARKS]
    words = [_word(token) for token in tokens]
    places = _aligned(words, text)
    named = _named_first(said)
    strange = [
        token
        for token, place in zip(tokens, places, strict=True)
        if place is None and token.text not in _LOOSE and token.start >= named
    ]
    if strange:
        words_ = " ".join(token.text for token in strange[:8])
        yield Refusal(Rule.WORD, words_, "the cited text has no such words in this order")
        return
    for last, place, mark in _jumps(places, tokens, said, named, text):
        if wrong := _denied(text, last, place) or _joined(text, last, place, mark):
            yield Refusal(Rule.WORD, text.words[place], wrong)
            return
    if elsewhere := _of_another_article(said, places, tokens, named, text):
        yield Refusal(Rule.REFERENCE, elsewhere, "the copied words stand in another article of the cited text")
    if wrong := _unconditioned(text, places):
        yield Refusal(Rule.EXCEPTION, "", wrong)


def _jumps(
    places: Sequence[int | None], tokens: Sequence[Token], said: Reading, named: int, text: _Text
) -> Iterator[tuple[int, int, bool]]:
    """Where the sentence leaves the text and where it goes on, behind what it names first, and whether it has a mark
    there; it begins by going on from -1.
    """
    last, ended = -1, 0
    for token, place in zip(tokens, places, strict=True):
        if place is None:
            continue
        if place != last + 1 and token.start >= named:
            begins = last < 0 or (ended <= named and text.line[last] == 0)
            yield -1 if begins else last, place, not _MARKS.isdisjoint(said.text[ended : token.start])
        last, ended = place, token.end


def _denied(text: _Text, last: int, place: int) -> str:
    """A denial left out right before the words with which the sentence goes on, or in a short stretch; or a word that
    tells who does what to whom, left out alone.
    """
    if text.before[place]:
        return ""
    short = last >= 0 and place - last <= _SHORT_SKIP
    first = last + 1 if short else max(last + 1, place - _RIGHT_BEFORE)
    left_out = (text.words[i] for i in range(first, place) if text.stretch[i] == text.stretch[place])
    may_not = _TELLING if last >= 0 and place - last - 1 <= _FEW else _DENIALS
    denial = next((word for word in left_out if word in may_not), "")
    return f"leaves out “{denial}”" if denial else ""


def _unconditioned(text: _Text, places: Sequence[int | None]) -> str:
    """A condition or an exception that stands in the text right before the first words or behind the last, left out."""
    kept = [place for place in places if place is not None and text.line[place] >= text.head]
    if not kept:
        return ""
    first, last = kept[0], kept[-1]
    begin = text.stretch.index(text.stretch[first])
    passed = "thì" in text.words[begin:first] or any(text.before[begin + 1 : first + 1])
    if begin < first and text.words[begin] in _CONDITIONS and passed:
        return f"leaves out the condition “{' '.join(text.words[begin : begin + 5])} …”"
    behind = last + 1
    rest = [word for word, n in zip(text.words[behind:], text.stretch[behind:], strict=True) if n == text.stretch[last]]
    if rest and rest[0] in _CONDITIONS and "thì" not in rest:  # "…, nếu A thì B" is a rule of its own
        return f"leaves out the condition “{' '.join(text.words[behind : behind + 5])} …”"
    return ""


def _joined(text: _Text, last: int, place: int, mark: bool) -> str:
    """Why these two places may not be joined; "" where they may. ``mark``: the sentence has one between them."""
    if last < 0:
        return ""
    if text.stretch[last + 1] == text.stretch[last] and text.words[last + 1] in _CONDITIONS and text.before[last + 1]:
        return f"leaves out the condition “{' '.join(text.words[last + 1 : last + 6])} …”"
    begins, unfinished = text.before[place], not text.before[last + 1]
    if text.before[last + 1] == "(" and begins == ")":
        return ""
    if text.stretch[last] == text.stretch[place]:
        across = any(text.before[last + 2 : place])
        # "của A là B, của C là D": "của A là D" goes on behind the same word, or with another number
        swapped = text.words[place - 1] == text.words[last] or text.words[place] == text.words[last + 1]
        swapped = swapped or _numbers(text, last + 1, place)
        return "joins two places of an enumeration" if across and unfinished and not begins and swapped else ""
    if begins not in _ENDS:
        return "goes on in the middle of another sentence of the text"
    if text.stretch[last] in text.leads or not unfinished:
        return ""
    if text.line[last] != text.line[place]:
        return "breaks off and goes on with another line of the text"
    alike = text.words[last + 1] == text.words[place]  # "đối với thu nhập từ A; thu nhập từ B": a list
    goes_on = begins == ";" and text.words[place] in _GOES_ON  # "Người A được …; nếu …": of the same person
    return "" if mark or alike or goes_on else "breaks off and goes on with another sentence of the text"


def _numbers(text: _Text, one: int, other: int) -> bool:
    return text.words[one][:1].isdigit() and text.words[other][:1].isdigit()


def _of_another_article(
    said: Reading, places: Sequence[int | None], tokens: Sequence[Token], named: int, text: _Text
) -> str:
    """The article that the sentence names first, where its words stand in another one of a text of several: which is no
    unit of that article itself.
    """
    article = next((r.article for r in said.references if r.article and r.end <= named), None)
    called = " ".join(word for word, line in zip(text.words, text.line, strict=True) if line == 0)
    if f"điều {article} " in f"{called} ":
        return ""
    behind = (p for p, token in zip(places, tokens, strict=True) if p is not None and token.start >= named)
    return f"điều {article}" if article and any(text.article[p] not in {"", article} for p in behind) else ""


def _named_first(said: Reading) -> int:
    """Where the sentence itself begins behind "Theo khoản 2 Điều 7 Luật …,": what is named there has its own rule."""
    end = 0
    if not said.tokens or said.tokens[0].text not in {"theo", "tại"}:
        return end
    for reference in said.references:
        if reference.start > end + len("theo ") + 4:
            break
        end = reference.end
    return end


@lru_cache(maxsize=128)
def _read(text: str, head: int) -> _Text:
    tokens = read(text).tokens
    words, before, stretch, lines, articles = list[str](), list[str](), list[int](), list[int](), list[str]()
    leads = set[int]()
    number, mark, line, article = 0, "\n", 0, ""
    for at, token in enumerate(tokens):
        if token.text == "điều" and mark == "\n" and [t.text for t in tokens[at + 2 : at + 3]] == ["."]:
            article = tokens[at + 1].text
        if token.text in _MARKS:
            if token.text in _ENDS:
                if token.text == ":":
                    leads.add(number)
                if token.text == "\n":
                    line += 1
                number += 1
            mark = token.text if mark not in _ENDS or token.text in _ENDS else mark
            continue
        if line < head:
            leads.add(number)
        words.append(_word(token))
        before.append(mark)
        stretch.append(number)
        lines.append(line)
        articles.append(article)
        mark = ""
    numbers: dict[str, int] = {}
    codes = np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64)
    costs = np.array(
        [_BREAK_AT_START if m in _ENDS else _BREAK_BEHIND_COMMA if m else _BREAK for m in before], dtype=np.float64
    )
    places = (tuple(before), tuple(stretch), tuple(lines), tuple(articles))
    return _Text(tuple(words), numbers, codes, *places, frozenset(leads), head, costs)


def _word(token: Token) -> str:
    return token.text.lstrip("0") or "0" if token.kind == "number" else token.text


def _aligned(words: Sequence[str], text: _Text) -> list[int | None]:
    """For each word its place in the text, places rising; as many words as possible, in as few pieces."""
    size = len(text.words)
    if not size:
        return [None] * len(words)
    best = np.zeros((len(words) + 1, size + 1))
    matched = np.full((len(words) + 1, size + 1), -np.inf)
    for i, word in enumerate(words, start=1):
        best[i] = best[i - 1]
        code = text.numbers.get(word)
        if code is not None:
            here = np.flatnonzero(text.codes == code) + 1
            onward = matched[i - 1, here - 1] + 1
            anew = best[i - 1, here - 1] + 1 - text.costs[here - 1]
            matched[i, here] = np.maximum(onward, anew)
            best[i, here] = np.maximum(best[i, here], matched[i, here])
            np.maximum.accumulate(best[i], out=best[i])
    return _traced(best, matched, len(words), size)


def _traced(best: NDArray[np.float64], matched: NDArray[np.float64], i: int, j: int) -> list[int | None]:
    places: list[int | None] = [None] * i
    onward = False
    while i > 0 and j > 0:
        if onward or matched[i, j] == best[i, j]:
            places[i - 1] = j - 1
            onward = bool(matched[i, j] == matched[i - 1, j - 1] + 1)
            i, j = i - 1, j - 1
        elif best[i - 1, j] == best[i, j]:
            i -= 1
        else:
            j -= 1
    return places
