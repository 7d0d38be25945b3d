"""Version 1 of the rule of a valid question: published, the same for everybody, the same at every run.

Judged is the whole stream of one person, in the order of asking; of other people only who asked the same first. So a
new question costs one person's stream, and a recount gives what was counted before.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from congvu.campaigns.rules.signature import Signature, sign
from congvu.campaigns.rules.types import Asked, Judgement, Reason

SAME: Final = 0.8
"""Likeness (shared of all different syllables) from which two questions of one person are the same."""
ALIKE: Final = 0.55
"""Likeness from which they are variations; ``VARIATIONS`` of them may count."""
VARIATIONS: Final = 2
LONG: Final = 14
"""Different syllables from which the same text in one agency is no coincidence."""
COINCIDENCES: Final = 2
"""Other texts that may be somebody else's; more than these, and more than ``COPIED_SHARE`` of all, are copied ones."""
COPIED_SHARE: Final = 0.25
QUICKEST: Final = 5.0
"""Seconds between two questions, and one more for every ``TYPED`` characters."""
TYPED: Final = 12
RUN_GAP: Final = 20 * 60
"""Seconds without a question that end a run."""
RUN_LENGTH: Final = 10
"""Questions from which a run is looked at as a whole: it must leave time to type and to read at the median."""
RUN_QUICKEST: Final = 10.0
RUN_TYPED: Final = 6
DAILY_CAP: Final = 30
_NOT_ITS_WORK: Final = frozenset({"out_of_scope", "refused_secret", "refused_personal_data"})


@dataclass(frozen=True, slots=True)
class First:
    """Who asked a text first, of all and in each agency: (time, person), the earlier the better."""

    anywhere: tuple[float, int]
    in_agency: Mapping[int | None, tuple[float, int]]


Firsts = Callable[[int], First | None]
"""Looks up a likeness."""


def judge(questions: Iterable[Asked]) -> list[Judgement]:
    """Judge everybody's questions, given in any order; the judgements come person by person, in order of asking."""
    streams: dict[int, list[Asked]] = defaultdict(list)
    for question in questions:
        streams[question.user].append(question)
    signatures: dict[int, list[Signature]] = {}
    anywhere: dict[int, tuple[float, int]] = {}
    agencies: dict[int, dict[int | None, tuple[float, int]]] = defaultdict(dict)
    for user, stream in streams.items():
        stream.sort(key=lambda q: (q.at, str(q.id)))
        signatures[user] = [sign(question.text) for question in stream]
        for question, signature in zip(stream, signatures[user], strict=True):
            entry, like = (question.at, user), signature.likeness
            anywhere[like] = min(entry, anywhere.get(like, entry))
            here = agencies[like]
            here[question.agency] = min(entry, here.get(question.agency, entry))
    firsts = {like: First(first, agencies[like]) for like, first in anywhere.items()}
    return [
        judgement
        for user in sorted(streams)
        for judgement in judge_person(streams[user], firsts.get, signatures[user])
    ]


def judge_person(
    stream: Sequence[Asked], firsts: Firsts, signatures: Sequence[Signature] | None = None
) -> list[Judgement]:
    """Judge one person's questions, in order of asking."""
    signatures = signatures or [sign(question.text) for question in stream]
    hurried = _hurried(stream, signatures)
    counted = _Counted()
    per_day: Counter[int] = Counter()
    borrowed = [_by_another(q, s, firsts) for q, s in zip(stream, signatures, strict=True)]
    copies = sum(borrowed) > COINCIDENCES and sum(borrowed) > COPIED_SHARE * len(stream)
    found: list[Judgement] = []
    previous: float | None = None
    for n, (question, signature) in enumerate(zip(stream, signatures, strict=True)):
        gap = None if previous is None else question.at - previous
        previous = question.at
        reason = Reason.OFF_TOPIC.value if question.status in _NOT_ITS_WORK else signature.flaw
        reason = reason or counted.like(signature)
        if not reason and borrowed[n]:
            here = len(signature.bag) >= LONG and _by_another_here(question, signature, firsts)
            reason = Reason.COPIED.value if copies or here else ""
        if not reason and (n in hurried or (gap is not None and gap < QUICKEST + signature.length / TYPED)):
            reason = Reason.TOO_FAST.value
        if not reason and not question.seen:
            reason = Reason.UNSEEN.value
        if not reason and per_day[question.day] >= DAILY_CAP:
            reason = Reason.DAILY_CAP.value
        if not reason:
            per_day[question.day] += 1
            counted.add(signature)
        found.append(Judgement(question.id, reason, signature.likeness))
    return found


class _Counted:
    """What a person has had counted, to be found by the syllables it has."""

    def __init__(self) -> None:
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
            if likeness >= SAME:
                return Reason.REPEATED.value
            alike += likeness >= ALIKE
        return Reason.PATTERN.value if alike >= VARIATIONS else ""


def _hurried(stream: Sequence[Asked], signatures: Sequence[Signature]) -> frozenset[int]:
    """Questions of runs that leave no time to type and to read, by their place in the stream."""
    found: set[int] = set()
    start = 0
    for n in range(1, len(stream) + 1):
        if n < len(stream) and stream[n].at - stream[n - 1].at <= RUN_GAP:
            continue
        if n - start >= RUN_LENGTH:
            gaps = [stream[i].at - stream[i - 1].at for i in range(start + 1, n)]
            length = statistics.median(signature.length for signature in signatures[start:n])
            if statistics.median(gaps) < RUN_QUICKEST + length / RUN_TYPED:
                found.update(range(start, n))
        start = n
    return frozenset(found)


def _by_another(question: Asked, signature: Signature, firsts: Firsts) -> bool:
    first = firsts(signature.likeness)
    return first is not None and first.anywhere[1] != question.user and first.anywhere[0] < question.at


def _by_another_here(question: Asked, signature: Signature, firsts: Firsts) -> bool:
    first = firsts(signature.likeness)
    entry = first.in_agency.get(question.agency) if first is not None else None
    return entry is not None and entry[1] != question.user and entry[0] < question.at
