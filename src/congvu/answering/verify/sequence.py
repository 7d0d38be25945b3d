"""Before and after in a list of steps: the text says the order by the order of its points."""

from __future__ import annotations

from collections.abc import Sequence

from congvu.answering.verify.operators import Force, Operator, is_head
from congvu.answering.verify.reading import Reading
from congvu.answering.verify.segments import Segment, segments
from congvu.answering.verify.tokens import Token

_STEPS = (("trình", "tự"), ("thứ", "tự"))
_LEAST = 2


def order_of_steps(said: Reading, cited: Reading, operator: Operator) -> Force | None:
    """BEFORE or AFTER, as what stands before the operator is done before or after what stands behind it; None where the
    text has no such list or the steps cannot be told.
    """
    steps = [stretch for stretch in segments(cited.tokens) if _leads_to_steps(stretch.lead)]
    end = next((i for i in range(operator.end, len(said.tokens)) if said.tokens[i].kind == "mark"), len(said.tokens))
    first, second = (_step(steps, part) for part in (said.tokens[: operator.at], said.tokens[operator.end : end]))
    if first is None or second is None or first == second:
        return None
    return Force.BEFORE if first < second else Force.AFTER


def _leads_to_steps(lead: Sequence[Token]) -> bool:
    words = [token.text for token in lead]
    return any(tuple(words[at : at + 2]) in _STEPS for at in range(len(words)))


def _step(steps: Sequence[Segment], words: Sequence[Token]) -> int | None:
    """Which step alone has most of some words, the shorter of two that have as many."""
    wanted = {token.text for token in words if is_head(token)}
    ranks = [(len(wanted & set(map(_text, step.own))), -len(step.own)) for step in steps]
    best = max(ranks, default=(0, 0))
    return ranks.index(best) if best[0] >= _LEAST and ranks.count(best) == 1 else None


def _text(token: Token) -> str:
    return token.text
