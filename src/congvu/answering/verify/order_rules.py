"""Rules for what comes first or later, is more or less, and for what is so only."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.answering.verify.context import Company
from congvu.answering.verify.operators import COMPARISON, ORDER, Force, Operator, force_at, heads
from congvu.answering.verify.reading import Reading, phrase
from congvu.answering.verify.sequence import order_of_steps
from congvu.answering.verify.types import Refusal, Rule

_BEFORE = 2
_SO_MANY = 5
_OTHER_WORDS = frozenset("đạo huy định tiêu số thị dẫn giới rõ ra báo cần".split())  # "chỉ đạo", "chỉ tiêu"


def order_refusals(said: Reading, cited: Reading, company: Company, operator: Operator) -> Iterator[Refusal]:
    """Before or after, more or less, of the same thing."""
    kinds = ORDER if operator.force in ORDER else COMPARISON
    rule, words = Rule.COMPARATIVE, phrase(said, operator)
    step = order_of_steps(said, cited, operator) if kinds is ORDER else None
    if step is operator.force:
        return
    if step is not None:
        yield Refusal(rule, words, "the cited text lists these steps in another order")
        return
    places = [place for at in heads(said.tokens, operator, 1) for place in company.every_place(at)]
    governing = [force_at(cited.operators, place, kinds) for place in places]
    if any(o is not None and o.force is operator.force for o in governing):
        return
    opposite = any(o is not None for o in governing)
    loose = said.tokens[operator.end - 1].text in {"khi", "ngày", "kể", "từ"} and "thời" not in words
    if not opposite and operator.force is Force.AFTER and loose and not _put_behind_when(said, cited, operator):
        return  # "sau khi" for "khi" claims no other order
    if opposite or not any(o.force is operator.force for o in cited.operators):
        yield Refusal(rule, words, "the cited text does not have this order or comparison here")


def _put_behind_when(said: Reading, cited: Reading, after: Operator) -> bool:
    """Whether the text has "khi" between the same words where the sentence has "sau khi"."""
    words = [token.text for token in said.tokens]
    wanted = [*words[max(0, after.at - _BEFORE) : after.at], "khi", *words[after.end : after.end + 1]]
    its = [token.text for token in cited.tokens]
    return words[after.at : after.end] == ["sau", "khi"] and any(
        its[at : at + len(wanted)] == wanted for at in range(len(its))
    )


def only_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """A restriction that the text does not make or takes back ("không chỉ"), and one of the text that is taken back."""
    if next(_taken_back(said), None) is not None and next(_taken_back(cited), None) is None:
        yield Refusal(Rule.MODALITY, "không chỉ", "the cited text does not say so")
    mine = next(_restrictions(said), None)
    if mine is not None and any(mine < quantity.at <= mine + _SO_MANY for quantity in said.quantities):
        return  # "chỉ được gia hạn một lần": how often or much, which the rule of quantities looks after
    if mine is not None and next(_restrictions(cited), None) is None:
        words = " ".join(token.text for token in said.tokens[mine : mine + 2])
        yield Refusal(Rule.MODALITY, words, "the cited text does not restrict this")


def _restrictions(reading: Reading) -> Iterator[int]:
    words = ["", *(token.text for token in reading.tokens), ""]
    for at, word in enumerate(words):
        if word == "chỉ" and words[at - 1] not in {"không", "địa"} and words[at + 1] not in _OTHER_WORDS:
            yield at - 1


def _taken_back(reading: Reading) -> Iterator[int]:
    """Places of "không chỉ"."""
    words = [*(token.text for token in reading.tokens), ""]
    for at in range(1, len(words) - 1):
        if words[at - 1] == "không" and words[at] == "chỉ" and words[at + 1] not in _OTHER_WORDS:
            yield at - 1
