"""Tone marks: where they stand, and whether a text has any.

Two habits exist for oa, oe and uy: "hòa, thủy", the one used here as in most official texts, and "hoà, thuỷ".
Careless typing also gives "hòan" for "hoàn" and "qúy" for "quý"; both are put right.
"""

from __future__ import annotations

import re
import unicodedata

from congvu.text.unicode import nfc

_TONES = "\u0300\u0301\u0309\u0303\u0323"
_QUALITIES = "\u0302\u0306\u031b"
_PLAIN_VOWELS = "aăâeêioôơuưy"

_TONED = {
    nfc(case(vowel) + tone): (case(vowel), tone)
    for vowel in _PLAIN_VOWELS
    for tone in _TONES
    for case in (str.lower, str.upper)
}
_VIETNAMESE_MARKED = frozenset(_TONED) | frozenset("ăâêôơưđĂÂÊÔƠƯĐ")
_MARKED = re.compile(f"[{''.join(sorted(_VIETNAMESE_MARKED))}{_TONES}{_QUALITIES}]")


def _toned(vowel: str) -> str:
    return "".join(mark for mark, (plain, _) in _TONED.items() if plain.lower() == vowel)


_LETTER = r"[^\W\d_]"
# The glide of an open syllable takes the tone: hoà -> hòa, thuỷ -> thủy (but quý: there u belongs to q).
_OPEN = re.compile(
    rf"(?:([oO])([{_toned('a')}{_toned('e')}])|(?<![qQ])([uU])([{_toned('y')}]))(?!{_LETTER})",
)
# The main vowel of a closed syllable takes it: hòan -> hoàn, hùynh -> huỳnh.
_CLOSED = re.compile(rf"(?:([{_toned('o')}])([aăeAĂE])|(?<![qQ])([{_toned('u')}])([yY]))(?={_LETTER})")
# Not where a tone stands behind it already: of two tones in one syllable neither is known to be the right one.
_AFTER_Q = re.compile(
    rf"(?<=[qQ])([{_toned('u')}])([{_PLAIN_VOWELS}{_PLAIN_VOWELS.upper()}])(?![{''.join(sorted(_TONED))}])"
)


def _forward(match: re.Match[str]) -> str:
    first, second = (group for group in match.groups() if group)
    plain, tone = _TONED[first]
    return plain + nfc(second + tone)


def _back(match: re.Match[str]) -> str:
    first, second = (group for group in match.groups() if group)
    plain, tone = _TONED[second]
    return nfc(first + tone) + plain


def tone_normalise(s: str) -> str:
    """NFC text with every tone mark on the vowel where the "hòa, thủy" habit puts it; letters and case stay.

    Idempotent; `fold` of the result equals `fold` of the input.
    """
    s = _AFTER_Q.sub(_forward, nfc(s))
    return _OPEN.sub(_back, _CLOSED.sub(_forward, s))


def has_diacritics(s: str) -> bool:
    """Whether any letter carries a Vietnamese mark (a tone, ă â ê ô ơ ư, or đ), composed or not."""
    return _MARKED.search(unicodedata.normalize("NFC", s)) is not None
