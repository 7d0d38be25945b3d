"""Questions about force: "còn hiệu lực không?", "văn bản nào hướng dẫn Luật X?", "thay thế nghị định nào?".

They are answered from the relations between texts. What the question asks of and about whom is decided here, on its
folded words; the statements that say so become candidates like any others, and pass the one permission check.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from congvu.accounts.types import Viewer
from congvu.corpus.force_queries import clause_of, named, readable_ids, relations_of, relations_on, relations_on_symbol
from congvu.corpus.models import Document, Passage, Relation
from congvu.corpus.relations import number_key
from congvu.corpus.unit_force import is_within, unit_key
from congvu.legal import LegalReference, find_effective_date, format_reference
from congvu.legal.reference_types import LEVELS
from congvu.retrieval.naming import Named
from congvu.retrieval.types import Candidate, Query
from congvu.retrieval.understanding import subject_terms
from congvu.text import syllables

MOST = 6


class Asks(StrEnum):
    """What is asked of a text."""

    STATE = "state"
    CHANGED_BY = "changed_by"
    REPLACED_BY = "replaced_by"
    GUIDED_BY = "guided_by"
    CHANGES = "changes"
    REPLACES = "replaces"
    GUIDES = "guides"
    BASIS = "basis"


_KIND = r"(?:van ban|bo luat|luat|nghi dinh|thong tu|quyet dinh|nghi quyet|phap lenh)(?: quy pham phap luat)?"
_NAO = rf"(?:nhung |cac |mot )?{_KIND}(?: khac)? (?:nao|gi)"
_CHANGE = r"(?:sua doi|bo sung|dinh chinh|bai bo)(?: bo sung)?"
_END = r"(?:thay the|bai bo|huy bo)"
_GUIDE = r"(?:huong dan(?: thi hanh| thuc hien| chi tiet)?|quy dinh chi tiet)"
_DONE = r"(?:da |nay |hien nay )?(?:duoc |bi )"
# In this order: the first that fits decides.
_PATTERNS: tuple[tuple[Asks, str], ...] = (
    (Asks.GUIDED_BY, rf"{_NAO}(?: dang| hien)? {_GUIDE}|{_DONE}{_GUIDE} (?:boi|o|tai|trong|bang|theo) |"
                     rf"{_GUIDE}.*\bla {_NAO}|{_NAO} (?:la )?huong dan"),
    (Asks.REPLACED_BY, rf"{_NAO} (?:da |nao )?{_END}|{_DONE}{_END} (?:boi|bang)"),
    (Asks.CHANGED_BY, rf"{_NAO} (?:da )?{_CHANGE}|{_DONE}{_CHANGE}"),
    (Asks.REPLACES, rf"{_END} (?:cho )?(?:{_NAO}|nhung gi)|lam het hieu luc {_NAO}"),
    (Asks.CHANGES, rf"{_CHANGE} {_NAO}"),
    (Asks.GUIDES, rf"{_GUIDE} (?:cho )?{_NAO}"),
    (Asks.BASIS, rf"can cu (?:vao |theo )?{_NAO}"),
    (Asks.STATE, r"(?:con|het|co|mat|chua co) (?:hieu luc|gia tri)|hieu luc (?:khong|chua|den|tu|khi|the nao|ra sao)|"
                 r"con (?:duoc )?ap dung|tinh trang hieu luc|bi thay the chua"),
)  # fmt: skip
_ASKED = tuple((asks, re.compile(rf"\b(?:{pattern})")) for asks, pattern in _PATTERNS)
_ON: dict[Asks, tuple[str, ...]] = {
    Asks.STATE: (Relation.Kind.REPEALS, Relation.Kind.REPLACES, Relation.Kind.AMENDS, Relation.Kind.CORRECTS),
    Asks.CHANGED_BY: (Relation.Kind.AMENDS, Relation.Kind.CORRECTS, Relation.Kind.REPEALS, Relation.Kind.REPLACES),
    Asks.REPLACED_BY: (Relation.Kind.REPLACES, Relation.Kind.REPEALS),
    Asks.GUIDED_BY: (Relation.Kind.GUIDES,),
}
_OF: dict[Asks, tuple[str, ...]] = {
    Asks.REPLACES: (Relation.Kind.REPLACES, Relation.Kind.REPEALS),
    Asks.CHANGES: (Relation.Kind.AMENDS, Relation.Kind.CORRECTS, Relation.Kind.REPEALS, Relation.Kind.REPLACES),
    Asks.GUIDES: (Relation.Kind.GUIDES,),
    Asks.BASIS: (Relation.Kind.CITES,),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about the text that is asked about; ``passage_id`` is where it stands, ``start``/``end`` its span.

    ``other`` is the other text as this viewer may call it; ``certain`` is False until a person confirmed it.
    """

    kind: str
    whole: bool
    other: str
    other_part: str
    part: str
    on: dt.date | None
    certain: bool
    passage_id: int
    unit_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ForceFinding:
    """What the library knows of the force of a text.

    ``subject`` is its name, ``unit`` the part that is asked about ("" for all of it); ``document`` its row where the
    library holds it. ``documents`` are all that may be named (ids).
    """

    asks: Asks
    subject: str
    unit: str
    document: Document | None
    facts: tuple[Fact, ...]
    ends_on: dt.date | None
    documents: tuple[int, ...]


# What a question about force is made of, beside the name of its text; folded.
_FORCE_WORDS = frozenset(
    """van ban luat bo nghi dinh thong tu quyet phap lenh quy pham hieu luc con het co mat ap dung sua doi bo sung thay
    the bai huy huong dan thi hanh thuc hien chi tiet can cu ngay thang nam den tu khi thoi diem hien nay tinh trang gia
    tri boi bang theo nao bi duoc da chua khac ban dinh chinh la so diem khoan dieu chuong muc phu luc moi nhat phan
    dang nhung gi lam cho ra sao the tinh con sung""".split()
)
_MOST_OTHER_WORDS = 1


def is_about_the_text(query: Query, name: str) -> bool:
    """Whether a question speaks of a text as such: "Bộ luật Lao động còn hiệu lực không", not "hợp đồng lao động có
    hiệu lực khi nào theo Bộ luật Lao động". ``name`` is all by which the text may be called.
    """
    known = _FORCE_WORDS | set(syllables(name))
    spans = " ".join(reference.text for reference in query.references)
    known |= set(syllables(spans))
    left = [term for term in subject_terms(query.terms) if term not in known and not term.isdigit()]
    return len(left) <= _MOST_OTHER_WORDS


def asked_of_force(query: Query) -> Asks | None:
    """What a question asks about the force of a text, None for any other question."""
    words = " ".join(query.terms)
    return next((asks for asks, pattern in _ASKED if pattern.search(words)), None)


def find_force(viewer: Viewer, query: Query, names: Named) -> ForceFinding | None:
    """The statements that answer a question about force; None where it asks none or its text is not known at all."""
    asks = asked_of_force(query)
    if asks is None:
        return None
    reference = next((r for r in query.references if not r.relative and (r.names_document or r.names_unit)), None)
    document = names.documents[0] if names.documents else None
    symbol = reference.document_symbol if reference is not None else None
    if document is not None and symbol and document.number_key != number_key(symbol):
        # Another law of that name is not the one of this number.
        document = None
    if document is None and not symbol:
        return None
    called = f"{document.kind_name} {document.number} {document.title}" if document is not None else ""
    if not is_about_the_text(query, called):
        return None
    unit = _unit(reference)
    if document is not None:
        rows = relations_of(viewer, document) if asks in _OF else relations_on(viewer, document)
        subject = named(document, document.number, frozenset({document.pk}))
    else:
        rows = relations_on_symbol(viewer, symbol or "")
        subject = format_reference(_document(reference)) if reference is not None else ""
    kinds = _OF.get(asks) or _ON[asks]
    chosen = [row for row in rows.filter(kind__in=kinds) if _concerns(row, asks, unit)]
    if unit and asks not in _OF:
        chosen = [row for row in chosen if row.part] or chosen
    facts = _facts(viewer, sorted(chosen, key=lambda row: _order(row, kinds, query.on)), of=asks in _OF)
    if not facts and asks not in {Asks.STATE, Asks.CHANGED_BY, Asks.REPLACED_BY}:
        return None
    if not facts and document is None:
        return None
    if not facts and document is not None:
        facts = _own_words(viewer, document)
    ends = [fact.on for fact in facts if fact.certain and fact.whole and fact.on and fact.kind in _ENDING]
    ends_on = document.force_until if document is not None else min(ends, default=None)
    ids = {pk for row in chosen for pk in (row.acting_id, row.target_id) if pk}
    readable = readable_ids(viewer, chosen)
    told = tuple(sorted((ids & readable) | ({document.pk} if document else set())))
    return ForceFinding(asks, subject, unit, document, facts, ends_on, told) if facts else None


_ENDING = frozenset({Relation.Kind.REPEALS.value, Relation.Kind.REPLACES.value})
OWN_WORDS = "own"
"""The kind of a fact in which a text says itself from when it is in force."""


def _unit(reference: LegalReference | None) -> str:
    if reference is None or not reference.names_unit:
        return ""
    return format_reference(LegalReference(**{level: getattr(reference, level) for level in LEVELS}))


def _document(reference: LegalReference) -> LegalReference:
    return LegalReference(
        document_symbol=reference.document_symbol,
        document_name=reference.document_name,
        document_kind=reference.document_kind,
    )


def _concerns(row: Relation, asks: Asks, unit: str) -> bool:
    if unit and asks not in _OF:
        part, key = unit_key(row.part), unit_key(unit)
        return not row.part or is_within(part, key) or is_within(key, part)
    return True


def _order(row: Relation, kinds: Sequence[str], on: dt.date) -> tuple[object, ...]:
    """Whole ends first, then what is certain, then the newest; what is not yet in effect comes after what is."""
    day = row.takes_effect or dt.date.min
    return (
        not (row.whole and row.kind in _ENDING and not row.part),
        not row.counts,
        day > on,
        kinds.index(row.kind) if row.kind in kinds else 9,
        -day.toordinal(),
        row.pk,
    )


def _facts(viewer: Viewer, rows: Sequence[Relation], *, of: bool) -> tuple[Fact, ...]:
    """At most ``MOST`` facts, one for each other text and provision."""
    readable = readable_ids(viewer, rows)
    facts: list[Fact] = []
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        other = (
            named(row.target, row.target_number, readable) if of else named(row.acting, row.acting_number, readable)
        )
        once = (row.kind, other, row.part)
        if once in seen:
            continue
        place = _place(viewer, row)
        if place is None:
            continue
        seen.add(once)
        facts.append(
            Fact(
                row.kind,
                row.whole,
                other,
                row.acting_part,
                row.part,
                row.takes_effect,
                row.counts,
                place[0],
                place[1],
                row.start,
                row.end,
            )
        )
        if len(facts) == MOST:
            break
    return tuple(facts)


def _place(viewer: Viewer, row: Relation) -> tuple[int, int] | None:
    """The passage and the unit that hold a statement."""
    passage = (
        Passage.objects.visible_to(viewer)
        .filter(version=row.version_id, start__lte=row.start, end__gt=row.start)
        .order_by("-ordinal")
        .first()
    )
    unit = clause_of(row)
    return (passage.pk, unit.pk) if passage is not None and unit is not None else None


def _own_words(viewer: Viewer, document: Document) -> tuple[Fact, ...]:
    """Where a text says itself from when it is in force."""
    passages = Passage.objects.visible_to(viewer).filter(version=document.current_id, text__contains="hiệu lực")
    for passage in passages.order_by("-ordinal")[:12]:
        on = find_effective_date(passage.text, document.issued_on)
        if on is not None:
            at = passage.text.find("hiệu lực")
            return (
                Fact(
                    OWN_WORDS, False, "", "", "", on, True,
                    passage.pk, passage.unit_id, passage.start + at, passage.start + at + 1,
                ),
            )  # fmt: skip
    return ()


def force_candidates(finding: ForceFinding | None) -> Iterable[Candidate]:
    """The statements as candidates, in the order in which they answer."""
    facts = finding.facts if finding is not None else ()
    return [Candidate(fact.passage_id, score=1.0, structural=True, unit_id=fact.unit_id) for fact in facts]
