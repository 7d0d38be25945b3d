"""A made-up year of a province: questions, answers, ratings, verdicts and answers seen; the same for the same seed.

For measuring the figures, not the rule: verdicts are drawn. Rows go in through the same constraints and triggers as
those of people.
"""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from django.db import connection, transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import Agency, RoleGrant, User
from congvu.accounts.types import Role
from congvu.campaigns.actions import CampaignData, create_campaign
from congvu.campaigns.models import Campaign
from congvu.campaigns.rules import CURRENT, Reason
from congvu.campaigns.simulation.province import FIRST, LAST, Person, copy_rows, make_province
from congvu.campaigns.simulation.texts import A, compose
from congvu.common.clock import VIETNAM
from congvu.common.errors import InvalidInputError

CODE = "nam-mau"
TARGET = 50
_DAYS = (LAST - FIRST).days + 1
_AT_ONCE = 400
"""People whose rows go in together."""
_NEVER = 0.17
"""Share of accounts that never ask."""
_REASONS = (Reason.REPEATED, Reason.PATTERN, Reason.TOO_SHORT, Reason.TOO_FAST, Reason.OFF_TOPIC, Reason.COPIED)

Progress = Callable[[int, int], None]


@dataclass
class _Rows:
    """Rows on their way into the tables, in the order of ``_COLUMNS``."""

    conversations: list[tuple[object, ...]] = field(default_factory=list)
    questions: list[tuple[object, ...]] = field(default_factory=list)
    answers: list[tuple[object, ...]] = field(default_factory=list)
    ratings: list[tuple[object, ...]] = field(default_factory=list)
    verdicts: list[tuple[object, ...]] = field(default_factory=list)
    seen: list[tuple[object, ...]] = field(default_factory=list)


_COLUMNS = {
    "conversations": ("answering_conversation", ("id", "user_id", "title", "created_at", "updated_at")),
    "questions": (
        "answering_question", ("id", "conversation_id", "agency_id", "text", '"on"', "token", "asked_at")
    ),
    "answers": (
        "answering_answer",
        ("id", "question_id", "status", "access_hash", "versions", "names", "timings_ms", "started_at", "finished_at"),
    ),
    "ratings": (
        "feedback_rating", ("answer_id", "user_id", "liked", "reasons", "comment", "created_at", "updated_at")
    ),
    "verdicts": (
        "campaigns_verdict",
        ("question", "rule", "user_id", "agency_id", "day", "asked_at", "valid", "reason", "overruled", "likeness"),
    ),
    "seen": ("campaigns_seen", ("question", "at")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Year:
    """The campaign; an operator; the agency with the most people, its coordinator and one of its members."""

    campaign: Campaign
    operator: User
    home: Agency
    coordinator: User
    member: User


def year_that_is_there() -> Year:
    """The year that was made before. Raises InvalidInputError where there is none."""
    campaign = Campaign.objects.filter(code=CODE).first()
    grant = RoleGrant.objects.filter(role=Role.COORDINATOR).select_related("user", "agency").first()
    if campaign is None or grant is None or grant.agency is None:
        raise InvalidInputError(_("There is no made-up year here."), _("Set CONGVU_DATA_DIR to a new folder."))
    others = User.objects.filter(memberships__agency=grant.agency, memberships__ends_on=None).exclude(pk=grant.user_id)
    return Year(
        campaign,
        User.objects.get(grants__role=Role.OPERATOR),
        grant.agency,
        grant.user,
        others.order_by("pk")[0],
    )


def make_year(
    accounts: int, questions: int, seed: int = 1, progress: Progress = lambda _done, _total: None
) -> Year:
    """Fill an installation without accounts. Raises InvalidInputError where there are any: this is never mixed."""
    if User.objects.exists():
        raise InvalidInputError(
            _("This installation has accounts: a made-up year goes into an empty one only."),
            _("Set CONGVU_DATA_DIR to a new folder."),
        )
    draw = random.Random(seed)  # noqa: S311  # made-up people, not a secret
    province = make_province(draw, accounts)
    create_campaign(
        CampaignData(CODE, "Năm mẫu", FIRST, LAST, LAST, TARGET), actor=province.operator
    )
    texts = [compose(draw, A, draw.choice(A.topics)) for _text in range(min(questions, 5000))]
    weights = [0.0 if draw.random() < _NEVER else draw.lognormvariate(0, 1.1) for _person in province.people]
    ends = [round(questions * share / (sum(weights) or 1)) for share in accumulate(weights)]
    counts = [end - begin for begin, end in zip([0, *ends], ends, strict=False)]
    done = 0
    for start in range(0, len(counts), _AT_ONCE):
        rows = _Rows()
        for person, count in zip(
            province.people[start : start + _AT_ONCE], counts[start : start + _AT_ONCE], strict=True
        ):
            _ask(draw, person, count, texts, rows)
        with transaction.atomic():
            for name, (table, columns) in _COLUMNS.items():
                copy_rows(table, columns, getattr(rows, name))
        done += len(rows.questions)
        progress(done, questions)
    with connection.cursor() as cursor:
        for table, _columns in _COLUMNS.values():
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("ANALYZE campaigns_daytally")
    return year_that_is_there()


def _ask(draw: random.Random, person: Person, count: int, texts: list[str], rows: _Rows) -> None:
    """``count`` questions in sittings of a few, each while the person had a place, more of them towards the end."""
    left = count
    spans = list(accumulate((place.last - place.first).days + 1 for place in person.places))
    while left:
        at = draw.randrange(spans[-1])
        place = person.places[bisect(spans, at)]
        day = place.first + dt.timedelta(days=draw.randrange((place.last - place.first).days + 1))
        if day.weekday() > 4 and draw.random() < 0.9:
            continue
        if draw.random() > 0.35 + 0.65 * (day - FIRST).days / _DAYS:
            continue
        size = min(left, draw.choice((1, 1, 2, 2, 3, 4, 6, 9)))
        left -= size
        _sit(draw, person.user, place.agency, day, draw.choices(texts, k=size), rows)


def _sit(draw: random.Random, user: int, agency: int, day: dt.date, texts: list[str], rows: _Rows) -> None:
    begin = dt.datetime.combine(day, dt.time(7), VIETNAM) + dt.timedelta(seconds=draw.randrange(16 * 3600))
    conversation = _key(draw)
    rows.conversations.append((conversation, user, texts[0][:80], begin, begin))
    for at, text in zip(_times(draw, begin), texts, strict=False):
        question, answer = _key(draw), _key(draw)
        rows.questions.append((question, conversation, agency, text, day, _key(draw), at))
        rows.answers.append((answer, question, "answered", "", "{}", "{}", "{}", at, at))
        luck = draw.random()
        if luck < 0.35:
            liked = luck < 0.24
            rows.ratings.append((answer, user, liked, "{}" if liked else "{wrong}", "", at, at))
        seen = draw.random() < 0.95
        if seen:
            rows.seen.append((question, at))
        reason = "" if seen and draw.random() < 0.9 else draw.choice(_REASONS).value if seen else Reason.UNSEEN.value
        overruled = bool(reason) and draw.random() < 0.01
        # The day as the rule's own table keeps it: the question's, in Việt Nam.
        asked_on = at.astimezone(VIETNAM).date()
        rows.verdicts.append(
            (question, CURRENT, user, agency, asked_on, at, not reason or overruled, reason, overruled, None)
        )


def _times(draw: random.Random, begin: dt.datetime) -> Iterator[dt.datetime]:
    """Within the day: a sitting that begins at 23:00 at the latest has at most nine questions."""
    at = begin
    while True:
        yield at
        at += dt.timedelta(seconds=20 + min(300.0, draw.lognormvariate(3.9, 0.8)))


def _key(draw: random.Random) -> str:
    return f"{draw.getrandbits(128):032x}"
