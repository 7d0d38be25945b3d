"""What people type, read as the corpus writes it: slips, abbreviations, everyday words, names of the past.

The corpus decides: a reading is used only where its words stand in the corpus, and what was typed stays beside it where
the corpus knows that too. Document symbols, numbers and addresses are never touched.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from congvu.legal import parse_references
from congvu.retrieval import lexicon
from congvu.retrieval.lexicon import NO_NAMES, Found, Phrases
from congvu.retrieval.places import renamed_places
from congvu.retrieval.slips import SlipReader, is_known, likelihood
from congvu.retrieval.types import Rewrite, RewriteKind, Vocabulary
from congvu.retrieval.words import Word, are_joined, in_case_of, is_bare, is_shouted, read_words
from congvu.text import bigrams, clean, fold, is_syllable, syllables

_SUPPORTED = 3  # passages that the rarest pair of a reading must stand in
_ALSO_USED = 0.1  # an abbreviation this often beside its full form stays in the question
_CLEAR = math.log(12)  # how much likelier the best of several readings must be beside its neighbours
_OFTEN = 20
_BARE = 0.1  # a bare phrase counts if other words that fold alike are this much rarer than what it is read as
_SHORTEST_BARE = 4
_ROUNDS = 6
_MOST_SUCCESSORS = 3  # a district became many communes: told, but not searched, or they would outweigh the question
_ASKING = frozenset({"ai", "nao", "gi", "may", "dau", "sao", "bao"})
_KINDS = frozenset({"nd", "tt", "ttlt", "qd", "nq", "ct", "cv", "pl", "hd"})


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A question as the index and the ranker read it, in natural word order, and what was read as something else."""

    text: str
    rewrites: tuple[Rewrite, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    """Put ``new`` in the place of ``text[start:end]``."""

    start: int
    end: int
    new: str
    rewrite: Rewrite


@dataclass(frozen=True, slots=True)
class _Question:
    """A question while it is read."""

    text: str
    words: Sequence[Word]
    vocabulary: Vocabulary
    slips: SlipReader

    @classmethod
    def of(cls, text: str, vocabulary: Vocabulary, slips: SlipReader) -> _Question:
        numbered = parse_references(text) if any(ch.isdigit() for ch in text) else ()
        return cls(text, read_words(text, numbered), vocabulary, slips)

    def beside(self, first: int, last: int) -> tuple[str, str]:
        """The folded neighbours of ``words[first:last]`` in the same phrase, "" where there are none."""
        words = self.words
        left = words[first - 1].folded if first and are_joined(self.text, words[first - 1], words[first]) else ""
        right = words[last].folded if last < len(words) and are_joined(self.text, words[last - 1], words[last]) else ""
        return left, right

    def typed(self, found: Found) -> str:
        return self.text[self.words[found.first].start : self.words[found.last - 1].end]

    def says(self, phrase: str) -> bool:
        """Whether a phrase stands in the question already."""
        return f" {' '.join(syllables(phrase))} " in f" {' '.join(w.folded for w in self.words)} "


def rewrite(
    text: str, vocabulary: Vocabulary, on: dt.date | None = None, province: Phrases = NO_NAMES
) -> Rewritten:
    """Read a question; never raises. Rewriting what was rewritten changes nothing.

    ``on`` is the day that is asked about: names that were still in use on that day are left alone; without it all old
    names are read as the new ones. ``province`` are the names of its own agencies: they go before those of the tables.
    """
    done: list[Rewrite] = []
    question = _Question.of(clean(text).strip(), vocabulary, SlipReader(vocabulary))
    for _ in range(_ROUNDS):
        before = question
        for step in (_slips, _abbreviations, _written_out, _everyday):
            question = _apply(question, step(question), done)
        question = _apply(question, [*_agencies(question, on, province), *_places(question, on)], done)
        if question is before:
            break
    return Rewritten(question.text, tuple(dict.fromkeys(done)))


def _apply(question: _Question, edits: Sequence[_Edit], done: list[Rewrite]) -> _Question:
    text, at, pieces = question.text, 0, []
    for edit in sorted(edits, key=lambda e: e.start):
        if edit.start >= at:
            pieces += [text[at : edit.start], edit.new]
            at = edit.end
            done.append(edit.rewrite)
    changed = "".join([*pieces, text[at:]])
    return question if changed == text else _Question.of(changed, question.vocabulary, question.slips)


def _slips(question: _Question) -> list[_Edit]:
    short, shouted = lexicon.abbreviations(), is_shouted(question.text)
    edits = []
    for at, word in enumerate(question.words):
        if word.fixed or is_known(question.vocabulary, word.folded) or short.knows(word.folded):
            continue
        capitals = word.typed.isupper() and not shouted
        if capitals and len(word.typed) <= 6:
            continue  # an abbreviation that is in no table
        name = at > 0 and word.typed[:1].isupper() and not shouted
        read = question.slips.read(word, *question.beside(at, at + 1), strict=name)
        if read and fold(read) != word.folded:
            edits.append(_Edit(word.start, word.end, read, Rewrite(word.typed, read, "slip")))
    return edits


def _abbreviations(question: _Question) -> list[_Edit]:
    edits = []
    shouted = is_shouted(question.text)
    for _, group in itertools.groupby(
        lexicon.abbreviations().find(question.text, question.words), key=lambda f: (f.first, f.last)
    ):
        same = list(group)
        typed = question.typed(same[0])
        if same[0].last == same[0].first + 1 and is_syllable(fold(typed)) and (shouted or not typed.isupper()):
            continue  # "tha" is a word, "THA" is not
        if fold(typed) in _KINDS and _is_number(question, same[0].last):
            continue  # "NĐ 30", "TT 01/2011" are read as they stand
        reads = list(dict.fromkeys(r for f in same for r in f.phrase.reads))
        read = _best_reading(question, same[0], reads)
        if read is None or question.says(read):
            continue
        used, full = _frequency(question.vocabulary, typed), _frequency(question.vocabulary, read)
        keep = used >= _SUPPORTED and used >= _ALSO_USED * full
        edits.append(_edit(question, same[0], [read], "abbreviation", keep=keep, plain=len(reads) == 1))
    return edits


def _written_out(question: _Question) -> list[_Edit]:
    """Full forms whose abbreviation the corpus uses more: its letters say "UBND", people write it out."""
    edits = []
    for found in lexicon.written_out().find(question.text, question.words):
        full = _frequency(question.vocabulary, question.typed(found))
        used, short = max((_frequency(question.vocabulary, s), s) for s in found.phrase.reads)
        if used >= _SUPPORTED and used > full and not any(question.says(s) for s in found.phrase.reads):
            edits.append(_edit(question, found, [short], "abbreviation", keep=True, plain=True))
    return edits


def _is_number(question: _Question, at: int) -> bool:
    return at < len(question.words) and question.words[at].folded[0].isdigit()


def _best_reading(question: _Question, found: Found, reads: Sequence[str]) -> str | None:
    """The reading that the corpus knows; of several, the one that fits the neighbours clearly better than others."""
    known = [r for r in reads if _frequency(question.vocabulary, r) >= _SUPPORTED]
    if len(reads) == 1:
        return known[0] if known else None
    left, right = question.beside(found.first, found.last)
    fits = sorted(((likelihood(question.vocabulary, left, syllables(r), right), r) for r in known), reverse=True)
    if not fits or not _stands_beside(question.vocabulary, left, fits[0][1], right):
        return None
    if len(fits) > 1 and fits[0][0] - fits[1][0] < _CLEAR:
        return None
    return fits[0][1]


def _stands_beside(vocabulary: Vocabulary, left: str, read: str, right: str) -> bool:
    """Whether the corpus has a reading between these neighbours: beside each there is, and often beside one."""
    inside = syllables(read)
    sides = [vocabulary.frequency(f"{left}_{inside[0]}")] if left else []
    sides += [vocabulary.frequency(f"{inside[-1]}_{right}")] if right else []
    return bool(sides) and min(sides) >= _SUPPORTED and max(sides) >= _OFTEN


def _everyday(question: _Question) -> list[_Edit]:
    edits = []
    for found in lexicon.everyday().find(question.text, question.words):
        phrase = " ".join(found.phrase.key)
        own = 0 if found.phrase.starred and not found.bare else _frequency(question.vocabulary, phrase)
        reads = []
        for read in found.phrase.reads:
            frequency = _frequency(question.vocabulary, read)
            if frequency < _SUPPORTED or own >= frequency or question.says(read):
                continue
            if found.bare and (len(found.phrase.key) < 2 or own > _BARE * frequency):
                continue
            reads.append(read)
        # One reading is in the text already: the question has been read, or says both by itself.
        if reads and not any(question.says(r) for r in found.phrase.reads):
            asks = not _ASKING.isdisjoint(found.phrase.key)  # it stays what is asked; the law's word only helps to find
            edits.append(_edit(question, found, reads, "everyday", keep=own >= _SUPPORTED or asks, plain=asks))
    return edits


def _agencies(question: _Question, on: dt.date | None, province: Phrases) -> list[_Edit]:
    own = list(province.find(question.text, question.words))
    taken = {at for found in own for at in range(found.first, found.last)}
    elsewhere = [
        found
        for found in lexicon.agencies().find(question.text, question.words)
        if taken.isdisjoint(range(found.first, found.last))
    ]
    edits = []
    for found in (*own, *elsewhere):
        reads, since = found.phrase.reads, found.phrase.since
        if not reads:
            continue  # a name in use
        if found.bare and len(found.phrase.key) < _SHORTEST_BARE:
            continue  # "so lao dong" may be a number of workers
        if on is not None and since is not None and on < since:
            continue
        supported = [r for r in reads if _frequency(question.vocabulary, r) >= _SUPPORTED and not question.says(r)]
        added = supported if len(reads) <= _MOST_SUCCESSORS else []
        name = ", ".join(reads)
        edits.append(_edit(question, found, added, "renamed", keep=True, since=since, name=name))
    return edits


def _places(question: _Question, on: dt.date | None) -> list[_Edit]:
    edits = []
    for place in renamed_places(question.text, question.words, on):
        new = place.read and _frequency(question.vocabulary, place.read) >= _SUPPORTED and not question.says(place.read)
        found = question.text[place.start : place.end]
        added = f" ({_styled(question, place.read)})" if new else ""
        edits.append(_Edit(place.start, place.end, found + added, Rewrite(found, place.read, "renamed", place.since)))
    return edits


def _edit(
    question: _Question,
    found: Found,
    reads: Sequence[str],
    kind: RewriteKind,
    *,
    keep: bool,
    since: dt.date | None = None,
    name: str = "",
    plain: bool = False,
) -> _Edit:
    """Put readings in the place of a phrase, or in brackets behind it where it stays."""
    typed = question.typed(found)
    shown = name or ", ".join(reads)
    new = _styled(question, ", ".join(reads))
    if keep:
        new = f"{typed} ({new})" if reads else typed
    elif kind == "everyday":
        new = in_case_of(new, typed) if not typed.isupper() else new
    start, end = question.words[found.first].start, question.words[found.last - 1].end
    return _Edit(start, end, new, Rewrite(typed, shown, kind, since, plain))


def _styled(question: _Question, read: str) -> str:
    """A reading as the question is typed: without diacritics or in capitals where all of it is, so that it compares
    alike and is read the same way again.
    """
    read = fold(read) if is_bare(question.text) else read
    return read.upper() if is_shouted(question.text) else read


def _frequency(vocabulary: Vocabulary, phrase: str) -> int:
    """Passages that hold the rarest pair of a phrase, or its one word: at most as many hold the phrase."""
    tokens = syllables(phrase)
    return min((vocabulary.frequency(term) for term in bigrams(tokens) or tokens), default=0)
