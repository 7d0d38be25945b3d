"""Rules for who acts: somebody who is not in the text, or does what the text says of somebody else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from congvu.answering.verify.operators import is_content, is_head
from congvu.answering.verify.reading import Reading, same_actor
from congvu.answering.verify.segments import Segment, segments
from congvu.answering.verify.tokens import Token
from congvu.answering.verify.types import Refusal, Rule
from congvu.answering.verify.word_rules import misspelt

_NEAR = 6
_PASSIVE = frozenset({"bị", "được"})
_TIMES = frozenset({"đã", "đang", "sẽ"})
_FAR = 14
_TOGETHER = frozenset({",", "và", "hoặc", "hay", "của", "thuộc"})
_LISTING = frozenset({",", "và", "hoặc"})
_PLACES = frozenset({"tại", "ở", "trong"})
_OF_A_LIST = 30
"""Content words on one side of somebody who stands in a list: what is said of all stands before or behind it."""
_TWO = 2
_THE_SAME = 5
"""Words in a row that say that a text speaks of the same deed."""
_SWAP = 12
_CLEARLY = 5
"""Words that the closest stretch shares with a sentence and no other with the same person does."""
_SENTENCE_ENDS = frozenset({";", ".", "\n"})
_ENDS = frozenset({";", ".", ":", "\n", ",", "khi", "thì", "nếu", "mà", "để", "nhưng"})


def actor_refusals(said: Reading, cited: Reading, everything: Reading) -> Iterator[Refusal]:
    """Somebody who is not in the text, or stands where the text has somebody else."""
    known = everything.actor_names()
    everything_said = f" {' '.join(token.text for token in everything.tokens)} "
    ends = {end for _start, end, _actor in said.actors}
    for start, end, actor in said.actors:
        if start in ends and actor in known:
            continue  # "Chánh án Tòa án" is one body
        if not any(same_actor(actor, name) for name in known):
            if re.search(rf"(?<!tịch)(?<!trưởng)(?<!đốc) {re.escape(actor)} ", everything_said):
                continue  # "ngân sách nhà nước" names the state as well, "Chủ tịch Ủy ban nhân dân" no committee
            if _in_time(said, start, end, everything) or _written_wrong(said, start, end, everything):
                continue
            yield Refusal(Rule.ACTOR, actor, "nobody of this name is in the cited text")
            continue
        if _text(said.tokens, start - 1) in _PLACES:
            continue
        mine = _company_of(said, start, end, wide=False)
        shared = {
            name: max(
                _alike(mine, _company_of(cited, a, b, wide=same_actor(name, actor)))
                for a, b, other in cited.actors
                if other == name
            )
            for name in cited.actor_names()
        }
        own = max((shared.pop(name) for name in list(shared) if same_actor(name, actor)), default=0)
        best = max(shared.values(), default=0)
        if _tells(own, best) and _tells(max((own, *_said_of_lead(mine, cited, actor))), best):
            other = max(shared, key=lambda name: shared[name])
            if other in actor or actor in other or _does_in_the_end(said, end, cited, actor):
                continue
            yield Refusal(Rule.ACTOR, actor, f"in the cited text this is said of “{other}”")


def _does_in_the_end(said: Reading, end: int, cited: Reading, actor: str) -> bool:
    """Whether the text says what follows of somebody behind "thì", with other things that they do in between: "… thì
    Tòa án nhận định về việc Viện kiểm sát rút … và quyết định đình chỉ".
    """
    words = [token.text for token in said.tokens]
    its = [token.text for token in cited.tokens]
    starts = range(end, min(end + _TWO + 1, len(words)))
    runs = [words[at : at + _THE_SAME] for at in starts if at + _THE_SAME <= len(words)]
    for start, behind, name in cited.actors:
        if same_actor(name, actor) and start and its[start - 1] == "thì":
            last = next((i for i in range(behind, len(its)) if its[i] in _SENTENCE_ENDS), len(its))
            if any(its[i : i + _THE_SAME] in runs for i in range(behind, last)):
                return True
    return False


def _tells(own: int, best: int) -> bool:
    """Whether somebody else shares so much more that it is said of them."""
    return (not own and best >= 2) or (best >= 3 and best >= 2 * own)


def _said_of_lead(mine: tuple[list[str], list[str]], cited: Reading, actor: str) -> Iterator[int]:
    """How much of what is said of somebody stands in a point of a list whose lead names them as well."""
    names = actor.split()
    for segment in segments(cited.tokens):
        lead = [token.text for token in segment.lead]
        if any(lead[at : at + len(names)] == names for at in range(len(lead))):
            yield len(set(mine[0]) & {token.text for token in segment.own})


def _in_time(said: Reading, start: int, end: int, everything: Reading) -> bool:
    """Whether the text has the words of a name with a word of time in between: "người đã bị kết án"."""
    words = [token.text for token in said.tokens[start:end]]
    tokens = [token.text for token in everything.tokens]
    if len(words) < 2 or words[1] not in _PASSIVE:
        return False  # "người đã phát hiện" did something, "người phát hiện" is somebody
    stretches = (tokens[at : at + len(words) + 1] for at in range(len(tokens)) if tokens[at] == words[0])
    return any([w for w in stretch if w not in _TIMES] == words and stretch != words for stretch in stretches)


def _written_wrong(said: Reading, start: int, end: int, everything: Reading) -> bool:
    """Whether the text has the name with a wrong mark: "cặp vợ chống"."""
    known = {token.text for token in everything.tokens}
    new = [at for at in range(start, end) if said.tokens[at].text not in known]
    return bool(new) and all(misspelt(said.tokens, at, everything.tokens) for at in new)


def _company_of(reading: Reading, start: int, end: int, *, wide: bool) -> tuple[list[str], list[str]]:
    """Content words right behind and right before an actor, within the clause, or ``wide`` within the sentence."""
    tokens, ends = reading.tokens, _ENDS if not wide else _SENTENCE_ENDS
    others = {i for a, b, _phrase in reading.actors for i in range(a, b)}
    listed_after, listed_before = (wide and _text(tokens, at) in _LISTING for at in (end, start - 1))
    after: list[str] = []
    # "Chánh án Tòa án" is one body, and "bị can, bị cáo" share what is said of them.
    while end in others or (end + 1 in others and tokens[end].text in _TOGETHER):
        end += 1
    while start - 1 in others or (start - 2 in others and tokens[start - 1].text in _TOGETHER):
        start -= 1
    for at in range(end, len(tokens)):
        if tokens[at].text in ends or len(after) == (_OF_A_LIST if listed_after else _FAR if wide else _NEAR):
            break
        if at in others:
            # "Ủy ban nhân dân cấp tỉnh nơi chủ đầu tư đăng ký": what follows still tells which one.
            if listed_after or (wide and at - 1 in others) or (wide and tokens[at - 1].text == "nơi"):
                continue
            break
        if is_content(tokens[at]):
            after.append(tokens[at].text)
    before: list[str] = []
    for at in range(start - 1, -1, -1):
        if tokens[at].text in ends or len(before) == (_OF_A_LIST if listed_before else 3):
            break
        if at in others:
            if listed_before:
                continue
            break
        if is_content(tokens[at]):
            before.append(tokens[at].text)
    return after, before


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _alike(mine: tuple[list[str], list[str]], its: tuple[list[str], list[str]]) -> int:
    return sum(len(set(a) & set(b)) for a, b in zip(mine, its, strict=True))


def elsewhere_refusals(said: Reading, cited: Reading, place: Reading) -> Iterator[Refusal]:
    """Somebody of another point: the stretch that says the rest of the sentence names somebody else."""
    stretches = list(segments(cited.tokens))
    if len(stretches) < _TWO or not said.actors:
        return
    inside = {i for start, end, _actor in said.actors for i in range(start, end)}
    wanted = _with_pairs([token.text for at, token in enumerate(said.tokens) if is_head(token) and at not in inside])
    shared = [sum((wanted & _with_pairs(stretch.heads())).values()) for stretch in stretches]
    closest = [stretch for stretch, alike in zip(stretches, shared, strict=True) if alike == max(shared)]
    others = {name for stretch in closest for name in _named(cited, stretch)} - said.actor_names()
    begun = {end for _start, end, _actor in said.actors}
    for start, _end, actor in said.actors:
        if start in begun or not others or any(same_actor(actor, name) for name in place.actor_names()):
            continue
        naming = [any(same_actor(actor, name) for name in _named(cited, stretch)) for stretch in stretches]
        having = [
            alike
            for at, alike in enumerate(shared)
            if naming[at] or (at and naming[at - 1] and _goes_on(cited, stretches[at - 1], stretches[at]))
        ]
        if having and max(shared) - max(having) >= _CLEARLY:
            yield Refusal(Rule.ACTOR, actor, f"in the cited text “{sorted(others)[0]}” stands here")


def _goes_on(cited: Reading, one: Segment, two: Segment) -> bool:
    """Whether a stretch only goes on in the line of another, of whom it may speak without naming them again."""
    begins = any(cited.tokens[start].start == two.own[0].start for start, _end, _name in cited.actors)
    return not begins and "\n" not in cited.text[one.own[-1].end : two.own[0].start]


def _with_pairs(words: Sequence[str]) -> Counter[str]:
    """Words and pairs of neighbours, which syllables that two stretches share by chance do not make."""
    return Counter([*words, *(f"{one} {two}" for one, two in pairwise(words))])


def _named(cited: Reading, stretch: Segment) -> set[str]:
    """Who is named in a stretch or its lead."""
    spans = [(tokens[0].start, tokens[-1].end) for tokens in (stretch.own, stretch.lead) if tokens]
    return {
        name
        for start, _end, name in cited.actors
        if any(first <= cited.tokens[start].start < last for first, last in spans)
    }


def deed_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """A verb right behind a body that in the text stands right behind the same body of another level only."""
    theirs: dict[str, list[str]] = {}
    for _start, end, name in cited.actors:
        theirs.setdefault(_deed(cited.tokens, end), []).append(name)
    for _start, end, name in said.actors:
        deed = _deed(said.tokens, end)
        doers = theirs.get(deed, [])
        if not deed or any(same_actor(name, doer) for doer in doers):
            continue
        other = next((doer for doer in doers if _body(doer) == _body(name)), "")
        other = other or _swapped(said, end, name, deed, cited)
        if other:
            yield Refusal(Rule.ACTOR, f"{name} {deed}", f"in the cited text this is done by “{other}”")


def _swapped(said: Reading, end: int, name: str, deed: str, cited: Reading) -> str:
    """Who does in the text what the sentence says the other way round: "B trình A" for "A trình B"."""
    others = {other for start, _end, other in said.actors if start >= end}
    for _start, place, doer in cited.actors:
        if doer in others and _deed(cited.tokens, place) == deed:
            behind = (other for start, _end, other in cited.actors if place <= start < place + _SWAP)
            if any(same_actor(other, name) for other in behind):
                return doer
    return ""


def _body(name: str) -> str:
    return name.partition(" cấp ")[0]


def _deed(tokens: Sequence[Token], at: int) -> str:
    """The first content word behind somebody, in the same clause."""
    while at < len(tokens) and tokens[at].kind == "word":
        if is_content(tokens[at]):
            return tokens[at].text
        at += 1
    return ""
