"""How cases come about: from a dislike, from somebody who asks an expert, from chance, from a source that changed."""

from __future__ import annotations

import datetime as dt
import math
import random
import uuid

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.approved import VERSION_KEY
from congvu.answering.models import Answer, Question
from congvu.answering.types import AnswerStatus
from congvu.common.clock import now, today
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.hashing import sha256_hex
from congvu.feedback.models import Rating
from congvu.knowledge.conf import case_days, sample_percent
from congvu.knowledge.events import note
from congvu.knowledge.fields import agency_of, field_of
from congvu.knowledge.models import Case, KnowledgeEntry, Signal
from congvu.knowledge.policies import agencies_checked
from congvu.knowledge.types import CaseState, Origin, Outcome
from congvu.llm import pair_reader
from congvu.retrieval.repeat_reader import again
from congvu.retrieval.repeats import Known
from congvu.text import syllables

NOT_FOR_EXPERTS = (
    AnswerStatus.PENDING,
    AnswerStatus.FAILED,
    AnswerStatus.REFUSED_SECRET,
    AnswerStatus.REFUSED_PERSONAL_DATA,
)
"""Nothing to judge, or words that nobody else may see."""
ASKABLE = (AnswerStatus.NO_EVIDENCE, AnswerStatus.PARTIAL, AnswerStatus.CLARIFY, AnswerStatus.DEGRADED)
"""Answers under which an expert can be asked."""
_LIKE_ONES = 200
"""Open cases of a field that a new question is compared with."""
MOST_CHECKED = 20


def key_of(text: str) -> str:
    """Equal for texts with the same syllables, whatever their case, diacritics and punctuation."""
    return sha256_hex(" ".join(syllables(text)))


def from_dislike(rating: Rating) -> Case | None:
    """A dislike that says why; None for any other rating, and where an expert could see nothing."""
    if rating.liked or not (rating.reasons or rating.comment):
        return None
    answer = Answer.objects.select_related("question").get(pk=rating.answer_id)
    return open_case(answer, Origin.DISLIKE, rating.user)


def ask_expert(user: User, answer: Answer) -> Case:
    """The person who asked wants an expert to answer. Raises NotAllowedError or InvalidInputError."""
    found = Answer.objects.select_related("question__conversation").get(pk=answer.pk)
    if found.question.conversation.user_id != user.pk:
        raise NotAllowedError(_("This question was not found."))
    case = open_case(found, Origin.ASKED, user) if found.status in ASKABLE else None
    if case is None:
        raise InvalidInputError(_("This answer is not one for experts."), _("Rate it, and say what is wrong with it."))
    return case


def taken_back(answer: Answer) -> None:
    """The dislike is gone: where nobody works on the case yet and nobody else wants it, it ends."""
    with transaction.atomic():
        signal = Signal.objects.filter(answer=answer, origin=Origin.DISLIKE).first()
        case = Case.objects.select_for_update().filter(pk=signal.case_id).first() if signal is not None else None
        if signal is None or case is None or case.state != CaseState.OPEN:
            return
        signal.delete()
        if not case.signals.exists():
            withdraw_case(case)


def withdraw_case(case: Case) -> None:
    """Nobody asks any more; in the caller's transaction, which holds the case."""
    case.state, case.owner, case.key = CaseState.SETTLED, None, ""
    case.outcome, case.settled_at = Outcome.WITHDRAWN, now()
    case.save()
    note(case, "withdrawn", actor=None)


@transaction.atomic
def open_case(answer: Answer, origin: Origin, user: User | None = None) -> Case | None:
    """The open case about this question, made where there is none; one answer is in one case only.

    None where experts may not see the question.
    """
    held = Answer.objects.select_for_update(of=("self",)).select_related("question").get(pk=answer.pk)
    if held.status in NOT_FOR_EXPERTS:
        return None
    known = Signal.objects.filter(answer=held).select_related("case").first()
    if known is not None and known.case.state != CaseState.SETTLED:
        if user is not None and known.user_id is None:
            known.user, known.origin = user, origin
            known.save(update_fields=["user", "origin"])
        return known.case
    case = _case_for(held, origin)
    Signal.objects.update_or_create(
        answer=held,
        defaults={
            "case": case, "origin": origin, "user": user, "agency_id": held.question.agency_id, "at": now(),
        },
    )  # fmt: skip
    return case


def open_for_entry(entry: KnowledgeEntry, why: str) -> Case:
    """Approved knowledge that does not stand any more; in the caller's transaction."""
    correction = entry.correction
    case, created = Case.objects.get_or_create(
        entry=entry,
        origin=Origin.EXPIRED,
        defaults={
            "field": correction.field,
            "agency": correction.case.agency,
            "opened_at": now(),
            "due_on": _due(),
        },
    )
    if created:
        note(case, "opened", actor=None, words=why, origin=Origin.EXPIRED.value)
    return case


def _case_for(answer: Answer, origin: Origin) -> Case:
    text, key = answer.question.text, key_of(answer.question.text)
    unsettled = Case.objects.unsettled()
    found = unsettled.filter(key=key).first()
    if found is not None:
        return found
    field = field_of(answer)
    found = _like(text, unsettled.filter(field=field).exclude(key="").order_by("-pk"))
    if found is not None:
        return found
    version = answer.versions.get(VERSION_KEY)
    try:
        with transaction.atomic():
            case: Case = Case.objects.create(
                key=key,
                field=field,
                agency=agency_of(answer, field),
                origin=origin,
                entry=KnowledgeEntry.objects.filter(version=int(version)).first() if version else None,
                opened_at=now(),
                due_on=_due(),
            )
    except IntegrityError:  # somebody opened it at this very moment
        return unsettled.get(key=key)
    note(case, "opened", actor=None, origin=origin.value)
    return case


def _like(text: str, cases: QuerySet[Case]) -> Case | None:
    recent = Signal.objects.filter(case__in=list(cases[:_LIKE_ONES]), answer__isnull=False)
    known = [Known(case, words) for case, words in recent.values_list("case_id", "answer__question__text")]
    match = again(text, known, {}, pair_reader())
    return Case.objects.unsettled().filter(pk=match.key).first() if match is not None else None


def _due() -> dt.date:
    return today() + dt.timedelta(days=case_days())


# --- by chance


def sweep_dislikes() -> int:
    """Cases for dislikes that have none yet, whichever way they came in; how many."""
    waiting = Rating.objects.filter(liked=False, answer__knowledge_signal=None).exclude(reasons=[], comment="")
    waiting = waiting.exclude(answer__status__in=NOT_FOR_EXPERTS)
    return sum(from_dislike(rating) is not None for rating in waiting.select_related("user")[:500])


def sample(day: dt.date, chance: random.Random | None = None) -> int:
    """Draw from the unrated answers of a day (in Việt Nam) and make cases of them; how many.

    At least one where the share is not nothing and there was an answer.
    """
    unrated = _judgeable().filter(question__asked_at__date=day, ratings=None, knowledge_signal=None)
    keys = sorted(unrated.values_list("pk", flat=True))
    wanted = min(len(keys), math.ceil(len(keys) * sample_percent() / 100))
    return _draw(keys, wanted, Origin.SAMPLE, chance)


def spot_check(leader: User, agency_id: int, wanted: int, days: int = 30, chance: random.Random | None = None) -> int:
    """Have experts look at some answers of one's agency, drawn by chance; how many there were.

    A leader sees the figures that come of it, never the questions. Raises NotAllowedError or InvalidInputError.
    """
    if agency_id not in agencies_checked(viewer_for(leader)):
        raise NotAllowedError(_("Only the agency's leader may have its answers checked."))
    if not 1 <= wanted <= MOST_CHECKED or not 1 <= days <= 365:
        raise InvalidInputError(_("From 1 to 20 answers are checked at a time."), _("Choose a smaller number."))
    since = now() - dt.timedelta(days=days)
    found = _judgeable().filter(question__agency=agency_id, question__asked_at__gte=since, knowledge_signal=None)
    keys = sorted(found.values_list("pk", flat=True))
    return _draw(keys, min(wanted, len(keys)), Origin.SPOT_CHECK, chance)


def _judgeable() -> QuerySet[Answer]:
    return Answer.objects.filter(finished_at__isnull=False).exclude(status__in=NOT_FOR_EXPERTS)


def _draw(keys: list[uuid.UUID], wanted: int, origin: Origin, chance: random.Random | None) -> int:
    drawn = (chance or random.SystemRandom()).sample(keys, wanted)
    answers = Answer.objects.select_related("question").filter(pk__in=drawn)
    return sum(open_case(answer, origin) is not None for answer in answers)


def question_texts(case: Case) -> list[str]:
    """The questions of a case that are still there, each wording once, the oldest first."""
    texts = Question.objects.filter(answer__knowledge_signal__case=case).order_by("asked_at")
    found = list(dict.fromkeys(texts.values_list("text", flat=True)))
    return found or ([case.entry.correction.question] if case.entry is not None else [])
