"""Which of the 250,002 pieces stay: those that Vietnamese law, administration and their typists use, and a fallback.

Kept are: every piece that the corpora use as written, without diacritics, half without, in lower case and in capitals;
every piece of every syllable that Vietnamese spelling allows; every single character of the Latin script, of
punctuation, digits and symbols; and the most likely Latin pieces up to ``SIZE``, so that names and foreign words stay
whole. A text that uses only kept pieces is cut exactly as before.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer

from training.e5file import E5File
from training.syllables import every_syllable
from training.tokenizer import SPECIAL
from training.typing_noise import bare, half_bare

SIZE = 24_000
RARE = 2
"""A piece seen only in changed copies of the texts must be seen this often."""
_CHUNK = 2000


def choose(source: E5File, whole: Tokenizer, texts: Iterable[str]) -> list[int]:
    """Rows of the original table to keep, in their order (special ones first)."""
    rng = random.Random(7)
    written, changed = Counter[int](), Counter[int]()
    batch: list[str] = []
    for text in texts:
        batch += [text[i : i + _CHUNK] for i in range(0, len(text), _CHUNK)]
        if len(batch) >= 512:
            _count(whole, batch, written, changed, rng)
            batch = []
    _count(whole, batch, written, changed, rng)
    kept = {*range(len(SPECIAL))} | {p for p, n in written.items()} | {p for p, n in changed.items() if n >= RARE}
    kept |= _syllable_pieces(whole)
    kept |= {row for row, piece in enumerate(source.pieces) if len(piece) == 1 and _plain(piece)}
    likely = sorted(range(len(SPECIAL), len(source.pieces)), key=lambda row: -source.scores[row])
    for row in likely:
        if len(kept) >= SIZE:
            break
        if source.scores[row] < 0 and all(c == "▁" or _plain(c) for c in source.pieces[row]):
            kept.add(row)
    return sorted(kept)


def _count(
    whole: Tokenizer, texts: Sequence[str], written: Counter[int], changed: Counter[int], rng: random.Random
) -> None:
    for encoding in whole.encode_batch_fast(list(texts)):
        written.update(encoding.ids)
    copies = [f(t) for t in texts for f in (bare, lambda t: half_bare(t, rng), str.lower, str.upper)]
    copies += [bare(t).lower() for t in texts]
    for encoding in whole.encode_batch_fast(copies):
        changed.update(encoding.ids)


def _syllable_pieces(whole: Tokenizer) -> set[int]:
    forms = {f(s) for s in every_syllable() for f in (str, str.title, str.upper)}
    forms |= {bare(form) for form in forms}
    return {piece for e in whole.encode_batch_fast(sorted(forms)) for piece in e.ids}


def _plain(character: str) -> bool:
    """Latin, digits, punctuation, symbols, and what combines with letters."""
    if "LATIN" in unicodedata.name(character, ""):
        return True
    return ord(character) < 0x2C00 and unicodedata.category(character)[0] in "NPSZM"
