"""Translated words for parts that may run before Django is ready (engine, command line).

``_`` is a plain ``gettext``: extraction tools know the name. Where Django is not set up yet, or its settings cannot
even be read, the English msgid is the answer: an error message must never fail itself.
"""

from __future__ import annotations


def translate(msgid: str) -> str:
    """The msgid in the active language, or the msgid itself while Django is not ready."""
    from django.apps import apps
    from django.conf import settings

    if not settings.configured or not apps.ready:
        return msgid
    from django.utils.translation import gettext

    return gettext(msgid)


_ = translate
