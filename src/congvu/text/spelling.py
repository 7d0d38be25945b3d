"""What a Vietnamese syllable can look like, and marks that an input method left as letters or digits.

Telex writes "luật" as ``luaatj``, VNI as ``lua65t`` or ``luat65``; where the input method was off, that is what stands
in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from congvu.text.folding import fold
from congvu.text.tones import tone_normalise
from congvu.text.unicode import nfc

_OPEN = frozenset(
    "a ai ao au ay e eo eu i ia ieu iu o oa oai oay oe oeo oi u ua uay ue ui uo uoi uou uu uy uya y yeu".split()
)
_CLOSED = frozenset("a e i ie o oa oe oo u ua ue uo uy uye y ye".split())
_SYLLABLE = re.compile(
    r"(?P<initial>ngh|ng|nh|gh|gi|kh|ch|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?P<nucleus>[aeiouy]{1,3})"
    r"(?P<final>ng|nh|ch|[cmnpt])?"
)
# Spelling by what follows: k, gh, ngh before e, i, y; c, g, ng elsewhere.
_BEFORE_FRONT = {"k": True, "gh": True, "ngh": True, "c": False, "g": False, "ng": False}

_QUALITY = {"a": "â", "e": "ê", "o": "ô"}
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VNI_QUALITY = {
    "6": {"a": "â", "e": "ê", "o": "ô"},
    "7": {"o": "ơ", "u": "ư"},
    "8": {"a": "ă"},
    "9": {"d": "đ"},
}
_VOWELS = "aăâeêioôơuưy"
_MARKED = "ăâêôơư"
_TONED = frozenset(nfc(vowel + tone) for vowel in _VOWELS for tone in _TELEX_TONES.values())
_LONGEST = 12
# What a letter does to the letters before it: None where it is one itself, "" for a quality, else the tone.
_Step = Callable[[list[str], str], str | None]


def is_syllable(folded: str) -> bool:
    """Whether a folded word can be a Vietnamese syllable: "nghieng" can, "ngieng", "karaoke" and "nd" cannot."""
    if folded in {"gi", "gin"}:  # their i is both of the initial and the vowel
        return True
    match = _SYLLABLE.fullmatch(folded)
    if match is None:
        return False
    initial, nucleus, final = match["initial"] or "", match["nucleus"], match["final"]
    front = _BEFORE_FRONT.get(initial)
    if front is not None and front != (nucleus[0] in "eiy"):
        return False
    return nucleus in (_CLOSED if final else _OPEN)


def from_telex(word: str) -> str | None:
    """The syllable that a word spells in Telex ("luaatj" gives "luật"), lower case; None where it is not Telex."""
    letters = nfc(word).lower()
    if len(letters) > _LONGEST or not letters.isalpha() or _TONED.intersection(letters):
        return None
    return _decoded(letters, _telex_step)


def from_vni(word: str) -> str | None:
    """The syllable that a word spells in VNI ("luat65" gives "luật"), lower case; None where it is not VNI."""
    letters = nfc(word).lower()
    if len(letters) > _LONGEST or not letters.isalnum() or letters[:1].isdigit() or _TONED.intersection(letters):
        return None
    return _decoded(letters, _vni_step)


def _decoded(letters: str, step: _Step) -> str | None:
    written: list[str] = []
    tone = ""
    used = False
    for letter in letters:
        mark = step(written, letter)
        if mark is None:
            written.append(letter)
            continue
        used = True
        if mark:
            if tone:
                return None
            tone = mark
    syllable = "".join(written)
    if not used or not is_syllable(fold(syllable)):
        return None
    return tone_normalise(_with_tone(syllable, tone)) if tone else syllable


def _telex_step(written: list[str], letter: str) -> str | None:
    if letter == "d" and written == ["d"]:
        written[0] = "đ"
        return ""
    if letter == "w":
        return _horn(written)
    if letter in _QUALITY and letter in written and not set(written) & set(_MARKED):
        written[len(written) - 1 - written[::-1].index(letter)] = _QUALITY[letter]
        return ""
    if letter in _TELEX_TONES and any(ch in _VOWELS for ch in written):
        return _TELEX_TONES[letter]
    return None


def _vni_step(written: list[str], letter: str) -> str | None:
    if letter in _VNI_TONES and any(ch in _VOWELS for ch in written):
        return _VNI_TONES[letter]
    table = _VNI_QUALITY.get(letter)
    if table is None:
        return None
    if letter == "7" and "uo" in "".join(written):
        return _horn(written)
    for place in range(len(written) - 1, -1, -1):
        if written[place] in table:
            written[place] = table[written[place]]
            return ""
    return None


def _horn(written: list[str]) -> str | None:
    """The w of Telex and the 7 of VNI: "uo" becomes "ươ", else the last a, o or u takes its mark."""
    joined = "".join(written)
    at = joined.rfind("uo")
    if at >= 0:
        written[at], written[at + 1] = "ư", "ơ"
        return ""
    for place in range(len(written) - 1, -1, -1):
        marked = {"a": "ă", "o": "ơ", "u": "ư"}.get(written[place])
        if marked:
            written[place] = marked
            return ""
    return None


def _with_tone(syllable: str, tone: str) -> str:
    """Put a tone on the vowel that carries it."""
    marked = [place for place, ch in enumerate(syllable) if ch in _MARKED]
    vowels = [place for place, ch in enumerate(syllable) if ch in _VOWELS]
    if syllable[:2] in {"qu", "gi"} and len(vowels) > 1:
        vowels = vowels[1:]
    if marked:
        place = marked[-1]
    elif vowels[-1] + 1 < len(syllable) or len(vowels) == 1:
        place = vowels[-1]
    else:
        place = vowels[len(vowels) // 2 - 1] if len(vowels) == 2 else vowels[len(vowels) // 2]
    return unicodedata.normalize("NFC", syllable[: place + 1] + tone + syllable[place + 1 :])
