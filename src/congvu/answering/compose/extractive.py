"""The composer without a model: picks the governing unit and quotes it word for word, with its lead-in,
lists whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congvu.answering import force_words, wording
from congvu.answering.changes import UnitChange
from congvu.answering.compose.picking import EVEN, Asked, Idf, compare, coverage, read_question
from congvu.answering.compose.tree import CITED_LEVELS, UnitTree, UnitView
from congvu.answering.naming import document_name
from congvu.answering.types import AnswerStatus, Block, Draft, Quote
from congvu.legal.structure import UnitLevel
from congvu.retrieval.types import Evidence, Retrieval
from congvu.text import syllables

VERSION = "extractive-1"

_LIST_BONUS = 0.25
_MOST_CHANGES = 3  # notes on changes of one quoted unit, the latest
_ELSEWHERE = 0.85  # a khoản of a long article outside of the passage that the search found
_ABOVE_ARTICLES = frozenset({UnitLevel.PART, UnitLevel.CHAPTER, UnitLevel.SECTION, UnitLevel.SUBSECTION})


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits of what is quoted; lengths in syllables, the rest are ratios."""

    short_article: int = 120
    clear_winner: float = 1.2
    longest_whole: int = 3000
    long_clause: int = 350
    clear_point: float = 2.0
    most_sources: int = 3
    close_score: float = 0.92
    close_coverage: float = 0.9
    sure: float = 0.5


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Picked:
    """What is quoted from one piece of evidence: the governing unit's quote, one to stand before it, how
    well it fits."""

    unit: UnitView
    quote: Quote
    before: Quote | None
    coverage: float
    cut: bool = False
    contents: tuple[str, ...] = ()


def compose(
    question: str,
    retrieval: Retrieval,
    trees: Mapping[int, UnitTree],
    *,
    idf: Idf = EVEN,
    rules: Rules = RULES,
    changes: Mapping[int, Sequence[UnitChange]] | None = None,
) -> Draft:
    """The quoted answer from evidence that was already judged good enough.

    ``changes`` are those of the articles, by the rank of the evidence: a unit that was given another wording is quoted
    with the wording of the day. ``trees`` maps the rank of a piece of evidence to the tree of its governing article;
    evidence without a tree is passed over. The first quote is always that of the governing unit. Status is
    ``answered``, or ``partial`` where the confidence is middling.
    """
    asked = read_question(question)
    usable = [e for e in retrieval.evidence if e.rank in trees]
    named = [e for e in usable if e.structural]
    if named:
        chosen = [(e, quote_named(trees[e.rank], e, rules)) for e in named[: rules.most_sources]]
    else:
        chosen = _chosen(asked, usable, trees, idf, rules)
    if not chosen:
        return Draft(AnswerStatus.NO_EVIDENCE, ())
    sure = bool(named) or retrieval.confidence >= rules.sure
    return _Writer(retrieval.query.on, changes or {}).write(chosen, retrieval, sure=sure)


def _chosen(
    asked: Asked, usable: Sequence[Evidence], trees: Mapping[int, UnitTree], idf: Idf, rules: Rules
) -> list[tuple[Evidence, Picked]]:
    """The best evidence, and at most two more that come close to it and lie in another article."""
    chosen: list[tuple[Evidence, Picked]] = []
    roots: set[int] = set()
    for evidence in usable:
        tree = trees[evidence.rank]
        if tree.root.id in roots:
            continue
        if chosen and evidence.score < rules.close_score * chosen[0][0].score:
            break
        picked = pick(asked, tree, evidence, idf, rules)
        if chosen and picked.coverage < rules.close_coverage * chosen[0][1].coverage:
            continue
        roots.add(tree.root.id)
        chosen.append((evidence, picked))
        if len(chosen) == rules.most_sources:
            break
    return chosen


# --- what to quote


def quote_named(tree: UnitTree, evidence: Evidence, rules: Rules = RULES) -> Picked:
    """Exactly the unit that the question names, whole, with the sentence it depends on."""
    unit = tree.find(evidence.unit_id) or tree.root
    if unit.level in _ABOVE_ARTICLES:
        articles = [u for u in tree.units if u.level == UnitLevel.ARTICLE and _inside(u, unit)]
        titles = tuple(f"{u.path or u.number}. {u.title}".rstrip(" .") for u in articles)
        return Picked(unit, tree.quote(unit, unit.start, unit.own_end), None, 1.0, contents=titles)
    if _size(tree.whole(unit)) > rules.longest_whole:
        return _passage_of(tree, unit, evidence, 1.0)
    return _with_lead_in(tree, unit, 1.0)


def pick(asked: Asked, tree: UnitTree, evidence: Evidence, idf: Idf = EVEN, rules: Rules = RULES) -> Picked:
    """The smallest unit of the tree that answers the question."""
    root = tree.root
    fit = coverage(asked, f"{evidence.title}\n{evidence.headings}\n{tree.whole(root)}", idf)
    if root.level != UnitLevel.ARTICLE:
        if _size(tree.whole(root)) <= rules.short_article:
            return _with_lead_in(tree, root, fit)
        return _passage_of(tree, tree.find(evidence.unit_id) or root, evidence, fit)
    clauses = tree.children(root, UnitLevel.CLAUSE)
    if len(clauses) < 2 or (asked.wants_list and _enumerates(tree, root)):
        return _whole_article(tree, root, evidence, fit, rules)
    scored = compare(asked, [tree.whole(c) for c in clauses], idf)
    worth = [_worth(s.score, asked, tree, c, evidence) for s, c in zip(scored, clauses, strict=True)]
    order = sorted(range(len(clauses)), key=lambda i: (-worth[i], i))
    best, second = order[0], order[1]
    clear = worth[best] >= rules.clear_winner * worth[second]
    if not clear and _size(tree.whole(root)) <= rules.short_article:
        return _whole_article(tree, root, evidence, fit, rules)
    return _clause(asked, tree, clauses[best], fit=fit, idf=idf, rules=rules)


def _worth(score: float, asked: Asked, tree: UnitTree, clause: UnitView, evidence: Evidence) -> float:
    """A khoản's score, raised where it is the list that is asked for, lowered where the search found
    another part."""
    if asked.wants_list and len(tree.children(clause, UnitLevel.POINT)) > 1:
        score += _LIST_BONUS
    overlaps = clause.start < evidence.end and clause.end > evidence.start
    return score if overlaps else score * _ELSEWHERE


def _clause(asked: Asked, tree: UnitTree, clause: UnitView, *, fit: float, idf: Idf, rules: Rules) -> Picked:
    """A khoản with its whole list; one điểm of it only where the list is very long and the điểm stands
    out."""
    points = tree.children(clause, UnitLevel.POINT)
    if len(points) > 1 and not asked.wants_list and _size(tree.whole(clause)) > rules.long_clause:
        scored = compare(asked, [tree.whole(p) for p in points], idf)
        order = sorted(range(len(points)), key=lambda i: (-scored[i].score, i))
        if scored[order[0]].score >= rules.clear_point * max(scored[order[1]].score, 0.01):
            return _with_lead_in(tree, points[order[0]], fit)
    return _with_lead_in(tree, clause, fit)


def _whole_article(tree: UnitTree, root: UnitView, evidence: Evidence, fit: float, rules: Rules) -> Picked:
    if _size(tree.whole(root)) > rules.longest_whole:
        return _passage_of(tree, tree.find(evidence.unit_id) or root, evidence, fit)
    return Picked(root, tree.quote(root), None, fit)


def _passage_of(tree: UnitTree, unit: UnitView, evidence: Evidence, fit: float) -> Picked:
    """The part of a long unit that the search found; says so where it is not the whole unit."""
    start, end = max(unit.start, evidence.start), min(unit.end, evidence.end)
    if start >= end:
        start, end = unit.start, unit.end
    if evidence.structural and tree.passages:
        first = next((p for p in tree.passages if p.end > unit.start), tree.passages[0])
        start, end = max(unit.start, first.start), min(unit.end, first.end)
    quote = tree.quote(unit, start, end)
    return Picked(unit, quote, None, fit, cut=(quote.start, quote.end) != tree.trimmed(unit.start, unit.end))


def _with_lead_in(tree: UnitTree, unit: UnitView, fit: float) -> Picked:
    """The unit, preceded by its parent's lead-in: joined where they are neighbours in the text, else as
    its own quote."""
    parent = tree.parent(unit)
    if parent is None or unit.level not in CITED_LEVELS or parent.level not in CITED_LEVELS:
        return Picked(unit, tree.quote(unit), None, fit)
    lead_in = tree.lead_in(parent)
    if lead_in is None:
        return Picked(unit, tree.quote(unit), None, fit)
    if not tree.words(lead_in[1], unit.start).strip():
        return Picked(unit, tree.quote(unit, lead_in[0], unit.end), None, fit)
    return Picked(unit, tree.quote(unit), tree.quote(parent, *lead_in), fit)


def _enumerates(tree: UnitTree, article: UnitView) -> bool:
    """Whether the khoản of an article are the items of one list: its lead-in ends with a colon."""
    lead_in = tree.lead_in(article)
    return lead_in is not None and tree.words(*lead_in).endswith(":")


def _inside(unit: UnitView, other: UnitView) -> bool:
    return other.start <= unit.start and unit.end <= other.end


def _size(text: str) -> int:
    return len(syllables(text))


def force_note(evidence: Evidence, picked: Picked, on: dt.date) -> str:
    """What to say when the quoted text is not, or not for long, in force on the day that was asked for; "" if it is."""
    name = document_name(evidence.kind_name, evidence.number, evidence.title, evidence.issued_on)
    since = picked.unit.force_from or evidence.force_from
    until = picked.unit.force_until or evidence.force_until
    if until is not None and until <= on:
        return wording.ended(picked.unit.path, name, until, on)
    if since is not None and since > on:
        return wording.not_yet(picked.unit.path, name, since, on)
    return wording.will_end(picked.unit.path, name, until) if until is not None else ""


# --- writing it down


class _Writer:
    """Collects blocks and numbers the quotes as they are first used: the governing unit before its
    lead-in."""

    def __init__(self, on: dt.date, changes: Mapping[int, Sequence[UnitChange]]) -> None:
        self.on = on
        self.changes = changes
        self.blocks: list[Block] = []
        self.quotes: list[Quote] = []

    def write(self, chosen: Sequence[tuple[Evidence, Picked]], retrieval: Retrieval, *, sure: bool) -> Draft:
        for evidence, picked in chosen:
            self._source(evidence, picked, first=not self.blocks)
        if not sure:
            self._note(wording.unsure())
        if "lexical_only" in retrieval.notes and not chosen[0][0].structural:
            self._note(wording.lexical_only())
        status = AnswerStatus.ANSWERED if sure else AnswerStatus.PARTIAL
        return Draft(status, tuple(self.blocks), tuple(self.quotes))

    def _source(self, evidence: Evidence, picked: Picked, *, first: bool) -> None:
        name = document_name(evidence.kind_name, evidence.number, evidence.title, evidence.issued_on)
        changes = [c for c in self.changes.get(evidence.rank, ()) if picked.unit.path and c.concerns(picked.unit.path)]
        if self._reads_otherwise(picked, name, changes):
            return
        number = self._number(picked.quote)
        say = wording.lead if first else wording.also
        self.blocks.append(Block("lead", say(picked.unit.path, name), (number,)))
        if picked.before is not None:
            self.blocks.append(Block("quote", picked.before.text, (self._number(picked.before),)))
        self.blocks.append(Block("quote", picked.quote.text, (number,)))
        if picked.contents:
            self._note(wording.contents(picked.unit.path, picked.contents), number)
        if picked.cut:
            self._note(wording.cut_short(picked.unit.path), number)
        force = force_note(evidence, picked, self.on)
        if force:
            self._note(force, number)
        self._changed(picked, name, changes, number)

    def _reads_otherwise(self, picked: Picked, name: str, changes: Sequence[UnitChange]) -> bool:
        """Quote the wording that the unit was given by the day, in the place of its first one."""
        holding = [c for c in changes if c.is_of(picked.unit.path) and (c.on is None or c.on <= self.on)]
        if not holding or holding[-1].quote is None:
            return False
        last, quote = holding[-1], holding[-1].quote
        number = self._number(quote)
        lead = force_words.now_reads(f"{picked.unit.path} {name}", last.by, last.on)
        self.blocks.append(Block("lead", lead, (number,)))
        self.blocks.append(Block("quote", quote.text, (number,)))
        return True

    def _changed(self, picked: Picked, name: str, changes: Sequence[UnitChange], number: int) -> None:
        """Say what else changed or will change in the quoted unit; its own end is said by ``force_note``."""
        said = 0
        for change in reversed(changes):
            ahead = change.on is not None and change.on > self.on
            told_by_force = change.ended and change.certain and not change.part.endswith(f" {picked.unit.path}")
            surer = not change.certain and any(
                c.certain and c.ended == change.ended and c.is_of(change.part) for c in changes
            )
            if told_by_force or surer or said == _MOST_CHANGES:
                continue
            what = f"{change.part} {name}"
            certain = change.certain
            note = force_words.changed(what, change.by, change.on, certain=certain, ended=change.ended, ahead=ahead)
            self._note(note, number)
            said += 1

    def _note(self, text: str, *citations: int) -> None:
        self.blocks.append(Block("note", text, citations))

    def _number(self, quote: Quote) -> int:
        if quote not in self.quotes:
            self.quotes.append(quote)
        return self.quotes.index(quote) + 1
