"""Rules for a sentence that runs along with the text word for word: a denial put in or left out, other words inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from congvu.answering.verify.exception_rules import turned_round
from congvu.answering.verify.lexicon import ACTORS
from congvu.answering.verify.operators import DENIALS, is_content
from congvu.answering.verify.reading import Reading, same_actor
from congvu.answering.verify.tokens import Token
from congvu.answering.verify.types import Refusal, Rule
from congvu.answering.verify.word_rules import neutral_tokens
from congvu.answering.verify.wordings import DONE, SAME

_DENYING = DENIALS | {"cấm", "trừ", "miễn"}
_ALONG = 5
"""Words in a row that say that the sentence speaks of this very place."""
_CONTENT = 3
_NEAR = 4
_BEFORE = 2
_TELLING_MORE = 6
"""Words by which a place must go on longer than another that the text denies itself."""
_ANCHOR = 3
_BOTH_SIDES = 14
_LONG = 10
_SHARE = 0.8
"""Of the words of a sentence, in stretches of the text: then it copies, and other words inside are no paraphrase."""
_MOST_SAID, _MOST_THERE = 10, 12
_LAST = 8
_AGENT = 4
_DEED = 3
_SOMEBODY = frozenset({name.split()[0] for name in ACTORS} | {"tổ", "đơn", "thành"})
"""First words of who acts."""
_CONTRASTS = {
    "trừ": frozenset({"cả"}), "cả": frozenset({"trừ"}), "trước": frozenset({"sau", "trong"}),
    "sau": frozenset({"trước", "trong"}), "đã": frozenset({"không", "chưa"}), "bắt": frozenset({"kết", "hết"}),
    "kết": frozenset({"bắt"}), "trên": frozenset({"dưới"}), "dưới": frozenset({"trên"}),
    "mình": frozenset({"khác"}), "khác": frozenset({"mình"}),
}  # fmt: skip
_GOES_ON = frozenset({",", "và", "hoặc"})
_ENDS = frozenset({";", ":", ".", "\n"})


def denial_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """A denial before words that the text affirms, and words that the text denies, without their denial."""
    mine, its = _texts(said.tokens), _texts(cited.tokens)
    condition, exceptions = turned_round(said, cited)
    for at in _denials(said):
        places, run = _longest(mine[at + 1 :], its)
        telling = sum(map(is_content, said.tokens[at + 1 : at + 1 + run])) >= _CONTENT
        if at > condition and exceptions.issuperset(places):
            continue
        if telling and not any(_DENYING.intersection(its[max(0, place - _NEAR) : place]) for place in places):
            elsewhere = max((_common(mine[at:], its[i:]) for i, word in enumerate(its) if word == mine[at]), default=0)
            if elsewhere <= _BEFORE or run - elsewhere >= _TELLING_MORE:
                yield Refusal(Rule.NEGATION, " ".join(mine[at : at + _NEAR]), "the cited text does not deny this")
    for at in _denials(cited):
        for place in _places(its[at + 1 : at + 1 + _ALONG], mine):
            if _DENYING & set(mine[max(0, place - _CONTENT) : place]) or (place > condition and at in exceptions):
                continue
            before, run = _common(mine[:place][::-1], its[:at][::-1]), _common(mine[place:], its[at + 1 :])
            start = place - _BEFORE if before >= _BEFORE else place
            affirmed = [i for i in _places(mine[start : place + _ALONG], its) if its[i - 1] not in DENIALS or not i]
            if (before >= _BEFORE or run > _ALONG) and not affirmed:
                words = " ".join(its[at : at + _NEAR])
                yield Refusal(Rule.NEGATION, mine[place], f"the cited text denies this: “{words}”")


def _denials(reading: Reading) -> list[int]:
    """Places of "không", "chưa" that deny something, and are no part of a term or a limit."""
    negative = {i for o in reading.operators if o.force.negative for i in range(o.at, o.end)}
    return [at for at in sorted(negative) if reading.tokens[at].text in DENIALS]


def subject_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """Somebody at the beginning of a sentence of which the text says the rest, to its end, of somebody else."""
    first = next((actor for actor in said.actors if actor[0] == 0), None)
    if first is None:
        return
    mine, its = _texts(said.tokens), _texts(cited.tokens)
    places, run = _longest(mine[first[1] :], its)
    if run < _LONG or first[1] + run < len(mine) - 1:
        return
    theirs = {end: phrase for _start, end, phrase in cited.actors}
    starts = (max((i + 1 for i in range(place) if its[i] in _ENDS), default=0) for place in places)
    together = any(
        start <= at < place and same_actor(first[2], phrase)
        for start, place in zip(starts, places, strict=True)
        for at, _end, phrase in cited.actors
    )
    if places and not together and all(place in theirs for place in places):
        yield Refusal(Rule.ACTOR, first[2], f"the cited text says this of “{theirs[places[0]]}”")


def replaced_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """Other words in the middle of a sentence that is copied from the text before and behind them."""
    mine, its = _texts(said.tokens), _texts(cited.tokens)
    blocks = SequenceMatcher(None, mine, its, autojunk=False).get_matching_blocks()
    anchors = [(a, b, size) for a, b, size in blocks if size >= _ANCHOR]
    if sum(size for _a, _b, size in anchors) < _SHARE * len(mine):
        return
    for (a, b, left), (c, d, right) in pairwise(anchors):
        here, there = range(a + left, c), range(_last(mine[a : a + left], its, d, b) + left, d)
        if left + right < _BOTH_SIDES or not 0 < len(here) <= _MOST_SAID or not 0 < len(there) <= _MOST_THERE:
            continue
        if not _ENDS.intersection(its[there.start : d]) and _says_something_else(said, here, cited, there):
            words = " ".join(its[there.start : d])
            yield Refusal(Rule.WORD, " ".join(mine[a + left : c]), f"the cited text has “{words}” in this place")


def doer_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """Somebody right before words that stand in the text behind somebody else, each time, and behind nobody of the name
    in the same sentence.
    """
    mine, its = _texts(said.tokens), _texts(cited.tokens)
    ends = {end: phrase for _start, end, phrase in cited.actors}
    for _start, end, phrase in said.actors:
        behind = mine[end : end + _DEED]
        if len(behind) < _DEED or not any(map(is_content, said.tokens[end : end + _DEED])):
            continue
        there = [at for at in range(len(its)) if its[at : at + _DEED] == behind]
        if not there or not all(at in ends for at in there):
            continue
        starts = [max((i + 1 for i in range(at) if its[i] in _ENDS), default=0) for at in there]
        before = [
            name
            for begun, at in zip(starts, there, strict=True)
            for start, _stop, name in cited.actors
            if begun <= start < at
        ]
        if not any(same_actor(phrase, name) or name in phrase or phrase in name for name in before):
            yield Refusal(Rule.ACTOR, phrase, f"the cited text says this of “{ends[there[0]]}”")


def _last(words: Sequence[str], its: Sequence[str], end: int, first: int) -> int:
    """The last place of these words close before ``end``; ``first`` where there is none."""
    start = end - len(words)
    near = range(start, max(0, start - _MOST_THERE) - 1, -1)
    return next((i for i in near if its[i : i + len(words)] == words), first)


def ending_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """Somebody at the end of a sentence where the text ends with somebody else, each time behind the same words."""
    mine, its = _texts(said.tokens), _texts(cited.tokens)
    size = next((n for n, word in enumerate(reversed(mine)) if word not in _ENDS), 0)
    end = len(mine) - size
    for at in range(max(_ALONG, end - _LAST), end):
        if mine[at] not in _SOMEBODY:
            continue
        places = [place + _ALONG for place in _places(mine[at - _ALONG : at], its)]
        rests = [range(place, _end(its, place)) for place in places]
        if rests and all(0 < len(r) <= _LAST and its[r[0]] in _SOMEBODY and its[r[0]] != mine[at] for r in rests):
            if all(_says_something_else(said, range(at, end), cited, rest) for rest in rests):
                there = " ".join(its[i] for i in rests[0])
                yield Refusal(Rule.ACTOR, " ".join(mine[at:end]), f"the cited text has “{there}” in this place")
            return


def agent_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """ "Do" somebody else than the text has behind the same words: "chi phí do … chịu"."""
    mine, its = _texts(said.tokens), _texts(cited.tokens)
    for at in range(_BEFORE, len(mine) - 1):
        before = mine[at - _BEFORE : at + 1]
        telling = all(map(is_content, said.tokens[at - _BEFORE : at]))
        if mine[at] != "do" or mine[at + 1] not in _SOMEBODY or not telling:
            continue
        behind = set(mine[at + 1 : at + 1 + _AGENT])
        places = [i + 1 for i in range(_BEFORE, len(its) - 1) if its[i - _BEFORE : i + 1] == before]
        there = [its[place : place + _LAST] for place in places]
        if there and all(words[0] in _SOMEBODY and not behind.intersection(words) for words in there):
            words = " ".join(there[0][:_AGENT])
            yield Refusal(Rule.ACTOR, " ".join(mine[at : at + 1 + _AGENT]), f"in the cited text this is by “{words}”")


def _end(words: Sequence[str], start: int) -> int:
    return next((i for i in range(start, len(words)) if words[i] in _ENDS), len(words))


def _says_something_else(said: Reading, here: range, cited: Reading, there: range) -> bool:
    """Whether each of two stretches has something to say that the other has not; amounts for amounts are compared
    elsewhere.
    """
    if all(any(reading.tokens[i].counted for i in part) for reading, part in ((said, here), (cited, there))):
        return False
    if any(
        any(said.tokens[i].text == one for i in here)
        and any(cited.tokens[i].text in others for i in there)
        and not any(said.tokens[i].text in others for i in here)
        for one, others in _CONTRASTS.items()
    ):
        return True
    first = cited.tokens[there[0]].text
    if first in _GOES_ON or first == said.tokens[here[-1]].text:  # a list cut short; a clause put elsewhere
        return False
    loose = neutral_tokens(said.tokens)
    done = {i for i in here if (said.tokens[i].text,) in DONE} if len(here) <= _BEFORE else set()
    mine = [said.tokens[i].text for i in here if _tells(said.tokens[i]) and i not in loose | done]
    its = [cited.tokens[i].text for i in there if _tells(cited.tokens[i])]
    known = {*its, *(same for word in its for same in SAME.get(word, ()))}
    new = [word for word in mine if word not in known and not SAME.get(word, frozenset()) & known]
    return bool(new) and bool(set(its) - set(mine)) and 2 * len(set(mine) & set(its)) < len(new)


def _tells(token: Token) -> bool:
    return is_content(token) or token.counted


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens]


def _places(words: Sequence[str], within: Sequence[str]) -> list[int]:
    size = len(words)
    if size < _ALONG:
        return []
    return [at for at in range(len(within) - size + 1) if within[at] == words[0] and within[at : at + size] == words]


def _longest(words: Sequence[str], within: Sequence[str]) -> tuple[list[int], int]:
    """Where the text goes on longest with the same words, and how many; nowhere where they are few."""
    runs = {place: _common(words, within[place:]) for place in _places(words[:_ALONG], within)}
    most = max(runs.values(), default=0)
    return [place for place, run in runs.items() if run == most], most


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two stretches begin with together."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
