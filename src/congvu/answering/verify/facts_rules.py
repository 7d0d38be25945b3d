"""Rules for what can be counted or named: quantities, dates, references, names, words that exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from congvu.answering.verify.dates import PartDate
from congvu.answering.verify.lexicon import GLUE, OPPOSITES
from congvu.answering.verify.numbers import COUNTED
from congvu.answering.verify.quantities import Bound, Quantity, fits
from congvu.answering.verify.reading import Reading
from congvu.answering.verify.types import Refusal, Rule
from congvu.answering.verify.word_rules import neutral_tokens
from congvu.legal import LegalReference, law_key
from congvu.legal.reference_types import LEVELS

_DOCUMENT_WORDS = frozenset({"luật", "bộ", "nghị", "thông", "quyết", "hiến", "pháp"})

_EACH = ("mỗi", "hằng", "từng")
_SAME_BEFORE = 6
_MINISTER = 5
"""Words of "Bộ trưởng Bộ Tài chính"."""
_SIDE = re.compile(r"\b(trước|sau|từ|đến hết|đến)\s+(?:ngày\s+)?$")
_SIDES = {"trước": "before", "sau": "after", "từ": "after", "đến hết": "until", "đến": "until"}


def quantity_refusals(said: Reading, cited: Reading, counts: frozenset[int]) -> Iterator[Refusal]:
    """A quantity that the text does not have, or has with another limit; its ``counts`` of points it has."""
    for quantity in said.quantities:
        alike = [other for other in cited.quantities if quantity.same_amount(other)]
        words = words_of(said, quantity)
        if not alike and (
            _for_each(said, quantity, cited)
            or (quantity.unit not in COUNTED and quantity.value in counts and not _counted(said, quantity, cited))
        ):
            continue
        if not alike:
            yield Refusal(Rule.QUANTITY, words, "the amount is not in the cited text")
        elif not any(
            fits(quantity.bound, other.bound) or _ran_out(said, quantity, cited, other) for other in alike
        ) and not _referred_to(said, quantity):
            yield Refusal(Rule.COMPARATIVE, words, "the cited text limits this amount in another way")


def _counted(said: Reading, quantity: Quantity, cited: Reading) -> bool:
    """Whether the text has a number of the same things: then it counts them itself."""
    things = _things(said, quantity)
    return bool(things) and any(_things(cited, other) == things for other in cited.quantities)


def _things(reading: Reading, quantity: Quantity) -> list[str]:
    return [t.text for t in reading.tokens[quantity.end - 1 : quantity.end + 1] if t.kind == "word"]


def _referred_to(said: Reading, quantity: Quantity) -> bool:
    """Whether an amount is only called what it is, without its limit: "Hết 180 ngày …", "Quy định 7,5 mét …"."""
    before = said.tokens[quantity.at - 1].text if quantity.at else ""
    return quantity.bound is Bound.NONE and before in {"", "hết", "định"}


def _for_each(said: Reading, quantity: Quantity, cited: Reading) -> bool:
    """ "12 ngày một năm" for "12 ngày mỗi năm"."""
    words = [token.text for token in said.tokens[quantity.at : quantity.end]]
    behind = any(other.end == quantity.at for other in said.quantities)
    theirs = set(pairwise(token.text for token in cited.tokens))
    return behind and words[:1] == ["một"] and any((each, words[-1]) in theirs for each in _EACH)


def _ran_out(said: Reading, quantity: Quantity, cited: Reading, other: Quantity) -> bool:
    """ "Quá 30 ngày mà không …" where the text has "trong thời hạn 30 ngày … không …"."""
    if quantity.bound is not Bound.ABOVE or other.bound is not Bound.WITHIN:
        return False
    return all(
        any(o.force.negative and one.end <= o.at for o in reading.operators)
        for reading, one in ((said, quantity), (cited, other))
    )


def date_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    units = [reference for reference in said.references if reference.names_unit]
    for date in said.dates:
        if any(unit.start <= date.start < unit.end for unit in units):
            continue  # the year in the name of a law, which the rule of references looks after
        words = said.text[date.start : date.end]
        same = [other for other in cited.dates if date.inside(other)]
        if not same:
            yield Refusal(Rule.DATE, words, "the date is not in the cited text")
            continue
        side = _side(said, date)
        if side and all(_side(cited, other) not in {"", side} for other in same):
            yield Refusal(Rule.COMPARATIVE, words, "the cited text has this date as another limit")


def _side(reading: Reading, date: PartDate) -> str:
    """The word before a date that tells on which side of it something lies; empty where none stands there."""
    match = _SIDE.search(reading.text[max(0, date.start - 20) : date.start].lower())
    return _SIDES[match.group(1)] if match else ""


def reference_refusals(
    said: Reading, cited: Reading, place: Reading, own: Sequence[frozenset[str]], resolved: Iterable[LegalReference]
) -> Iterator[Refusal]:
    """A reference that neither stands in the text, as it is or ``resolved``, nor is the place of the text itself or one
    of its ``own`` points and khoản.
    """
    points, clauses = own
    known = (*cited.references, *place.references, *resolved)
    symbols = {other.document_symbol for other in known}
    for number, reference in enumerate(said.references):
        if not reference.names_unit and (not reference.names_document or _of_any_name(reference)):
            continue
        foreign = reference.document_symbol is not None and reference.document_symbol not in symbols
        meant = [reference, *_this_one(reference, said.references[:number])]
        inside = replace(
            reference,
            point=None if reference.point in points else reference.point,
            clause=None if reference.clause in clauses else reference.clause,
        )
        mine = inside != reference and _assembled(inside, place)
        if (
            foreign
            or _put_in(said, reference, cited)
            or not (mine or any(_known(one, known, place) for one in meant))
        ):
            yield Refusal(Rule.REFERENCE, reference.text, "this reference is not in the cited text")


def _put_in(said: Reading, reference: LegalReference, cited: Reading) -> bool:
    """Whether the text has the words before a reference too, and another unit behind them every time."""
    before = _before(said, reference)
    there = [other for other in cited.references if other.names_unit and _before(cited, other) == before]
    return len(before) == _SAME_BEFORE and bool(there) and not any(_may_be(reference, other) for other in there)


def _before(reading: Reading, reference: LegalReference) -> list[str]:
    """The words before a reference."""
    return [token.text for token in reading.tokens if token.end <= reference.start][-_SAME_BEFORE:]


def _may_be(reference: LegalReference, other: LegalReference) -> bool:
    levels = ((getattr(reference, level), getattr(other, level)) for level in LEVELS)
    here = other.relative and other.relative_level != "document"
    return here or all(one is None or two is None or one == two for one, two in levels)


def _known(reference: LegalReference, known: Sequence[LegalReference], place: Reading) -> bool:
    """Whether a text has the reference; its references without a law's name are to the law that the text is of."""
    laws = [other for other in (*place.references, *known) if other.names_document]
    own = not reference.names_document or not laws or any(_same_document(reference, law) for law in laws)
    return any(_says(reference, o) and (own or o.names_document) for o in known) or _assembled(reference, place)


def _of_any_name(reference: LegalReference) -> bool:
    """Laws about something, not one of them: "các dự án luật về hải quan"."""
    return reference.document_symbol is None and reference.text == reference.text.lower() and " về " in reference.text


def _this_one(reference: LegalReference, before: Sequence[LegalReference]) -> Iterator[LegalReference]:
    """ "Luật này" behind the name of a law is that law."""
    if reference.relative_level == "document":
        for other in before:
            if other.document_name and other.document_kind == reference.document_kind:
                named = other.document_name
                yield replace(reference, document_name=named, relative=False, relative_level=None)


def _says(reference: LegalReference, other: LegalReference) -> bool:
    """Whether ``other`` has every level of the reference, and no other document."""
    if any(
        getattr(reference, level) is not None and getattr(reference, level) != getattr(other, level) for level in LEVELS
    ):
        return False
    if reference.relative and (other.document_symbol or other.document_name):
        return False  # "Điều 9 Nghị định này" is not "Điều 9 Thông tư 03"
    return not reference.names_document or _same_document(reference, other)


def _same_document(reference: LegalReference, other: LegalReference) -> bool:
    if not other.names_document:
        # "Điều 99 của Bộ luật này", said with the name of the law
        return other.names_unit and reference.names_unit
    if reference.document_symbol:
        return reference.document_symbol == other.document_symbol
    if reference.document_name and other.document_name:
        return law_key(reference.document_name) == law_key(other.document_name)
    if reference.document_number and other.document_number:
        return reference.document_number == other.document_number
    return bool(reference.document_kind and reference.document_kind == other.document_kind)


def _assembled(reference: LegalReference, place: Reading) -> bool:
    """Whether the reference is the place of the text: every level and the document are named in it somewhere."""
    for level in LEVELS:
        value = getattr(reference, level)
        if value is not None and not any(getattr(other, level) == value for other in place.references):
            return False
    return not reference.names_document or any(
        other.names_document and _same_document(reference, other) for other in place.references
    )


def name_refusals(said: Reading, everything: Reading) -> Iterator[Refusal]:
    """A word with a capital inside of a sentence, and its neighbour, must stand side by side in the text."""
    loose = neutral_tokens(said.tokens)
    pairs = {(one.text, two.text) for one, two in zip(everything.tokens, everything.tokens[1:], strict=False)}
    known = {token.text for token in everything.tokens}
    tokens = said.tokens
    for at, token in enumerate(tokens):
        if not token.capital or token.taken or token.kind != "word" or _begins(said, at):
            continue
        if token.text in _DOCUMENT_WORDS and any(r.start <= token.start < r.end for r in said.references):
            continue
        following = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].kind == "word" else None
        paired = following is not None and not following.taken and following.text not in GLUE and at + 1 not in loose
        named = at > 0 and (tokens[at - 1].text, token.text) in pairs  # a longer name, which may end here
        ended = named and following is not None and not following.capital
        missing = token.text not in known or (
            following is not None and paired and not ended and (token.text, following.text) not in pairs
        )
        if missing:
            words = f"{token.text} {following.text}" if following else token.text
            yield Refusal(Rule.NAME, words, "this name is not in the cited text")


def office_refusals(said: Reading, everything: Reading) -> Iterator[Refusal]:
    """The minister of another ministry, or of one that the text names without its minister."""
    its = f" {' '.join(token.text for token in everything.tokens)} "
    words = [token.text for token in said.tokens] if " bộ trưởng các bộ " not in its else []
    for at in range(len(words)):
        name = " ".join(words[at : at + _MINISTER])
        if name.startswith("bộ trưởng bộ ") and f" {name} " not in its:
            yield Refusal(Rule.NAME, name, "the cited text does not name this minister")


def _begins(said: Reading, at: int) -> bool:
    before = said.text[: said.tokens[at].start].rstrip("\"“'(*- ")
    return not before or before[-1] in ".:;?!\n"


def opposite_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """Of words that exclude each other, one that the text does not have."""
    mine, its = _words(said), _words(cited)
    for group in OPPOSITES:
        have, there = _found(group, mine), _found(group, its)
        for phrase in sorted(have - there):
            yield Refusal(Rule.NAME, phrase, "the cited text does not say this, or says the opposite")


def _words(reading: Reading) -> str:
    return f" {' '.join(token.text for token in reading.tokens)} "


def _found(group: tuple[str, ...], words: str) -> set[str]:
    """Phrases of the group in a text; a longer one hides a shorter one inside it."""
    found = set()
    for phrase in sorted(group, key=len, reverse=True):
        if f" {phrase} " in words:
            found.add(phrase)
            words = words.replace(f" {phrase} ", " \0 ")
    return found


def words_of(said: Reading, quantity: Quantity) -> str:
    """The words of a quantity as they stand in the sentence."""
    first = said.tokens[quantity.at]
    last = said.tokens[min(quantity.end, len(said.tokens)) - 1]
    return said.text[first.start : last.end]
