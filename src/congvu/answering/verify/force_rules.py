"""Rules for what is forbidden, allowed or due, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from congvu.answering.verify.context import Company
from congvu.answering.verify.exception_rules import is_excepted, turned_round
from congvu.answering.verify.operators import (
    COMPARISON,
    MODAL,
    ORDER,
    SINCE,
    Force,
    Operator,
    force_at,
    heads,
    is_head,
)
from congvu.answering.verify.order_rules import only_refusals, order_refusals
from congvu.answering.verify.reading import Reading, phrase
from congvu.answering.verify.types import Refusal, Rule
from congvu.answering.verify.word_rules import neutral_tokens

_LEADING = frozenset({Force.DUTY, Force.MAY, Force.FORBIDDEN})
_WITHOUT_COMPANY = 2
_HEADS, _FIRST = 6, 2
_AROUND, _BEHIND = 3, 3
_AS_IT_STANDS = 2
"""Words behind an operator that tell which of several of the text it is."""
_IN_OTHER_WORDS = {
    Force.FORBIDDEN: frozenset({Force.FORBIDDEN}),
    Force.NO_DUTY: frozenset({Force.NO_DUTY, Force.DENIED, Force.MAY}),
}
_BEHIND_A_BAN = frozenset({"thì", "là", ",", ".", ";", "\n", ""})
"""Words behind "pháp luật cấm": then it bans what stands before."""
_TAKEN_BACK = frozenset({"có", "là"})
_DEMANDS = frozenset({("yêu", "cầu")})
_CONDITIONS = frozenset({("điều", "kiện"), ("yêu", "cầu"), ("tiêu", "chuẩn")})
_DONE = frozenset({"làm", "thực", "hiện", "phép"})


def force_refusals(said: Reading, cited: Reading, place: Reading, company: Company) -> Iterator[Refusal]:
    """Each operator of the sentence against that of the same verb in the text, and each denial of the text against
    the sentence.
    """
    for operator in said.operators:
        if operator.force in MODAL:
            yield from _modal(said, cited, place, company, operator)
        elif operator.force in ORDER | COMPARISON:
            yield from order_refusals(said, cited, company, operator)
    yield from only_refusals(said, cited)
    yield from _dropped_denials(said, cited, company)


def _best_places(said: Reading, company: Company, operator: Operator) -> list[int]:
    """Places of the text for what an operator governs: the first head that the text has, where it goes on longest with
    the same words, or else in the closest company.
    """
    governed = heads(said.tokens, operator, most=_HEADS if operator.force is Force.DUTY else _FIRST)
    loose = neutral_tokens(said.tokens) if len(governed) > _FIRST else set()
    telling = [at for at in governed[_FIRST:] if loose.issuperset(governed[:_FIRST])]  # "phải chấp hành việc …"
    found = (_places(company, at) for at in (*governed[:_FIRST], *telling[:_FIRST]))
    return next((places for places in found if places), [])


def _places(company: Company, at: int) -> list[int]:
    closest, runs = company.places(at)[0], company.longest_run(at)
    return [place for place in closest if place in runs] or runs or closest


def _modal(said: Reading, cited: Reading, place: Reading, company: Company, operator: Operator) -> Iterator[Refusal]:
    turned = _between_the_same(said, operator, cited)
    if turned is not None:
        yield Refusal(Rule.NEGATION, phrase(said, operator), f"the cited text has “{turned}” between these words")
        return
    if any(_word_for_word(said, operator, text) for text in (cited, place)):
        return
    if operator.force in {Force.DUTY, Force.MAY} and any(_both(text) for text in (cited, place)):
        return  # "có quyền, nghĩa vụ sau đây": the points do not tell which
    places = _best_places(said, company, operator)
    words = phrase(said, operator)
    if operator.force is Force.FORBIDDEN and _banned_before(said, cited, operator):
        return
    if operator.force is Force.DUTY and _word_at(said, operator.end) == "không" and _asks(cited, 0, len(cited.tokens)):
        return  # "phải không có …" for a condition of the text, "không có …": the denial is looked at by itself
    if not places and operator.force is Force.FORBIDDEN and _named_before(said, cited, company, operator):
        return
    if not places:
        if operator.force is Force.GIVEN and _bans_in_heading(said, operator, place):
            yield Refusal(Rule.NEGATION, words, "the heading of the cited text forbids this")
        if operator.force is not Force.GIVEN and not any(
            _same_words(said, operator, cited, o) for o in cited.operators
        ):
            yield Refusal(_rule(operator.force, Force.NONE), words, "the cited text has nothing of the kind")
        return
    governing = [force_at(cited.operators, at, MODAL) or _lead_in(cited, at) or _heading(place) for at in places]
    might = operator.force is Force.MAY and _word_at(said, operator.end - 1) == "thể" and not any(governing)
    if might and any(_is_condition(text) for text in (cited, place)):
        yield Refusal(Rule.MODALITY, words, "the cited text makes this a condition")
        return
    if any(_agree(operator, other) for other in governing):
        return
    condition, exceptions = turned_round(said, cited)
    if operator.force.negative and operator.at > condition and exceptions.issuperset(places):
        return
    if operator.force.negative and any(is_excepted(said, cited, place) for place in places):
        return
    other = next((o.force for o in governing if o is not None), Force.NONE)
    yield Refusal(_rule(operator.force, other), words, f"the cited text has “{other.value}” here")


def _between_the_same(said: Reading, mine: Operator, cited: Reading) -> str | None:
    """What the text has between the words around an operator, where it denies what the sentence affirms, or the other
    way round, each time that these words stand around one.
    """
    words, its = ([token.text for token in reading.tokens] for reading in (said, cited))
    around = words[mine.at - _AROUND : mine.at], words[mine.end : mine.end + _BEHIND]
    if mine.at < _AROUND or sum(map(len, around)) < _AROUND + _BEHIND:
        return None
    there = [o for o in cited.operators if o.force in MODAL and o.at >= _AROUND]
    same = [o for o in there if (its[o.at - _AROUND : o.at], its[o.end : o.end + _BEHIND]) == around]
    if not same or any(o.force.negative == mine.force.negative for o in same):
        return None
    return phrase(cited, same[0])


def _both(text: Reading) -> bool:
    words = f" {' '.join(token.text for token in text.tokens)} "
    return any(f" quyền {joint} nghĩa vụ sau đây " in words for joint in (",", "và"))


def _banned_before(said: Reading, cited: Reading, ban: Operator) -> bool:
    """Whether both ban what stands before: "việc pháp luật cấm"."""
    ends = said.tokens[ban.end - 1].text == "cấm" and _word_at(said, ban.end) in _BEHIND_A_BAN
    before = _word_at(said, ban.at - 1) if ban.at else ""
    there = (o for o in cited.operators if o.force is Force.FORBIDDEN and o.at)
    return ends and any(
        cited.tokens[o.at - 1].text == before and _word_at(cited, o.end) in _BEHIND_A_BAN for o in there
    )


def _named_before(said: Reading, cited: Reading, company: Company, ban: Operator) -> bool:
    """Whether the text bans what stands before a ban: "… là bị cấm"."""
    places = (place for at in range(ban.at) if is_head(said.tokens[at]) for place in company.places(at)[0])
    governing = (force_at(cited.operators, place, MODAL) for place in places)
    return any(its is not None and its.force is Force.FORBIDDEN for its in governing)


def _word_for_word(said: Reading, mine: Operator, text: Reading) -> bool:
    """Whether the text has the operator before the same words: in a text with several cases, it is this one."""
    size = mine.end - mine.at + _AS_IT_STANDS
    words = [token.text for token in said.tokens[mine.at : mine.at + size] if token.kind == "word"]
    if len(words) <= mine.end - mine.at:
        return False
    there = (text.tokens[o.at : o.at + len(words)] for o in text.operators if o.force is mine.force)
    return any([token.text for token in tokens] == words for tokens in there)


def _same_words(said: Reading, mine: Operator, cited: Reading, its: Operator) -> bool:
    return mine.force is its.force and said.tokens[mine.at].text == cited.tokens[its.at].text


def _lead_in(cited: Reading, place: int) -> Operator | None:
    """The duty, right or ban of the lead-in above an item of a list ("các bên có nghĩa vụ sau đây: a) …")."""
    colons = [i for i in range(place) if cited.tokens[i].text == ":" and _word_at(cited, i + 1) in {"\n", "a"}]
    if not colons:
        return None
    start = max((i for i in range(colons[-1]) if cited.tokens[i].text in {";", "."}), default=-1)
    leading = [o for o in cited.operators if start < o.at < colons[-1] and o.force in _LEADING]
    if leading and leading[-1].force is Force.MAY and _asks(cited, leading[-1].end, colons[-1]):
        return None  # "… có thể … nếu có các điều kiện sau: a) …": the points are what is asked for
    return leading[-1] if leading else None


def _asks(cited: Reading, start: int, end: int) -> bool:
    words = [token.text for token in cited.tokens[start:end]]
    return any(pair in _CONDITIONS for pair in pairwise(words))


def _is_condition(text: Reading) -> bool:
    """Whether a text sets conditions; "yêu cầu" may be what somebody does."""
    return not (_CONDITIONS - _DEMANDS).isdisjoint(pairwise(token.text for token in text.tokens))


def _heading(place: Reading) -> Operator | None:
    """The ban of the headings above a text: "Những việc cán bộ không được làm"; not "Hành vi bị cấm và xử lý"."""
    ban = next((o for o in place.operators if o.force is Force.FORBIDDEN), None)
    return ban if ban and "và" not in {token.text for token in place.tokens[ban.end :]} else None


def _bans_in_heading(said: Reading, mine: Operator, place: Reading) -> bool:
    """Whether the headings ban what the sentence has as given: "Địa điểm không được đăng ký thường trú mới"."""
    ban = _heading(place)
    behind = [token.text for token in said.tokens[mine.end : mine.end + _AS_IT_STANDS]]
    return ban is not None and [t.text for t in place.tokens[ban.end : ban.end + _AS_IT_STANDS]] == behind


def _word_at(reading: Reading, at: int) -> str:
    return reading.tokens[at].text if at < len(reading.tokens) else ""


def _agree(mine: Operator, its: Operator | None) -> bool:
    """Whether a sentence may say ``mine`` of a verb of which the text says ``its``."""
    said, cited = mine.force, its.force if its is not None else Force.NONE
    if said is Force.NO_DUTY and cited is Force.MAY:
        return True  # what somebody may do he need not
    if said.negative or cited.negative:
        return said.negative and cited.negative and {said, cited} != {Force.NO_DUTY, Force.FORBIDDEN}
    if said is Force.DUTY:
        return cited in {Force.DUTY, Force.NONE} or (mine.passive and cited is Force.GIVEN)
    if said is Force.MAY:
        return cited is not Force.DUTY  # what the law says somebody does, he may do
    if said is Force.GIVEN:
        return cited is not Force.DUTY or mine.agent or mine.thing or (its is not None and its.passive)
    return True


def _rule(said: Force, cited: Force) -> Rule:
    return Rule.NEGATION if said.negative != cited.negative else Rule.MODALITY


def _dropped_denials(said: Reading, cited: Reading, company: Company) -> Iterator[Refusal]:
    """A denial of the text whose verb the sentence has without any."""
    denied = {
        place: operator
        for operator in cited.operators
        if operator.force.negative
        for place in heads(cited.tokens, operator, 1)
    }
    condition, exceptions = turned_round(said, cited)
    affirmed = set(pairwise(token.text for token in cited.tokens))
    for at, token in enumerate(said.tokens):
        if not is_head(token):
            continue
        places, shared = company.places(at)
        if at > condition and exceptions.issuperset(places):
            continue
        if shared < _WITHOUT_COMPANY or not places or any(place not in denied for place in places):
            continue
        runs = company.longest_run(at)
        if (runs and not any(place in denied for place in runs)) or _denied_behind(said, at):
            continue
        if at and said.tokens[at - 1].text == "đã" and ("đã", token.text) in affirmed:
            continue  # "con chưa thành niên, con đã thành niên mà …": of the others
        if token.text == "tính" and at + 1 < len(said.tokens) and said.tokens[at + 1].text in SINCE:
            continue
        there = denied[places[0]]
        last = cited.tokens[there.end - 1].text if there.end - there.at > 1 else ""
        if last in _TAKEN_BACK and not (at and said.tokens[at - 1].text == last):
            continue  # "không có X" is taken back by "có X", not by any word on X
        if any(_cut_off(said, mine, cited, there) for mine in said.operators):
            continue
        mine = force_at(said.operators, at, MODAL)
        if mine is None or not mine.force.negative:
            yield Refusal(
                Rule.NEGATION, token.text, f"the cited text denies this: “{phrase(cited, denied[places[0]])}”"
            )


def _denied_behind(said: Reading, at: int) -> bool:
    """Whether the sentence denies or forbids what it has named: "… là việc không được làm", "… bị nghiêm cấm"."""
    behind = [operator for operator in said.operators if operator.force.negative and operator.at > at]
    if len(behind) != 1 or any(token.text in {";", "."} for token in said.tokens[at : behind[0].at]):
        return False
    return all(said.tokens[i].text in _DONE for i in heads(said.tokens, behind[0], _FIRST))


def _cut_off(said: Reading, mine: Operator, cited: Reading, its: Operator) -> bool:
    """Whether the sentence has a denial of the text without what it denies there: "trừ trường hợp được miễn"."""
    words = _behind(said, mine)
    return len(words) > _AS_IT_STANDS and words[:-1] == _behind(cited, its)[:-1] and words != _behind(cited, its)


def _behind(reading: Reading, operator: Operator) -> list[str]:
    """An operator with the word behind it."""
    return [token.text for token in reading.tokens[operator.at : operator.end + 1]]


def in_other_words(said: Reading, cited: Reading, company: Company) -> frozenset[int]:
    """Tokens of bans and exemptions that the text has in other words ("bị cấm" for "không được", "được miễn" for
    "không thu"), and of permissions: whether the text allows it, the rules of forces have looked at.
    """
    return frozenset(
        i
        for operator in said.operators
        if operator.force is Force.MAY
        or any(
            (its := force_at(cited.operators, place, MODAL)) is not None
            and its.force in _IN_OTHER_WORDS[operator.force]
            for place in (_best_places(said, company, operator) if operator.force in _IN_OTHER_WORDS else ())
        )
        for i in range(operator.at, operator.end)
    )
