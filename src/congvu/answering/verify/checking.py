"""The checker: every rule over one sentence and what it cites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from congvu.answering.verify.actor_rules import actor_refusals, deed_refusals, elsewhere_refusals
from congvu.answering.verify.case_rules import case_refusals
from congvu.answering.verify.context import Company
from congvu.answering.verify.contrast_rules import contrast_refusals
from congvu.answering.verify.copying import copy_refusals
from congvu.answering.verify.denial_rules import class_refusals
from congvu.answering.verify.exception_rules import condition_refusals, excepted_refusals, exception_refusals
from congvu.answering.verify.facts_rules import (
    date_refusals,
    name_refusals,
    office_refusals,
    opposite_refusals,
    quantity_refusals,
    reference_refusals,
)
from congvu.answering.verify.force_rules import force_refusals, in_other_words
from congvu.answering.verify.numbers import COUNTED, number_at
from congvu.answering.verify.operators import is_content, is_head
from congvu.answering.verify.paired_rules import paired_refusals
from congvu.answering.verify.place_rules import (
    extent_refusals,
    object_refusals,
    since_refusals,
    slot_refusals,
    term_refusals,
    twice_refusals,
)
from congvu.answering.verify.points import counts_in, counts_of_points, own_clauses, own_points
from congvu.answering.verify.reading import Reading, read
from congvu.answering.verify.resolving import resolved_references
from congvu.answering.verify.types import Basis, Refusal, Rule, Verdict
from congvu.answering.verify.verbatim_rules import (
    agent_refusals,
    denial_refusals,
    doer_refusals,
    ending_refusals,
    replaced_refusals,
    subject_refusals,
)
from congvu.answering.verify.word_rules import (
    conjunction_refusals,
    contrary_refusals,
    neutral_tokens,
    ordinal_refusals,
    side_refusals,
    stranger_refusals,
)
from congvu.text import has_diacritics

LEAST_OVERLAP = 0.6
"""Share of a sentence's content words that the cited text must have."""
LEAST_OVERLAP_OF_FEW = 0.5
"""The same for sentences of a few content words, where one more or less is a lot."""
_FEW = 5
LONGEST = 1200
"""Characters of a sentence; a longer one is no sentence."""

_SAYING = frozenset({"nêu", "nói", "ghi", "dẫn"})

# Nothing of these belongs into a sentence of an answer, whatever the text says: addresses, markup, code.
_FOREIGN = re.compile(
    r"https?:|www\.|://|\]\(|<[a-zA-Z/!]|```|\{\{|@\w|\b[\w-]+\.(?:com|net|org|vn|io|info|gov)\b|javascript:|data:|&\w+;",
    re.IGNORECASE,
)


def check(sentence: str, bases: Sequence[Basis]) -> Verdict:
    """Whether the cited texts, taken together, say what the sentence says, in whatever words. Never raises."""
    return _verdict(sentence, bases, _in_its_place)


def check_copy(sentence: str, bases: Sequence[Basis]) -> Verdict:
    """Whether the cited texts say what the sentence says, in their own words and order (``copying``). Never raises.

    Rules that find out what a word stands for in the place of another are not asked: a copy has none of its own.
    """
    return _verdict(sentence, bases, _copied)


def _verdict(sentence: str, bases: Sequence[Basis], how: Callable[[_Compared], Iterator[Refusal]]) -> Verdict:
    form = _form(sentence)
    if form is not None or not bases:
        refused = form or Refusal(Rule.FORM, "", "nothing is cited")
        return Verdict((refused,), 0.0)
    compared = _compared(sentence, bases)
    overlap = _overlap(compared.said, compared.everything)
    few = sum(is_content(token) for token in compared.said.tokens) <= _FEW
    refusals: list[Refusal] = []
    if overlap < (LEAST_OVERLAP_OF_FEW if few else LEAST_OVERLAP):
        refusals.append(Refusal(Rule.OVERLAP, "", f"only {overlap:.0%} of its content is in the cited text"))
    refusals += _facts(compared)
    refusals += how(compared)
    return Verdict(tuple(refusals), overlap)


@dataclass(frozen=True, slots=True)
class _Compared:
    """A sentence and what it cites, read: its words, what it is called, and both."""

    bases: Sequence[Basis]
    said: Reading
    cited: Reading
    place: Reading
    everything: Reading
    points: frozenset[str]
    counts: frozenset[int]


def _compared(sentence: str, bases: Sequence[Basis]) -> _Compared:
    said = read(sentence)
    return _Compared(
        bases,
        said,
        read("\n".join(basis.text for basis in bases)),
        read("\n".join(basis.place for basis in bases)),
        read("\n".join(f"{basis.place}\n{basis.text}" for basis in bases)),
        own_points(said, bases) if any(token.text == "điểm" for token in said.tokens) else frozenset(),
        counts_of_points(bases) | counts_in(said),
    )


def _facts(it: _Compared) -> Iterator[Refusal]:
    """Numbers, dates, references, exceptions, denials: what a sentence must have right whatever its words."""
    said, cited, everything = it.said, it.cited, it.everything
    clauses = own_clauses(said, it.bases) if any(reference.clause for reference in said.references) else frozenset()
    resolved = resolved_references(it.bases) if any(r.names_unit for r in said.references) else ()
    yield from quantity_refusals(said, everything, it.counts)
    yield from date_refusals(said, everything)
    yield from reference_refusals(said, cited, it.place, (it.points, clauses), resolved)
    yield from exception_refusals(said, cited)
    yield from excepted_refusals(said, cited)
    yield from condition_refusals(said, cited)
    yield from since_refusals(said, cited)
    yield from denial_refusals(said, cited)


def _copied(it: _Compared) -> Iterator[Refusal]:
    yield from copy_refusals(it.said, it.bases)


def _in_its_place(it: _Compared) -> Iterator[Refusal]:
    """Whether every word of the sentence stands for what the text has in its place."""
    said, cited, place, everything = it.said, it.cited, it.place, it.everything
    company = Company(said.tokens, cited.tokens)
    yield from name_refusals(said, everything)
    yield from office_refusals(said, everything)
    yield from opposite_refusals(said, everything)
    yield from force_refusals(said, cited, place, company)
    yield from actor_refusals(said, cited, everything)
    yield from deed_refusals(said, cited)
    yield from elsewhere_refusals(said, cited, place)
    yield from case_refusals(said, cited, place)
    yield from slot_refusals(said, cited, place)
    yield from term_refusals(said, cited, place)
    yield from extent_refusals(said, cited)
    yield from object_refusals(said, cited, place)
    yield from twice_refusals(said, cited)
    looked_after = in_other_words(said, cited, company) | _counting(said, it.counts)
    yield from stranger_refusals(said, everything, it.points, looked_after)
    yield from contrary_refusals(said, everything)
    yield from side_refusals(said, cited)
    yield from ordinal_refusals(said, cited)
    yield from conjunction_refusals(said, everything)
    yield from class_refusals(said, everything)
    yield from replaced_refusals(said, cited)
    yield from subject_refusals(said, cited)
    yield from ending_refusals(said, cited)
    yield from agent_refusals(said, cited)
    yield from doer_refusals(said, cited)
    yield from paired_refusals(said, cited)
    yield from contrast_refusals(said, cited)


def _counting(said: Reading, counts: frozenset[int]) -> frozenset[int]:
    """Number words that count the points of the text, and "demands" that are counted: "một trong ba quyền sau đây",
    "04 yêu cầu".
    """
    found = set()
    for at, behind in enumerate(said.tokens[1:]):
        number = number_at(said.tokens, at) if behind.text not in COUNTED else None
        if number is not None and number[0] in counts:
            found.add(at)
            if [token.text for token in said.tokens[number[1] : number[1] + 2]] == ["yêu", "cầu"]:
                found.update((number[1], number[1] + 1))
    return frozenset(found)


def _form(sentence: str) -> Refusal | None:
    foreign = _FOREIGN.search(sentence)
    if foreign:
        return Refusal(Rule.FORM, foreign.group(), "an address or markup")
    if len(sentence) > LONGEST:
        return Refusal(Rule.FORM, "", "too long for a sentence")
    words = sentence.split()
    if len(words) > 3 and not has_diacritics(sentence):
        return Refusal(Rule.FORM, "", "written without diacritics, so that it cannot be compared")
    return None


def _overlap(said: Reading, everything: Reading) -> float:
    loose = neutral_tokens(said.tokens)
    content = [token.text for at, token in enumerate(said.tokens) if is_content(token) and at not in loose]
    if all(word in _SAYING for word in content) and any(reference.names_unit for reference in said.references):
        return 1.0  # "Ngoại lệ được nêu tại khoản 2 Điều này" claims a reference, which has a rule of its own
    if len(content) < 3 and not (content and said.quantities):  # all in small words: then these have to be there
        content = [token.text for token in said.tokens if is_head(token)]
    if not content:
        return 0.0
    known = {token.text for token in everything.tokens}
    return sum(word in known for word in content) / len(content)
