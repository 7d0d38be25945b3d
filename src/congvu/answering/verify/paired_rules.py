"""Rule for two cases that the text tells apart by "before" and "after", each with somebody else who acts then."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from congvu.answering.verify.reading import Reading, same_actor
from congvu.answering.verify.types import Refusal, Rule

_ORDERS = {("trước", "khi"): "trước khi", ("sau", "khi"): "sau khi"}
_ENDS = frozenset({";", ".", "\n"})

Pair = tuple[str, str]
"""When, and who acts then."""


def paired_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """ "Trước khi … thì A …" where the text has A behind "sau khi …" and B behind "trước khi …"."""
    theirs, mine = list(_pairs(cited)), next(_pairs(said), None)
    if mine is None or len({when for when, _who in theirs}) < len(_ORDERS):
        return
    when, who = mine
    here = [other for its, other in theirs if its == when]
    if any(same_actor(who, other) for other in here):
        return
    if any(same_actor(who, other) for its, other in theirs if its != when):
        yield Refusal(Rule.ACTOR, who, f"in the cited text “{here[0]}” does this “{when}”")


def _pairs(reading: Reading) -> Iterator[Pair]:
    """One of each sentence that has one order and somebody behind "thì", or at its beginning."""
    tokens = reading.tokens
    edges = [-1, *(at for at, token in enumerate(tokens) if token.text in _ENDS), len(tokens)]
    for before, end in pairwise(edges):
        words = [token.text for token in tokens[before + 1 : end]]
        orders = {_ORDERS[pair] for pair in pairwise(words) if pair in _ORDERS}
        acting = [(start, name) for start, _end, name in reading.actors if before < start < end]
        behind = [name for start, name in acting if start and tokens[start - 1].text == "thì"]
        first = [name for start, name in acting if start == before + 1]
        if len(orders) == 1 and (behind or first):
            yield orders.pop(), (behind or first)[0]
