"""Asking back which of several laws is meant: where two documents answer a question almost equally well and the
question does not say which. Pure.

The nearest provisions are quoted all the same; the choices stand before them, each a whole question to ask.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congvu.answering import wording
from congvu.answering.compose.picking import EVEN, Idf, coverage, read_question
from congvu.answering.compose.tree import UnitTree
from congvu.answering.naming import NAMED_BY_YEAR, document_name, search_name
from congvu.answering.types import CHOICE, Block
from congvu.retrieval.types import Evidence, Retrieval
from congvu.retrieval.understanding import content_terms
from congvu.text import fold, syllables

MOST_CHOICES = 3
_NUMBER = re.compile(r"(?<!^)\b\d+\b", re.MULTILINE)  # that of a khoản is none


@dataclass(frozen=True, slots=True)
class Nearness:
    """When another document's best provision is as good a reading as the first: shares of the first one's score and of
    what it covers of the question; and from which share of common words on both say the same.
    """

    score: float = 0.4
    covers: float = 0.7
    same_text: float = 0.7


NEARNESS = Nearness()


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading: the question that asks for it alone, and the document (id) that it names."""

    question: str
    document_id: int


def choices(
    question: str,
    retrieval: Retrieval,
    trees: Mapping[int, UnitTree],
    *,
    idf: Idf = EVEN,
    nearness: Nearness = NEARNESS,
) -> tuple[Choice, ...]:
    """The readings of a question, the likeliest first; none where there is only one, or the question says which."""
    query = retrieval.query
    if any(r.names_document for r in query.references) or retrieval.force is not None:
        return ()
    best = _best_of_each(retrieval, trees)
    if len(best) < 2 or any(e.structural for e in best):
        return ()
    first, asked = best[0], read_question(question)
    fits = {e.rank: coverage(asked, _all(e, trees), idf) for e in best}
    near = [
        e
        for e in best[1:]
        if e.score >= nearness.score * first.score
        and fits[e.rank] >= nearness.covers * fits[first.rank]
        and not _say_the_same(trees[first.rank], trees[e.rank], nearness.same_text)
    ]
    found = [first, *near][:MOST_CHOICES]
    if len(found) < 2 or _says_which(question, found):
        return ()
    asking = question.strip().rstrip("?!. ")
    return tuple(Choice(f"{asking} theo {_called(e)}?", e.document_id) for e in found)


def choice_blocks(found: Sequence[Choice]) -> tuple[Block, ...]:
    """What is told of the readings: that there are several, and each as a question to ask."""
    if not found:
        return ()
    return (Block("note", wording.several_readings()), *(Block(CHOICE, choice.question) for choice in found))


def _best_of_each(retrieval: Retrieval, trees: Mapping[int, UnitTree]) -> list[Evidence]:
    """The best evidence of each document that is in force on the day."""
    best: dict[int, Evidence] = {}
    for evidence in retrieval.evidence:
        if evidence.rank in trees and evidence.in_force:
            best.setdefault(evidence.document_id, evidence)
    return list(best.values())


def _says_which(question: str, found: list[Evidence]) -> bool:
    """Whether the question has a word of the name of one document that the others do not have."""
    asked = set(syllables(question))
    names = [set(content_terms(tuple(syllables(e.title)))) for e in found]
    common = set.intersection(*names)
    return any(asked & (name - common) for name in names)


def _say_the_same(one: UnitTree, other: UnitTree, share: float) -> bool:
    """Whether two units have that share of their words in common, and the same numbers behind their headings."""
    a, b = (tree.whole(tree.root) for tree in (one, other))
    words, others = set(syllables(a)), set(syllables(b))
    if len(words & others) < share * len(words | others):
        return False
    return _numbers(a) == _numbers(b)


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text.partition("\n")[2]))


def _all(evidence: Evidence, trees: Mapping[int, UnitTree]) -> str:
    tree = trees[evidence.rank]
    return f"{evidence.headings}\n{tree.whole(tree.root)}"


def _called(evidence: Evidence) -> str:
    """The document as a person would name it: a law by name and year, anything else by its number."""
    if fold(evidence.kind_name) in NAMED_BY_YEAR:
        return document_name(evidence.kind_name, "", evidence.title, evidence.issued_on)
    return search_name(evidence.kind_name, evidence.number, evidence.title, evidence.issued_on)
