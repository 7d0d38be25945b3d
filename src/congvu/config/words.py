"""Translated words for the command line, the engine and the checks.

They must work before Django is ready, and when its settings cannot even be read, so the catalogue is read
straight by the standard library, in the language of CONGVU_LANGUAGE (Vietnamese unless told otherwise). Where
the catalogue is not there, the English msgid is the answer. Extraction tools know the name ``_``.
"""

from __future__ import annotations

import functools
import gettext
import os
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parent.parent / "web" / "locale"


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", CATALOGUES, [language], fallback=True)


def translate(msgid: str) -> str:
    """The msgid in the language of the command line, or the msgid itself."""
    return _catalogue(os.environ.get("CONGVU_LANGUAGE", "vi")).gettext(msgid)


_ = translate
