"""Rules for words that the text has, but not here: in the place of others, or as the term of another definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from congvu.answering.verify.operators import Force, is_content, is_head
from congvu.answering.verify.reading import Reading
from congvu.answering.verify.segments import closest, segments
from congvu.answering.verify.tokens import Token
from congvu.answering.verify.types import Refusal, Rule
from congvu.answering.verify.word_rules import neutral_tokens
from congvu.answering.verify.wordings import SAME

_LONGEST_SLOT = 5
_AROUND = 6
"""Words of the sentence that stand around a slot as they do in the text: nearly verbatim, so that the slot tells."""
_BEHIND = 2
_LONGER_TERM = 3
_OF = frozenset({"của", "tại", "từ", "lúc", "trên", "điểm"})
"""Words behind which somebody or something belongs to what stands before them; "điểm" of "thời điểm"."""
_HOLDS = 2
_WITHIN = 20
_PERSONS = {"người": 3, "bên": 2}
"""How many words tell one such person from another."""
_ITSELF = frozenset({"mình", "họ", "đó"})
_MOMENTS = frozenset({"ngày", "khi", "lúc", "thời"})
_WHEN = frozenset("thời hạn kể từ ngày chậm nhất trước trong khi".split())
"""Words of a time, which may stand at the beginning of a sentence and at its end."""
_AT = frozenset({"từ", "tại"})
_UNTIL = frozenset({"đến"})
_LONGEST_EVENT = 10
_FOR_A_NAME = 3
"""Words among which one that stands for a name would be: "của mình", "của người đó"."""
_AGAIN = frozenset({"họ", "mình", "nhau", "này", "đó", "kia", "ấy"})
_ALL = ("tất cả", "mọi", "bất kỳ", "bất kì", "bất cứ", "ai cũng", "luôn luôn", "không ngoại lệ")
_SOME = ("một số", "một vài", "phần lớn", "hầu hết", "đa phần", "chủ yếu")


@dataclass(frozen=True, slots=True)
class _Slot:
    """Words of the sentence, and those that the text has in their place."""

    said: tuple[str, ...]
    there: tuple[str, ...]
    around: int
    behind: int
    last: bool = False


def slot_refusals(said: Reading, cited: Reading, place: Reading) -> Iterator[Refusal]:
    """Words of the text that stand where it has others: "A gửi B" for "B gửi A", one of several cases for another.

    The sentence is laid along the stretch that it comes closest to. Where nearly all of it runs as the text does, words
    that take the place of others are no paraphrase: they were taken from elsewhere in the text.
    """
    loose = neutral_tokens(said.tokens)
    mine = [token.text for at, token in enumerate(said.tokens) if is_head(token)]
    telling = {token.text for at, token in enumerate(said.tokens) if is_content(token) and at not in loose}
    segment = closest(mine, cited.tokens)
    if segment is None:
        return
    its = segment.heads()
    text = f" {' '.join(token.text for token in cited.tokens if is_head(token))} "
    named = {token.text for token in place.tokens}
    slots = list(_slots(mine, its, len(its) - sum(is_head(token) for token in segment.own)))
    for slot in slots:
        words = set(slot.said) - _WHEN
        if slot.around < _AROUND or (slot.behind < _BEHIND and not slot.last) or not words & telling - named:
            continue
        if f" {' '.join(slot.said)} " not in text or not _content(slot.there, cited.tokens):
            continue
        if words & set(slot.there) or any(SAME.get(word, frozenset()) & set(slot.there) for word in words):
            continue
        if _taken_from_elsewhere(slot, slots, mine, its):
            there = " ".join(slot.there)
            yield Refusal(Rule.WORD, " ".join(slot.said), f"the cited text has “{there}” in this place")


def _slots(mine: Sequence[str], its: Sequence[str], own: int) -> Iterator[_Slot]:
    """Slots of a sentence along a stretch, of which the words before ``own`` are its lead. What stands before the first
    word in common replaces the beginning of the stretch, if anything: a stretch may lack its subject.
    """
    steps = SequenceMatcher(None, mine, its, autojunk=False).get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(steps):
        if tag != "replace" or b - a > _LONGEST_SLOT or d - c > _LONGEST_SLOT or c < own <= d:
            continue
        before = steps[number - 1][2] - steps[number - 1][1] if number else 0
        behind = steps[number + 1][2] - steps[number + 1][1] if number + 1 < len(steps) else 0
        if before or c in {0, own}:
            yield _Slot(tuple(mine[a:b]), tuple(its[c:d]), before + behind, behind, number + 1 == len(steps))


def _content(words: Sequence[str], tokens: Sequence[Token]) -> bool:
    content = {token.text for token in tokens if is_content(token)}
    return any(word in content for word in words)


def _taken_from_elsewhere(slot: _Slot, slots: Sequence[_Slot], mine: Sequence[str], its: Sequence[str]) -> bool:
    """Whether the words of a slot were not just moved within the stretch: they come more often than there, changed
    places with those that they stand for, or are of another stretch.
    """
    here, there = _times(slot.said, mine), _times(slot.said, its)
    if there and here <= there:
        return any(other.said == slot.there and other.there == slot.said for other in slots)
    return _times(slot.there, mine) < _times(slot.there, its) or any(other.said == slot.there for other in slots)


def _times(words: Sequence[str], within: Sequence[str]) -> int:
    size = len(words)
    return sum(tuple(within[at : at + size]) == tuple(words) for at in range(len(within) - size + 1))


def term_refusals(said: Reading, cited: Reading, place: Reading) -> Iterator[Refusal]:
    """A definition said of the term that another one defines."""
    if "từ ngữ" not in f"{place.text} {cited.text}".lower():
        return
    parts = _defined(said.tokens)
    if parts is None:
        return
    term, meaning = parts
    known = [found for segment in segments(cited.tokens) if (found := _defined(segment.own)) is not None]
    if not term or not known:
        return
    best = max(known, key=lambda one: (len(meaning & one[1]), -len(one[1])))
    if 2 * len(meaning & best[1]) < len(meaning) or term == best[0] or len(term) > len(best[0]) + _LONGER_TERM:
        return
    if any(other == term for other, _meaning in known) or (term - best[0]) & {w for t, _m in known for w in t}:
        yield Refusal(Rule.WORD, " ".join(sorted(term)), "the cited text says this of another term")


def _defined(tokens: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]] | None:
    """The words of a term and of what it is said to be: the two sides of "là"."""
    at = next((i for i, token in enumerate(tokens) if token.text == "là"), 0)
    start = next((i + 1 for i in range(at - 1, -1, -1) if tokens[i].text in {",", ":", "\n"}), 0)
    if not at:
        return None
    term, meaning = (
        frozenset(t.text for t in part if t.kind == "word" and is_head(t)) for part in (tokens[start:at], tokens[at:])
    )
    return term, meaning


def extent_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """ "Some" where the text speaks of all, and "any" where it makes an exception or names who alone may."""
    mine, its = (f" {' '.join(token.text for token in reading.tokens)} " for reading in (said, cited))
    some = next((words for words in _SOME if f" {words} " in mine), "")
    if some and not any(f" {words} " in its for words in _SOME):
        yield Refusal(Rule.WORD, some, "the cited text does not speak of some only")
    every = next((words for words in _ALL if f" {words} " in mine), "")
    if not every or any(f" {words} " in its for words in _ALL):
        return
    segment = closest([token.text for token in said.tokens if is_head(token)], cited.tokens)
    if segment is None:
        return
    there = {token.text for token in segment.own}
    if "trừ" in there and " trừ " not in mine:
        yield Refusal(Rule.EXCEPTION, every, "the cited text makes an exception to this")
    elif segment.own[0].text == "chỉ" and not any(o.force is Force.ONLY for o in said.operators):
        yield Refusal(Rule.MODALITY, every, "the cited text says this of some only")


def object_refusals(said: Reading, cited: Reading, place: Reading) -> Iterator[Refusal]:
    """ "Of", "at" or "from" something that the text has elsewhere, and never behind the words that stand before."""
    mine, its = said.tokens, cited.tokens
    words = [token.text for token in its]
    pairs, named = set(pairwise(words)), {token.text for token in place.tokens}
    for at in range(_HOLDS, len(mine) - 2):
        around = mine[at - _HOLDS : at + 3]
        before, behind = around[:_HOLDS], around[_HOLDS + 1 :]
        if mine[at].text not in _OF or any(token.kind != "word" or token.taken for token in around):
            continue
        if not any(map(is_content, before)) or not any(map(is_content, behind)) or behind[0].text in named:
            continue
        start = [token.text for token in around[: _HOLDS + 1]]
        places = [i for i in range(len(words)) if words[i : i + len(start)] == start]
        goal = {token.text for token in behind}
        known = places and (behind[0].text, behind[1].text) in pairs
        rests = [list(_rest(words, i + len(start))) for i in places]
        if known and not any(goal <= set(rest) or set(rest[:_FOR_A_NAME]) & _ITSELF for rest in rests):
            yield Refusal(Rule.WORD, " ".join(t.text for t in around), "the cited text has something else here")


def _rest(words: Sequence[str], at: int) -> Iterator[str]:
    for word in words[at : at + _WITHIN]:
        if word in {";", ".", ":", "\n"}:
            return
        yield word


def since_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """A time that runs from or to another event than any of which the text says "từ ngày", "từ khi" or "đến khi"."""
    for before, others in ((_AT, {"là"}), (_UNTIL, set())):
        theirs = [set(event) for event, _without in _events(cited, before | others)]
        for event, without in _events(said, before):
            alike = {word for first in (*event[:1], *without[:1]) for word in (first, *SAME.get(first, ()))}
            if theirs and not any(alike & words for words in theirs):
                yield Refusal(Rule.COMPARATIVE, " ".join(event), "in the cited text the time runs by something else")


def _events(reading: Reading, before: frozenset[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The telling words behind each "từ ngày", "tại thời điểm", up to the end of what happened; with and without who
    does it.
    """
    tokens = reading.tokens
    actors = {i for start, end, _name in reading.actors for i in range(start, end)}
    for at in range(1, len(tokens)):
        if tokens[at].text not in _MOMENTS or tokens[at - 1].text not in before:
            continue
        end = at + 1
        while end < min(len(tokens), at + _LONGEST_EVENT) and tokens[end].kind == "word":
            end += 1
        event = [i for i in range(at + 1, end) if is_content(tokens[i])]
        if event:
            yield [tokens[i].text for i in event], [tokens[i].text for i in event if i not in actors]


def twice_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """Somebody on both sides of a sentence where the text names them once: another stood there."""
    laws = [(reference.start, reference.end) for reference in said.references if reference.names_document]
    own = [token for token in said.tokens if not any(start <= token.start < end for start, end in laws)]
    for phrase, times in _persons(own).items():
        if times < 2:
            continue
        there = [(_persons((*s.lead, *s.own))[phrase], s) for s in segments(cited.tokens)]
        most = max((count for count, _segment in there), default=0)
        again = any(count and _AGAIN & {token.text for token in segment.own} for count, segment in there)
        if 0 < most < times and not again:
            yield Refusal(Rule.ACTOR, phrase, "the cited text names them once, the sentence twice")


def _persons(tokens: Sequence[Token]) -> Counter[str]:
    found = (tokens[at : at + _PERSONS[token.text]] for at, token in enumerate(tokens) if token.text in _PERSONS)
    return Counter(" ".join(t.text for t in phrase) for phrase in found if all(t.kind == "word" for t in phrase))
