"""The figures counted a second time, by hand: rows read out one table after the other, added in plain Python.

It shares no statement, no sum and no rule of rolling up with what the pages show, so that the two can only agree by
both being right. Slow on purpose.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from congvu.accounts.models import Agency, Membership, Succession
from congvu.answering.models import Answer, Conversation, Question
from congvu.campaigns.models import Verdict
from congvu.campaigns.standings import Board
from congvu.feedback.models import ActivityTally, Rating

_VIETNAM = dt.timedelta(hours=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, with all that is counted of it; ``number`` is not 1 where it is what is left of deleted ones."""

    user: int
    agency: int | None
    day: dt.date
    number: int
    valid: int
    likes: int
    dislikes: int


Figures = dict[int, tuple[int, int, int, int, int, int, int, int, tuple[int, int, int, int]]]
"""By agency: accounts, users, likes, dislikes, questions, valid, started, at target, people by number of questions."""


def read_rows(rule: str) -> list[Asked]:
    """Everything that was ever asked, one entry for a question."""
    people = dict(_rows(Conversation, "pk", "user_id"))
    answers = dict(_rows(Answer, "pk", "question_id"))
    liked: dict[Any, list[bool]] = defaultdict(list)
    for answer, like in _rows(Rating, "answer_id", "liked"):
        liked[answers[answer]].append(like)
    valid = {question for question, by, counts in _rows(Verdict, "question", "rule", "valid") if by == rule and counts}
    found = []
    for pk, conversation, agency, at in _rows(Question, "pk", "conversation_id", "agency_id", "asked_at"):
        given = liked.get(pk, [])
        day = (at.astimezone(dt.UTC) + _VIETNAM).date()
        found.append(
            Asked(people[conversation], agency, day, 1, int(pk in valid), given.count(True), given.count(False))
        )
        valid.discard(pk)
    for question, by, user, agency, day in _rows(Verdict, "question", "rule", "user_id", "agency_id", "day"):
        if by == rule and question in valid:  # its question is deleted by now
            found.append(Asked(user, agency, day, 0, 1, 0, 0))
    for user, agency, day, questions, likes, dislikes in _rows(
        ActivityTally, "user_id", "agency_id", "day", "questions", "likes", "dislikes"
    ):
        found.append(Asked(user, agency, day, questions, 0, likes, dislikes))
    return found


def count(asked: list[Asked], first: dt.date, last: dt.date, target: int, *, today: dt.date | None = None) -> Figures:
    """Agencies from ``first`` to ``last``, both included: as they were, or as on the day ``today``."""
    home = _as_of(today) if today else lambda agency: agency
    roster: dict[int, set[int]] = defaultdict(set)
    for user, agency, begins, ends in _rows(Membership, "user_id", "agency_id", "starts_on", "ends_on"):
        if (begins is None or begins <= last) and (ends is None or last < ends):
            roster[home(agency)].add(user)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    people: dict[int, set[int]] = defaultdict(set)
    questions: Counter[int] = Counter()
    valid: Counter[int] = Counter()
    for one in asked:
        if not first <= one.day <= last:
            continue
        questions[one.user] += one.number
        valid[one.user] += one.valid
        if one.agency is None:
            continue
        place = home(one.agency)
        people[place].add(one.user)
        for n, value in enumerate((one.likes, one.dislikes, one.number, one.valid)):
            sums[place][n] += value
    there = {pk for pk, begins, ends in _rows(Agency, "pk", "starts_on", "ends_on")
             if (begins is None or begins <= last) and (ends is None or last < ends)}  # fmt: skip
    found: Figures = {}
    for pk in {home(agency) for agency, in _rows(Agency, "pk")}:
        if pk not in sums and pk not in there:
            continue
        staff = roster.get(pk, set())
        likes, dislikes, number, counted = sums[pk]
        bands = [0, 0, 0, 0]
        for user in staff:
            done = questions[user]
            bands[0 if done == 0 else 1 if done < 10 else 2 if done < 50 else 3] += 1
        found[pk] = (
            len(staff), len(people[pk]), likes, dislikes, number, counted,
            len(staff) - bands[0], sum(valid[user] >= target for user in staff),
            (bands[0], bands[1], bands[2], bands[3]),
        )  # fmt: skip
    return found


def figures_of(board: Board) -> Figures:
    """What the product says, in the same form."""
    return {
        standing.row.agency_id or 0: (
            standing.row.accounts or 0, standing.row.users, standing.row.likes, standing.row.dislikes,
            standing.row.questions, standing.row.valid or 0, standing.started, standing.at_target, standing.bands,
        )
        for standing in board.standings
    }  # fmt: skip


def days(asked: list[Asked], first: dt.date, last: dt.date) -> dict[dt.date, tuple[int, int]]:
    """By day: questions, valid ones."""
    questions: Counter[dt.date] = Counter()
    valid: Counter[dt.date] = Counter()
    for one in asked:
        if first <= one.day <= last:
            questions[one.day] += one.number
            valid[one.day] += one.valid
    return {day: (questions[day], valid[day]) for day in questions}


def _as_of(today: dt.date) -> Callable[[int], int]:
    """Where an agency has ended: the only one that took its place, itself or through others, and lives today."""
    alive = {pk for pk, begins, ends in _rows(Agency, "pk", "starts_on", "ends_on")
             if (begins is None or begins <= today) and (ends is None or today < ends)}  # fmt: skip
    after: dict[int, list[int]] = defaultdict(list)
    for old, new, on in _rows(Succession, "predecessor_id", "successor_id", "on"):
        if on <= today:
            after[old].append(new)

    def ends_in(agency: int) -> set[int]:
        if agency in alive:
            return {agency}
        return set().union(*(ends_in(new) for new in after[agency]))

    def home(agency: int) -> int:
        reached = ends_in(agency)
        return reached.pop() if len(reached) == 1 else agency

    return home


def _rows(model: Any, *fields: str) -> Iterator[tuple[Any, ...]]:
    return model.objects.order_by().values_list(*fields).iterator(chunk_size=20_000)  # type: ignore[no-any-return]
