"""The checker: every rule over one sentence and what it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvu.answering.verify.actor_rules import actor_refusals, deed_refusals, elsewhere_refusals
from congvu.answering.verify.case_rules import case_refusals
from congvu.answering.verify.context import Company
from congvu.answering.verify.contrast_rules import contrast_refusals
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
    """Whether the cited texts, taken together, say what the sentence says. Never raises."""
    form = _form(sentence)
    if form is not None or not bases:
        refused = form or Refusal(Rule.FORM, "", "nothing is cited")
        return Verdict((refused,), 0.0)
    said = read(sentence)
    cited = read("\n".join(basis.text for basis in bases))
    place = read("\n".join(basis.place for basis in bases))
    everything = read("\n".join(f"{basis.place}\n{basis.text}" for basis in bases))
    points = own_points(said, bases) if any(token.text == "điểm" for token in said.tokens) else frozenset()
    clauses = own_clauses(said, bases) if any(reference.clause for reference in said.references) else frozenset()
    counts = counts_of_points(bases) | counts_in(said)
    resolved = resolved_references(bases) if any(r.names_unit for r in said.references) else ()
    company = Company(said.tokens, cited.tokens)
    overlap = _overlap(said, everything)
    refusals: list[Refusal] = []
    few = sum(is_content(token) for token in said.tokens) <= _FEW
    if overlap < (LEAST_OVERLAP_OF_FEW if few else LEAST_OVERLAP):
        refusals.append(Refusal(Rule.OVERLAP, "", f"only {overlap:.0%} of its content is in the cited text"))
    refusals += quantity_refusals(said, everything, counts)
    refusals += date_refusals(said, everything)
    refusals += reference_refusals(said, cited, place, (points, clauses), resolved)
    refusals += name_refusals(said, everything)
    refusals += office_refusals(said, everything)
    refusals += opposite_refusals(said, everything)
    refusals += force_refusals(said, cited, place, company)
    refusals += exception_refusals(said, cited)
    refusals += excepted_refusals(said, cited)
    refusals += condition_refusals(said, cited)
    refusals += actor_refusals(said, cited, everything)
    refusals += deed_refusals(said, cited)
    refusals += elsewhere_refusals(said, cited, place)
    refusals += case_refusals(said, cited, place)
    refusals += slot_refusals(said, cited, place)
    refusals += term_refusals(said, cited, place)
    refusals += extent_refusals(said, cited)
    refusals += object_refusals(said, cited, place)
    refusals += since_refusals(said, cited)
    refusals += twice_refusals(said, cited)
    looked_after = in_other_words(said, cited, company) | _counting(said, counts)
    refusals += stranger_refusals(said, everything, points, looked_after)
    refusals += contrary_refusals(said, everything)
    refusals += side_refusals(said, cited)
    refusals += ordinal_refusals(said, cited)
    refusals += conjunction_refusals(said, everything)
    refusals += denial_refusals(said, cited)
    refusals += class_refusals(said, everything)
    refusals += replaced_refusals(said, cited)
    refusals += subject_refusals(said, cited)
    refusals += ending_refusals(said, cited)
    refusals += agent_refusals(said, cited)
    refusals += doer_refusals(said, cited)
    refusals += paired_refusals(said, cited)
    refusals += contrast_refusals(said, cited)
    return Verdict(tuple(refusals), overlap)


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
