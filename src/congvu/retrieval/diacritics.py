"""Diacritics for a question typed without them, or with some: the most likely wording in the words of the corpus and
of people who ask.

The text index does not need them, but a model that reads Vietnamese does: "thua ke dat" means little to it. What was
typed with a mark stays as it is; a text that has about as many marks as Vietnamese has is not touched at all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from congvu.retrieval.asking import asking
from congvu.retrieval.pairs import Pairs
from congvu.text import fold, tone_normalise

USUAL_MARKS = 0.6
"""Share of syllables with a mark below which a text counts as typed without (some of) them; Vietnamese has about .8."""
WORD = re.compile(r"[^\W\d_]+")
_CHOICES = 14
_BY_ITSELF = 0.1
"""Weight of how frequent a syllable is by itself against how well it follows the one before."""
_IN_QUESTIONS = 0.5
"""Weight of how questions are worded against how the corpus is."""
_NEVER = 0.5
_NEVER_ASKED = 0.05
"""What a form that was never seen counts."""


@dataclass(frozen=True)
class Spoken:
    """In how many passages syllables with their diacritics, and frequent pairs of them, occur."""

    counts: Mapping[str, int] = field(default_factory=dict)
    pairs: Pairs = field(default_factory=Pairs)

    @cached_property
    def forms(self) -> Mapping[str, tuple[str, ...]]:
        """Folded syllable to the forms in which it is written, the most frequent first."""
        found: dict[str, list[str]] = {}
        for form in self.counts.keys() | asking().counts.keys():
            found.setdefault(fold(form), []).append(form)
        ordered = {plain: sorted(forms, key=lambda f: (-_alone(f, self), f)) for plain, forms in found.items()}
        return {plain: tuple(forms[:_CHOICES]) for plain, forms in ordered.items()}

    @cached_property
    def total(self) -> int:
        return sum(self.counts.values())


def restored(text: str, spoken: Spoken) -> str:
    """``text`` with diacritics where it lacks them; unchanged where it has enough. Words that neither the corpus nor
    questions have stay as they are.

    Words are found one for one: only letters change, never their number of words, so folding gives what it gave.
    """
    words = list(WORD.finditer(text))
    if not words or has_its_marks([word.group() for word in words]):
        return text
    chosen = _likeliest([_choices(word.group(), spoken) for word in words], spoken)
    pieces, at = [], 0
    for word, form in zip(words, chosen, strict=True):
        pieces += [text[at : word.start()], _cased(word.group(), form)]
        at = word.end()
    return "".join([*pieces, text[at:]])


def has_its_marks(words: Sequence[str]) -> bool:
    """Whether a text of these words counts as typed with its diacritics."""
    return sum(not _bare(word) for word in words) > USUAL_MARKS * len(words)


def _bare(word: str) -> bool:
    return fold(word) == word.lower()


def _choices(word: str, spoken: Spoken) -> tuple[str, ...]:
    """The forms that a word may be read in: itself where it carries a mark or is a symbol in capitals."""
    plain = word.lower()
    if not _bare(word) or (len(word) > 1 and word.isupper()):
        return (tone_normalise(plain),)
    return spoken.forms.get(plain, (plain,))


def _likeliest(choices: Sequence[tuple[str, ...]], spoken: Spoken) -> list[str]:
    """The best path through the choices: each form by itself and after the one before it."""
    best = {form: (math.log(_BY_ITSELF * _alone(form, spoken)), "") for form in choices[0]}
    steps = [best]
    for forms in choices[1:]:
        following = {}
        for form in forms:
            alone = _alone(form, spoken)
            following[form] = max(
                (score + math.log(_after(before, form, alone, spoken)), before) for before, (score, _) in best.items()
            )
        steps.append(following)
        best = following
    form = max(best, key=lambda f: (best[f][0], f))
    path = [form]
    for step in reversed(steps[1:]):
        form = step[form][1]
        path.append(form)
    return path[::-1]


def _alone(form: str, spoken: Spoken) -> float:
    questions = asking()
    asked = (questions.counts.get(form, 0) + _NEVER_ASKED) / (questions.total + 1)
    return _both((spoken.counts.get(form, 0) + _NEVER) / (spoken.total + 1), asked) if spoken.counts else asked


def _after(before: str, form: str, alone: float, spoken: Spoken) -> float:
    pair, questions = f"{before}_{form}", asking()
    together = _both(
        spoken.pairs.count(pair) / max(1, spoken.counts.get(before, 0)),
        questions.pairs.count(pair) / max(1, questions.counts.get(before, 0)),
    )
    return (1 - _BY_ITSELF) * together + _BY_ITSELF * alone


def _both(in_corpus: float, in_questions: float) -> float:
    return (1 - _IN_QUESTIONS) * in_corpus + _IN_QUESTIONS * in_questions


def _cased(typed: str, form: str) -> str:
    """The form in the case that was typed."""
    if len(form) != len(typed):
        return form
    return "".join(f.upper() if t.isupper() else f for t, f in zip(typed, form, strict=True))
