"""Questions of a file that a model gets to see here."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.actions import ask
from congvu.answering.making import make
from congvu.common.errors import InvalidInputError


def for_a_model(asker: User, texts: Sequence[str], most: int) -> list[str]:
    """The first ``most`` questions that are answered with quotes, so that a model may put them into words.

    They are asked in transactions that are taken back. Raises InvalidInputError where there is none: then nothing can
    be measured.
    """
    found: list[str] = []
    for text in texts:
        if len(found) == most:
            break
        with transaction.atomic():
            answer = ask(asker, text)
            if make(answer.question, viewer_for(asker)).ground is not None:
                found.append(text)
            transaction.set_rollback(True)
    if not found:
        raise InvalidInputError(
            _("None of these questions is answered from the library."), _("Give questions on the texts that are there.")
        )
    return found
