"""Rules for exceptions: where a sentence makes one, or says the rule of the very case that the text excepts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from congvu.answering.verify.operators import DENIALS, Force, is_head
from congvu.answering.verify.reading import Reading, phrase
from congvu.answering.verify.segments import segments
from congvu.answering.verify.types import Refusal, Rule

_EXCEPT = re.compile(r" (?:trừ|ngoại trừ|không kể) ")
_EVEN = re.compile(r" (?:kể cả|bao gồm cả|gồm cả|ngay cả) ")
_ENDS, _A_CASE, _MOST_OF = frozenset({";", ".", "\n"}), frozenset({"trường", "hợp"}), 4
_TURNED = frozenset({"trừ", "ngoài", "không", "miễn", "chưa", "cấm"})
_TELLING = 2
_SAME, _BEFORE = 3, 6
_SHOWN = frozenset({"sau", "đây"})
_OF_A_POINT, _MOST_OF_A_POINT = 5, 0.9


def is_excepted(said: Reading, cited: Reading, place: int) -> bool:
    """Whether a sentence that takes a duty back speaks of the case that the text excepts from it behind "trừ"."""
    words = [token.text for token in said.tokens]
    if any(_is_of(case, set(words)) for case in _listed_exceptions(cited)):
        return True
    end = next((i for i in range(place, len(cited.tokens)) if cited.tokens[i].text in _ENDS), len(cited.tokens))
    start = next((i + 1 for i in range(place, end) if cited.tokens[i].text == "trừ"), end)
    case = {token.text for token in cited.tokens[start:end] if is_head(token)} - _A_CASE
    return len(case) > 1 and "trừ" not in words and len(case - set(words)) * _MOST_OF <= len(case)


def _listed_exceptions(cited: Reading) -> Iterator[set[str]]:
    """The words of each point of a list that a lead makes exceptions of: "…, trừ các trường hợp sau đây: a) …"."""
    for segment in segments(cited.tokens):
        lead = [token.text for token in segment.lead]
        at = max((i for i, word in enumerate(lead) if word == "trừ"), default=len(lead))
        own = {token.text for token in segment.own if is_head(token)}
        if _SHOWN.intersection(lead[at:]) and len(own) >= _OF_A_POINT:
            yield own


def _is_of(case: set[str], words: set[str]) -> bool:
    return len(case & words) >= _MOST_OF_A_POINT * len(case)


def turned_round(said: Reading, cited: Reading) -> tuple[int, frozenset[int]]:
    """Where a sentence without an exception begins its condition ("… nếu …"), and the places of the text that stand in
    one: "A, trừ trường hợp B" is "A nếu không B", so what the one denies the other affirms.

    The condition begins behind the sentence where it has none.
    """
    words = [token.text for token in said.tokens]
    none = len(words)
    begins = next((at for at, word in enumerate(words) if at and word == "nếu"), none) if "trừ" not in words else none
    places: set[int] = set()
    for at, token in enumerate(cited.tokens):
        if begins < none and token.text == "trừ":
            end = next((i for i in range(at, len(cited.tokens)) if cited.tokens[i].text in _ENDS), len(cited.tokens))
            places.update(range(at, end))
    return begins, frozenset(places)


def condition_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """ "A nếu B" where the text has "A, trừ trường hợp B", affirmed or denied as there."""
    begins, places = turned_round(said, cited)
    if any(operator.force.negative and operator.at < begins for operator in said.operators):
        return  # "không A nếu B"
    mine, its = ([token.text for token in reading.tokens] for reading in (said, cited))
    for at in range(begins + 1, len(mine) - _SAME + 1):
        here = mine[at : at + _SAME]
        if _A_CASE & set(here) or sum(is_head(token) for token in said.tokens[at : at + _SAME]) < _SAME:
            continue
        there = [place for place in places if its[place : place + _SAME] == here]
        if there and all(_denied(mine, at) == _denied(its, place) for place in there):
            yield Refusal(Rule.EXCEPTION, " ".join(here), "the cited text excepts this case")
            return


def _denied(words: Sequence[str], at: int) -> bool:
    return not DENIALS.isdisjoint(words[max(0, at - _BEFORE) : at])


def exception_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    mine = f" {' '.join(t.text for t in said.tokens)} "
    its = f" {' '.join(t.text for t in cited.tokens)} "
    for pattern in (_EXCEPT, _EVEN):
        match = pattern.search(mine)
        included = match is not None and match.group().endswith("gồm cả ") and _excludes_nothing(cited, its)
        if match and not included and not pattern.search(its):
            yield Refusal(Rule.EXCEPTION, match.group().strip(), "the cited text does not put the exception so")


def excepted_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """The rule said of the very case that the text excepts from it behind "trừ"."""
    words = {token.text for token in said.tokens}
    if words & _TURNED:
        return
    duties = [o for o in said.operators if o.force is Force.DUTY]
    if duties and any(_is_of(case, words) for case in _listed_exceptions(cited)):
        yield Refusal(Rule.EXCEPTION, phrase(said, duties[0]), "the cited text excepts this case")
    for at, token in enumerate(cited.tokens):
        if token.text != "trừ":
            continue
        end = next((i for i in range(at, len(cited.tokens)) if cited.tokens[i].text in _ENDS), len(cited.tokens))
        case = {t.text for t in cited.tokens[at + 1 : end] if is_head(t)} - _A_CASE
        elsewhere = {t.text for t in (*cited.tokens[:at], *cited.tokens[end:])}
        if len(case - elsewhere) >= _TELLING and case <= words:
            yield Refusal(Rule.EXCEPTION, " ".join(sorted(case)), "the cited text excepts this case")


def _excludes_nothing(cited: Reading, its: str) -> bool:
    """Whether a text denies nothing and makes no exception, or says itself what is among it, so that what it names may
    be called included.
    """
    if " gồm " in its and not re.search(r" (?:không|chưa) (?:bao )?gồm ", its):
        return True
    return not _EXCEPT.search(its) and not any(o.force.negative or o.force is Force.ONLY for o in cited.operators)
