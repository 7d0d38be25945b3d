"""All that a text says of other texts, and that notes in it say of itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from congvu.legal.amendments import document_of, find_amendments, text_name
from congvu.legal.inline_notes import find_notes
from congvu.legal.kinds import KINDS
from congvu.legal.law_keys import law_year
from congvu.legal.reference_types import LEVELS, LegalReference, format_reference
from congvu.legal.references import parse_references
from congvu.legal.relation_types import SURE, FoundRelation, RelationKind, TextName
from congvu.legal.structure_types import StructuredText
from congvu.legal.symbols import symbol_key
from congvu.legal.validity import THIS, Repeal, find_repeals, quotations, without_quotations
from congvu.text import find_dates

_NAMES = "|".join(sorted((re.escape(kind.name) for kind in KINDS), key=len, reverse=True))
_REPLACING = re.compile(r"thay thế(?! (?:các )?(?:cụm )?từ)", re.IGNORECASE)
_AMENDING_TITLE = re.compile(r"sửa đổi|bổ sung|bãi bỏ|đính chính", re.IGNORECASE)
_GUIDING = re.compile(
    r"(?:quy định chi tiết|hướng dẫn(?: chi tiết)?(?: việc)?(?: thi hành| thực hiện| áp dụng)?|"
    r"quy định (?:về )?(?:việc )?thi hành)"
    r"(?!\w)",
    re.IGNORECASE,
)
_SCOPE = re.compile(rf"(?:{THIS}|(?:Quy chế|Quy định) này) (?:quy định|hướng dẫn)[^\n]{{0,1500}}")
_BASIS = re.compile(r"^\s*Căn cứ (?:vào )?(?P<what>[^\n;]{3,400})", re.MULTILINE)
_CONSOLIDATED = re.compile(
    rf"^(?P<base>(?:{_NAMES})(?! này)[^\n;]{{3,300}}?),? có hiệu lực[^\n]{{0,120}}?,? "
    r"được sửa đổi,? bổ sung (?:một số điều )?(?:bởi|theo)\s*:?",
    re.MULTILINE,
)
_LISTED = re.compile(rf"\s*(?:\d{{1,2}}[.)]|[a-zđ]\)|[-–])?\s*(?P<name>(?:{_NAMES})(?! này)[^\n]{{3,400}})\n?")
_HEAD = 6_000
_MOST_CITED = 200


def find_relations(
    text: str, structure: StructuredText, *, title: str = "", kind: str = "", issued_on: dt.date | None = None
) -> tuple[FoundRelation, ...]:
    """Every relation that a text states, in order of place. Never raises; time grows with the length of the text.

    `structure` is that of the same text, `title` and `kind` (a code of `KINDS`) what its first page says, `issued_on`
    dates what holds "từ ngày ký". A relation to the text itself is left out; one to a text that is only named without
    a year has little confidence. What a sentence merely cites counts once for each text, with the first place.
    """
    plain = without_quotations(text)
    found = [_of_repeal(text, repeal) for repeal in find_repeals(text, issued_on)]
    found += find_amendments(text, plain, quotations(text), _titled(title))
    found += find_notes(text, structure)
    found += _guides(plain, text, title)
    if kind == "VBHN":
        found += _consolidates(text)
    kept = _once(found)
    kept += _cites(text, {name for relation in kept for name in _keys(relation)})
    return tuple(sorted(kept, key=lambda relation: (relation.start, relation.end, relation.part)))


def _of_repeal(text: str, repeal: Repeal) -> FoundRelation:
    before = text[text.rfind("\n", 0, repeal.start) + 1 : repeal.start]
    replaces = repeal.part is None and _REPLACING.search(before) is not None
    name, sure = repeal.name, 0.95 if repeal.symbol else 0.7
    if repeal.symbol is None and name and not law_year(name) and (day := _day_beside(repeal.quote)):
        name, sure = f"{name} {day.year}", SURE
    return FoundRelation(
        kind=RelationKind.REPLACES if replaces else RelationKind.REPEALS,
        start=repeal.start,
        end=repeal.end,
        quote=repeal.quote,
        confidence=sure,
        affected=TextName(repeal.symbol, name),
        part=repeal.part or "",
        whole=repeal.whole,
        effective_on=repeal.effective_on,
    )


def _day_beside(quote: str) -> dt.date | None:
    """The day that tells one law of a name from another ("Luật thương mại ngày 10 tháng 5 năm 1997")."""
    days = find_dates(quote)
    return days[0][0] if len(days) == 1 else None


def _titled(title: str) -> LegalReference | None:
    """The one document that an amending title names."""
    if not _AMENDING_TITLE.search(title):
        return None
    tail = re.split(r"(?<!\w)(?:của|sửa đổi|bổ sung)(?!\w)", title)[-1]
    named = list(dict.fromkeys(d for d in map(document_of, parse_references(tail)) if d is not None))
    return named[0] if len(named) == 1 else None


def _guides(plain: str, text: str, title: str) -> Iterator[FoundRelation]:
    """From the title, where it stands on the first page, and from the article on scope."""
    head = plain[:_HEAD]
    for match in _SCOPE.finditer(head):
        yield from _guided(text, match.start(), match[0], 0.93)
    guiding = _GUIDING.search(title)
    if guiding is None:
        return
    at = _place_of(head, title[guiding.start() :])
    yield from _guided(text, at[0], title[guiding.start() :], 0.95, at)


def _guided(
    text: str, at: int, words: str, confidence: float, span: tuple[int, int] | None = None
) -> Iterator[FoundRelation]:
    guiding = _GUIDING.search(words)
    if guiding is None:
        return
    start, end = span or (at, at + len(words.rstrip()))
    for reference in parse_references(words[guiding.end() :]):
        document = document_of(reference)
        if document is None or reference.relative:
            continue
        unit = LegalReference(**{level: getattr(reference, level) for level in LEVELS})
        sure = confidence if document.document_symbol or document.year else 0.7
        yield FoundRelation(
            kind=RelationKind.GUIDES,
            start=start,
            end=end,
            quote=text[start:end],
            confidence=sure,
            affected=text_name(document),
            part=format_reference(unit),
        )


def _place_of(head: str, words: str) -> tuple[int, int]:
    """Where words of the title stand on the first page, whatever their case and line breaks; its beginning if not."""
    pattern = r"\s+".join(re.escape(word) for word in words.split()[:12])
    match = re.search(pattern, head, re.IGNORECASE) if pattern else None
    return match.span() if match else (0, min(len(head), 200))


def _consolidates(text: str) -> Iterator[FoundRelation]:
    """A consolidated text names the text that it consolidates, and those that amended it."""
    base = _CONSOLIDATED.search(text, 0, 20_000)
    if base is None:
        return
    name = _first_document(base["base"])
    if name is None:
        return
    yield FoundRelation(
        RelationKind.CONSOLIDATES, base.start(), base.end(), base[0], 0.95, affected=text_name(name)
    )
    at = base.end()
    while item := _LISTED.match(text, at):
        amending = _first_document(item["name"])
        if amending is None:
            break
        yield FoundRelation(
            RelationKind.AMENDS,
            item.start("name"),
            item.end("name"),
            item["name"],
            0.95,
            acting=text_name(amending),
            affected=text_name(name),
        )
        at = item.end()


def _first_document(words: str) -> LegalReference | None:
    return next((d for d in map(document_of, parse_references(words)) if d is not None), None)


def _cites(text: str, known: set[str]) -> Iterator[FoundRelation]:
    """The legal basis of a text: what its "Căn cứ" lines name."""
    for basis in [*_BASIS.finditer(text, 0, 4 * _HEAD)][:_MOST_CITED]:
        for reference in parse_references(basis["what"]):
            document = document_of(reference)
            if document is None:
                continue
            name = text_name(document)
            if _key(name) in known:
                continue
            known.add(_key(name))
            yield FoundRelation(
                RelationKind.CITES,
                basis.start("what"),
                basis.end("what"),
                basis["what"],
                0.99 if name.symbol else 0.8,
                affected=name,
            )


def _once(found: list[FoundRelation]) -> list[FoundRelation]:
    """Without doubles: what two rules read of one unit, and a change of a whole text beside that of its units."""
    kept: dict[tuple[object, ...], FoundRelation] = {}
    for relation in found:
        key = (
            relation.kind,
            relation.part,
            _key(relation.affected),
            _key(relation.acting),
            relation.acting_part,
            relation.effective_on if relation.acting else None,
            relation.old_words,
            # Notes are repeated in a text at each place they concern.
            relation.start if relation.acting else None,
        )
        earlier = kept.get(key)
        if earlier is None or relation.confidence > earlier.confidence:
            kept[key] = replace(relation)
    return list(kept.values())


def _keys(relation: FoundRelation) -> list[str]:
    return [_key(name) for name in (relation.acting, relation.affected) if name is not None]


def _key(name: TextName | None) -> str:
    if name is None:
        return ""
    return symbol_key(name.symbol) if name.symbol else (name.name or "").lower()
