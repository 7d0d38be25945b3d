"""How a version of the rule is applied: published numbers, the same for everybody, the same at every run.

Judged is the whole stream of one person, in the order of asking; of other people only who asked the same first, and,
of whoever turns out to be copied from, what they asked. So a new question costs one person's stream, and a recount
gives what was counted before.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from congvu.campaigns.rules.types import Asked, First, Firsts, Judgement, Others, Reason, Signature

_NOT_ITS_WORK: Final = frozenset({"out_of_scope", "refused_secret", "refused_personal_data"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A version: how a text is read, and its numbers. Likeness is the share of all different syllables."""

    version: str
    sign: Callable[[str], Signature]
    least_syllables: int
    """Different syllables that a question has at least."""
    doubted_share: float
    """Share of a person's texts with a flaw or a doubt from which those with a doubt do not count either."""
    same: float
    """Likeness from which two questions of one person are the same."""
    alike: float
    """Likeness from which they are variations; ``variations`` of them may count."""
    variations: int
    long: int
    """Different syllables from which the same text in one agency is no coincidence."""
    coincidences: int
    """Other texts that may be somebody else's; more than these, and more than ``copied_share`` of all, are copied."""
    copied_share: float
    near: float | None
    """Likeness from which somebody who copies has copied this one too, with a slip; None: only equal texts count."""
    sources: int
    """People copied from whose questions are compared so, those copied most first."""
    quickest: float
    """Seconds between two questions, and one more for every ``typed`` characters."""
    typed: int
    run_gap: int
    """Seconds without a question that end a run."""
    run_length: int
    """Questions from which a run is looked at as a whole: it must leave time to type and to read at the median."""
    run_quickest: float
    run_typed: int
    daily_cap: int


def judge(rule: Rule, questions: Iterable[Asked]) -> list[Judgement]:
    """Judge everybody's questions, given in any order; the judgements come person by person, in order of asking."""
    streams: dict[int, list[Asked]] = defaultdict(list)
    for question in questions:
        streams[question.user].append(question)
    signatures: dict[int, list[Signature]] = {}
    anywhere: dict[int, tuple[float, int]] = {}
    agencies: dict[int, dict[int | None, tuple[float, int]]] = defaultdict(dict)
    for user, stream in streams.items():
        stream.sort(key=lambda q: (q.at, str(q.id)))
        signatures[user] = [rule.sign(question.text) for question in stream]
        for question, signature in zip(stream, signatures[user], strict=True):
            entry, like = (question.at, user), signature.likeness
            anywhere[like] = min(entry, anywhere.get(like, entry))
            here = agencies[like]
            here[question.agency] = min(entry, here.get(question.agency, entry))
    firsts = {like: First(first, agencies[like]) for like, first in anywhere.items()}

    def others(user: int) -> list[tuple[float, frozenset[str]]]:
        return [(q.at, s.bag) for q, s in zip(streams[user], signatures[user], strict=True)]

    return [
        judgement
        for user in sorted(streams)
        for judgement in judge_person(rule, streams[user], signatures[user], firsts.get, others)
    ]


def judge_person(
    rule: Rule, stream: Sequence[Asked], signatures: Sequence[Signature], firsts: Firsts, others: Others
) -> list[Judgement]:
    """Judge one person's questions, in order of asking; ``signatures`` are those of this rule."""
    hurried = _hurried(rule, stream, signatures)
    doubted = sum(bool(s.flaw or s.doubt) for s in signatures) > rule.doubted_share * len(stream)
    counted = _Counted(rule)
    per_day: Counter[int] = Counter()
    lenders = [_lender(q, s, firsts) for q, s in zip(stream, signatures, strict=True)]
    lent = sum(lender is not None for lender in lenders)
    copies = lent > rule.coincidences and lent > rule.copied_share * len(stream)
    slipped = _slipped(rule, stream, signatures, lenders, others) if copies else frozenset()
    found: list[Judgement] = []
    previous: float | None = None
    for n, (question, signature) in enumerate(zip(stream, signatures, strict=True)):
        gap = None if previous is None else question.at - previous
        previous = question.at
        reason = Reason.OFF_TOPIC.value if question.status in _NOT_ITS_WORK else signature.flaw
        reason = reason or (signature.doubt if doubted else "")
        reason = reason or counted.like(signature)
        if not reason and n in slipped:
            reason = Reason.COPIED.value
        if not reason and lenders[n] is not None:
            here = len(signature.bag) >= rule.long and _by_another_here(question, signature, firsts)
            reason = Reason.COPIED.value if copies or here else ""
        if not reason and (n in hurried or (gap is not None and gap < rule.quickest + signature.length / rule.typed)):
            reason = Reason.TOO_FAST.value
        if not reason and not question.seen:
            reason = Reason.UNSEEN.value
        if not reason and per_day[question.day] >= rule.daily_cap:
            reason = Reason.DAILY_CAP.value
        if not reason:
            per_day[question.day] += 1
            counted.add(signature)
        found.append(Judgement(question.id, reason, signature.likeness))
    return found


class _Counted:
    """What a person has had counted, to be found by the syllables it has."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._bags: list[frozenset[str]] = []
        self._with: dict[str, list[int]] = defaultdict(list)

    def add(self, signature: Signature) -> None:
        for syllable in signature.bag:
            self._with[syllable].append(len(self._bags))
        self._bags.append(signature.bag)

    def like(self, signature: Signature) -> str:
        """Why the text is too much like what counts already, "" where it is not."""
        size, alike = len(signature.bag), 0
        shared: Counter[int] = Counter()
        for syllable in signature.bag:
            shared.update(self._with.get(syllable, ()))
        for index, common in shared.items():
            likeness = common / (size + len(self._bags[index]) - common)
            if likeness >= self._rule.same:
                return Reason.REPEATED.value
            alike += likeness >= self._rule.alike
        return Reason.PATTERN.value if alike >= self._rule.variations else ""


def _hurried(rule: Rule, stream: Sequence[Asked], signatures: Sequence[Signature]) -> frozenset[int]:
    """Questions of runs that leave no time to type and to read, by their place in the stream."""
    found: set[int] = set()
    start = 0
    for n in range(1, len(stream) + 1):
        if n < len(stream) and stream[n].at - stream[n - 1].at <= rule.run_gap:
            continue
        if n - start >= rule.run_length:
            gaps = [stream[i].at - stream[i - 1].at for i in range(start + 1, n)]
            length = statistics.median(signature.length for signature in signatures[start:n])
            if statistics.median(gaps) < rule.run_quickest + length / rule.run_typed:
                found.update(range(start, n))
        start = n
    return frozenset(found)


def _slipped(
    rule: Rule,
    stream: Sequence[Asked],
    signatures: Sequence[Signature],
    lenders: Sequence[int | None],
    others: Others,
) -> frozenset[int]:
    """Texts of somebody who copies that are nearly those of a person copied from, by their place in the stream."""
    if rule.near is None:
        return frozenset()
    most = Counter(lender for lender in lenders if lender is not None).most_common(rule.sources)
    lent = [entry for lender, _times in most for entry in others(lender)]
    found = set()
    for n, (question, signature) in enumerate(zip(stream, signatures, strict=True)):
        bag = signature.bag
        if lenders[n] is None and any(
            at < question.at and len(bag & other) >= rule.near * len(bag | other) for at, other in lent
        ):
            found.add(n)
    return frozenset(found)


def _lender(question: Asked, signature: Signature, firsts: Firsts) -> int | None:
    """Who asked the very same before, if it was another."""
    first = firsts(signature.likeness)
    if first is None or first.anywhere[1] == question.user or first.anywhere[0] >= question.at:
        return None
    return first.anywhere[1]


def _by_another_here(question: Asked, signature: Signature, firsts: Firsts) -> bool:
    first = firsts(signature.likeness)
    entry = first.in_agency.get(question.agency) if first is not None else None
    return entry is not None and entry[1] != question.user and entry[0] < question.at
