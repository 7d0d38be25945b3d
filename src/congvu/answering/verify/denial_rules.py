"""Rule for denials of what something is, where it belongs and whether it is said, of which the text has none."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.answering.verify.reading import Reading
from congvu.answering.verify.types import Refusal, Rule

_DENIED = (("không", "phải", "là"), ("không", "thuộc"), ("không", "được", "quy", "định"), ("không", "quy", "định"))
_AS_WELL = (
    *("không phải là", "không là", "không thuộc", "không được coi là", "không được quy định", "không quy định"),
    "trừ",
)
"""What a text may have for any of these."""


def class_refusals(said: Reading, everything: Reading) -> Iterator[Refusal]:
    """ "Không phải là", "không thuộc", "không được quy định" of a text that denies nothing of the kind."""
    words = [token.text for token in said.tokens]
    its = f" {' '.join(token.text for token in everything.tokens)} "
    if any(f" {phrase} " in its for phrase in _AS_WELL):
        return
    for phrase in _DENIED:
        if any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words))):
            yield Refusal(Rule.NEGATION, " ".join(phrase), "the cited text denies nothing of the kind")
