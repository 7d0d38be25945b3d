"""Made-up members who are signed in, and a library where there is none."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from congvu.accounts.models import User
from congvu.accounts.notice import accept
from congvu.common.ids import new_id
from congvu.config.demo.corpus import supplies
from congvu.corpus.models import Document
from congvu.index.actions import active_generation
from congvu.index.tasks import embed_round
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
    """Put the codes that come with the demo into a library without documents, with their vectors."""
    if Document.objects.exists():
        return
    supply, files = next(iter(supplies()))
    run = start_run(None, files, source_code="bundled", agency=None, visibility=supply.visibility)
    process_run(run, lambda _run, _name: None)
    generation = active_generation()
    while embed_round(generation):
        pass
