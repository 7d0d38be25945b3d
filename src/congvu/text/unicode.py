"""Unicode form and stray characters of text as it arrives from files and keyboards."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ODD_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Invisible characters, control characters and lone surrogates: none of them is text, PostgreSQL refuses
# the last two, and a soft hyphen or a zero-width space inside a word hides the word from search.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# Eth and African D look like Đ and are typed for it by old converters; neither occurs in Vietnamese.
_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})


def nfc(s: str) -> str:
    """The same text in Normalization Form C, the form in which everything is stored."""
    return unicodedata.normalize("NFC", s)


def clean(s: str) -> str:
    """Text fit to be stored: NFC, plain spaces, LF line ends, no invisible characters, Đ for its lookalikes.

    Newlines and tabs stay, and so do runs of spaces. Idempotent.
    """
    s = _LINE_BREAKS.sub("\n", s)
    s = _INVISIBLE.sub("", s)
    s = _ODD_SPACES.sub(" ", s)
    return nfc(s.translate(_LOOKALIKES))
