"""Writes of the feedback room: rating an answer and taking the rating back; doing either twice changes
nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.models import Answer
from congvu.common import audit
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.feedback.models import Rating, Reason
from congvu.feedback.policies import can_rate
from congvu.text import clean

MAX_COMMENT = 2000
"""Characters of a comment."""


def rate(user: User, answer: Answer, liked: bool, reasons: Iterable[str] = (), comment: str = "") -> Rating:
    """Set this person's rating of one of their own finished answers, replacing an earlier one.

    ``reasons`` are values of ``Reason`` and only for a dislike. Raises ``NotAllowedError`` or
    ``InvalidInputError``.
    """
    chosen = _reasons(liked, reasons)
    words = _comment(comment)
    with transaction.atomic():
        held = _rateable(user, answer)
        known = Rating.objects.filter(answer=held, user=user).first()
        if known is not None and (known.liked, known.reasons, known.comment) == (liked, chosen, words):
            return known
        rating, created = Rating.objects.update_or_create(
            answer=held, user=user, defaults={"liked": liked, "reasons": chosen, "comment": words}
        )
        audit.record(
            "answer.rated",
            actor=user,
            target=held,
            detail={"liked": liked, "reasons": chosen, "commented": bool(words), "changed": not created},
        )
    return rating


def unrate(user: User, answer: Answer) -> None:
    """Take this person's rating back; nothing happens where there is none."""
    with transaction.atomic():
        held = _rateable(user, answer)
        removed, _rows = Rating.objects.filter(answer=held, user=user).delete()
        if removed:
            audit.record("answer.unrated", actor=user, target=held)


def _rateable(user: User, answer: Answer) -> Answer:
    """The answer, locked so that two presses at once take turns; refused unless this person may rate it
    now."""
    rows = Answer.objects.select_for_update(of=("self",)).select_related("question__conversation")
    held = rows.filter(pk=answer.pk).first()  # gone, where its question was deleted in the meantime
    if held is None or not user.is_active or not can_rate(viewer_for(user), held):
        raise NotAllowedError(
            _("This answer cannot be rated."),
            _("Only the person who asked can rate it, once the answer is complete."),
        )
    return held


def _reasons(liked: bool, reasons: Iterable[str]) -> list[str]:
    given = set(reasons)
    unknown = given - set(Reason.values)
    if unknown:
        raise InvalidInputError(_("Unknown reason."), _("Choose from the reasons on the page."))
    if liked and given:
        raise InvalidInputError(_("Reasons belong to a dislike only."), _("Remove the reasons, or dislike the answer."))
    return [value for value in Reason.values if value in given]


def _comment(comment: str) -> str:
    words = clean(comment).strip()
    if len(words) > MAX_COMMENT:
        raise InvalidInputError(
            _("The comment has %(length)d characters; at most %(limit)d are kept.")
            % {"length": len(words), "limit": MAX_COMMENT},
            _("Shorten the comment."),
        )
    return words
