"""Answers about force: what the library knows of a text's force, each statement with the clause that says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from congvu.answering import force_words as wording
from congvu.answering.compose.tree import UnitTree
from congvu.answering.types import AnswerStatus, Block, Draft, Quote
from congvu.retrieval.force import OWN_WORDS, Asks, Fact, ForceFinding
from congvu.retrieval.types import Evidence, Retrieval

_LONGEST = 1_200  # characters of a quoted clause; of a longer line only the statement is quoted


def compose_force(finding: ForceFinding, retrieval: Retrieval, trees: Mapping[int, UnitTree]) -> Draft:
    """The answer from the facts whose clauses this viewer may read; the first citation is the first fact's."""
    on = retrieval.query.on
    quotes: list[Quote] = []
    blocks: list[Block] = []
    told = 0
    for fact in finding.facts:
        quote = _quote(fact, retrieval.evidence, trees)
        if quote is None:
            continue
        if quote not in quotes:
            quotes.append(quote)
        number = quotes.index(quote) + 1
        if not told:
            blocks.append(Block("lead", _opening(finding, fact, on), (number,)))
        else:
            blocks.append(Block("lead", wording.fact(fact, finding.subject, finding.asks, on), (number,)))
        told += 1
        if not any(b.kind == "quote" and b.citations == (number,) for b in blocks):
            blocks.append(Block("quote", quote.text, (number,)))
    if not blocks:
        return Draft(AnswerStatus.NO_EVIDENCE, ())
    blocks.append(Block("note", wording.only_the_library()))
    return Draft(AnswerStatus.ANSWERED, tuple(blocks), tuple(quotes))


def _opening(finding: ForceFinding, first: Fact, on: dt.date) -> str:
    """The state on the day, where that was asked, and the first fact."""
    said = wording.fact(first, finding.subject, finding.asks, on)
    if finding.asks is not Asks.STATE:
        return said
    what = f"{finding.unit} {finding.subject}".strip()
    since = finding.document.force_from if finding.document is not None else None
    if first.kind == OWN_WORDS:
        since = first.on
    state = wording.state(what, since, finding.ends_on, on, known=finding.document is not None)
    return f"{state} {said}".strip()


def _quote(fact: Fact, evidence: tuple[Evidence, ...], trees: Mapping[int, UnitTree]) -> Quote | None:
    found = next(
        (e for e in evidence if e.structural and e.passage_id == fact.passage_id and e.unit_id == fact.unit_id), None
    )
    tree = trees.get(found.rank) if found is not None else None
    if tree is None:
        return None
    unit = tree.find(fact.unit_id) or tree.root
    start, end = _line(tree, max(unit.start, fact.start), min(unit.end, fact.end))
    return tree.quote(unit, max(unit.start, start), min(unit.end, end))


def _line(tree: UnitTree, start: int, end: int) -> tuple[int, int]:
    """The whole lines around a statement; the statement alone where they are long."""
    text, offset = tree.text, tree.offset
    first = text.rfind("\n", 0, start - offset) + 1
    last = text.find("\n", end - offset)
    last = len(text) if last < 0 else last
    return (first + offset, last + offset) if last - first <= _LONGEST else (start, end)
