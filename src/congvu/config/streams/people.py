"""Made-up members who are signed in, and the questions that a model may answer."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from congvu.accounts.models import User
from congvu.accounts.notice import accept
from congvu.accounts.queries import viewer_for
from congvu.answering.actions import ask
from congvu.answering.making import make
from congvu.common.ids import new_id
from congvu.config.demo.corpus import supplies
from congvu.corpus.models import Document
from congvu.ingestion.actions import start_run
from congvu.ingestion.folder import process_run


def sessions(number: int) -> list[str]:
    """The session keys of so many new members, each signed in and past the notice."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    tag, found = new_id(6), []
    for n in range(number):
        user = User.objects.create_user(f"do-{tag}-{n}", None, full_name=f"Đo {tag} {n}")
        accept(user)
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        found.append(session.session_key)
    return found


def library() -> None:
    """Put the codes that come with the demo into a library without documents."""
    if Document.objects.exists():
        return
    supply, files = next(iter(supplies()))
    process_run(start_run(None, files, source_code="bundled", agency=None, visibility=supply.visibility), lambda _run, _name: None)


def for_a_model(texts: Sequence[str], most: int) -> list[str]:
    """The first ``most`` questions that are answered with quotes here, so that a model may put them into words."""
    asker = User.objects.create_user(f"do-{new_id(8)}", None, full_name="Đo")
    found: list[str] = []
    for text in texts:
        if len(found) == most:
            break
        with transaction.atomic():
            answer = ask(asker, text)
            if make(answer.question, viewer_for(asker)).ground is not None:
                found.append(text)
            transaction.set_rollback(True)
    return found
