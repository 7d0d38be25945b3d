"""The grammar of legal references: which levels and which document belong together, in any order, in lists and ranges.

Vietnamese cites from small to large ("điểm b khoản 1 Điều 113 Bộ luật Lao động"); people also write from large to
small ("BLLĐ điều 113 khoản 1"). Items that stand close enough form a group; a group is split into paths, one for each
reference; a path takes the larger levels it lacks from its neighbours.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from congvu.legal.mentions import Mention, find_mentions
from congvu.legal.reference_types import LEVELS, POINT_LETTERS, LegalReference, format_reference
from congvu.legal.reference_units import Item, find_items
from congvu.legal.source import Source

__all__ = ["LegalReference", "format_reference", "parse_reference", "parse_references"]

_RANK = {level: rank for rank, level in enumerate(LEVELS)}
_DOCUMENT = len(LEVELS)
_LONGEST_GAP = 34
_LONGEST_RANGE = 100
# A text of nothing but ranges must not grow into millions of references.
_MOST_FROM_RANGES = 5_000

_OF = r"(?:(?:quy dinh |duoc quy dinh |ban hanh )?(?:cua|tai|trong|theo|thuoc|o|kem theo))"
_PLURAL = r"(?:(?:cac|tu)\s)?"
_JOIN = re.compile(rf"[\s*_]{{0,4}}\(?(?:{_OF}\s)?{_PLURAL}")
_COMMA = re.compile(rf"[\s*_]{{0,3}}[,:(]\s?(?:{_OF}\s)?{_PLURAL}")
_AND = re.compile(rf"\s{{0,2}}[,;]?\s{{0,2}}(?:va|hoac|hay|cung|;|&)\s{{0,2}}(?:tai\s)?{_PLURAL}")
_RANGE = re.compile(r"\s{0,2}(?:den|toi|[-–])\s{0,2}(?:het\s)?")
_HEADING_AFTER = re.compile(r"[ ]{0,2}[.:]")


@dataclass
class _Path:
    """The levels of one reference while it is put together; values None where the level is "this one"."""

    levels: dict[int, str | None] = field(default_factory=dict)
    mention: Mention | None = None
    items: list[Item | Mention] = field(default_factory=list)
    from_range: bool = False
    descending: bool = False

    @property
    def ranks(self) -> list[int]:
        return [*self.levels, _DOCUMENT] if self.mention else list(self.levels)

    def add(self, item: Item | Mention) -> None:
        self.items.append(item)
        if isinstance(item, Mention):
            self.mention = item
        else:
            self.levels[_RANK[item.level]] = item.value

    def inherit(self, other: _Path, above: int) -> None:
        """Take from another path the levels above a rank that this one lacks."""
        if any(value is None for value in self.levels.values()):
            return
        for rank, value in other.levels.items():
            if rank > above:
                self.levels.setdefault(rank, value)
        self.mention = self.mention or other.mention


def parse_references(text: str) -> tuple[LegalReference, ...]:
    """Every reference in a text, in order of place; lists and ranges give one each. Never raises.

    Takes time in proportion to the length of the text.
    """
    source = Source.of(text)
    mentions = find_mentions(source)
    items = find_items(source, [(mention.start, mention.end) for mention in mentions])
    everything: list[Item | Mention] = sorted([*mentions, *items], key=lambda item: item.start)
    found: list[LegalReference] = []
    left = _MOST_FROM_RANGES
    for group in _groups(source, everything):
        paths = _paths(source, group)
        _share(paths)
        references = list(_references(source, paths, left))
        left -= max(0, len(references) - len(paths))
        found += references
    return tuple(found)


def parse_reference(text: str) -> LegalReference | None:
    """The reference of a text that has exactly one; otherwise None."""
    found = parse_references(text)
    return found[0] if len(found) == 1 else None


def _rank(item: Item | Mention) -> int:
    return _DOCUMENT if isinstance(item, Mention) else _RANK[item.level]


def _gap(source: Source, left: Item | Mention, right: Item | Mention) -> str | None:
    """How two neighbours are joined: "join", "comma", "and", "range", or None if they are apart."""
    if right.start - left.end > _LONGEST_GAP:
        return None
    words = source.folded[left.end : right.start]
    if "\n" in words and isinstance(right, Item) and _HEADING_AFTER.match(source.folded, right.end):
        return None
    for name, pattern in (("join", _JOIN), ("comma", _COMMA), ("and", _AND), ("range", _RANGE)):
        if pattern.fullmatch(words):
            return name
    return None


def _groups(source: Source, items: list[Item | Mention]) -> Iterator[list[Item | Mention]]:
    group: list[Item | Mention] = []
    for item in items:
        if group and _gap(source, group[-1], item) is None:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _paths(source: Source, group: list[Item | Mention]) -> list[_Path]:
    paths = [_Path()]
    for index, item in enumerate(group):
        current = paths[-1]
        if not current.items:
            current.add(item)
            continue
        gap = _gap(source, current.items[-1], item)
        if _belongs(source, group, index, current, gap):
            current.descending = current.descending or _rank(item) < _rank(current.items[-1])
            current.add(item)
        else:
            paths.append(_Path(from_range=gap == "range"))
            paths[-1].add(item)
    return paths


def _belongs(source: Source, group: list[Item | Mention], index: int, path: _Path, gap: str | None) -> bool:
    """Whether the item continues the path, rather than beginning the next of a list."""
    rank, last = _rank(group[index]), _rank(path.items[-1])
    if gap in {"and", "range"} or rank in path.ranks or (path.mention and path.mention.relative):
        return False
    if path.descending:
        return rank < min(path.ranks) or rank == _DOCUMENT
    if rank > max(path.ranks):
        return True
    if rank > last or len(path.items) > 1:
        return False
    return not _rises_to(source, group, index, last)


def _rises_to(source: Source, group: list[Item | Mention], index: int, rank: int) -> bool:
    """Whether the items from `index` on climb to a level again ("Điều 5, khoản 1 Điều 7": khoản 1 is of Điều 7)."""
    highest = _rank(group[index])
    for left, right in itertools.pairwise(group[index : index + 6]):
        # Of a list, the last member carries the larger levels; a member of the same rank goes on with the list.
        if _rank(right) < highest or _gap(source, left, right) is None:
            return False
        highest = _rank(right)
        if highest == rank:
            return True
        if highest > rank:
            return False
    return False


def _share(paths: list[_Path]) -> None:
    """Give each member of a list the larger levels that its neighbours name."""
    for left, right in zip(reversed(paths[:-1]), reversed(paths[1:]), strict=True):
        top = max(left.ranks)
        if top < _DOCUMENT and not right.descending and _leads(right) != _DOCUMENT:
            if min(right.ranks) <= top:
                left.inherit(right, top)
            elif right.mention and not left.mention:
                left.inherit(_Path(mention=right.mention), top)
    for left, right in itertools.pairwise(paths):
        top = max(right.ranks)
        if top < _DOCUMENT and (left.descending or _leads(left) == _DOCUMENT) and top in left.levels:
            right.inherit(left, top)
            right.descending = True


def _leads(path: _Path) -> int:
    return _rank(path.items[0])


def _references(source: Source, paths: list[_Path], left: int) -> Iterator[LegalReference]:
    """The references of a group's paths, with the members of ranges while at most `left` of them are made."""
    previous: LegalReference | None = None
    for path in paths:
        if not _is_sound(path):
            previous = None
            continue
        reference = _build(source, path)
        if previous is not None and path.from_range:
            between = list(itertools.islice(_between(source, previous, reference), max(0, left)))
            left -= len(between)
            yield from between
        yield reference
        previous = reference


def _is_sound(path: _Path) -> bool:
    """A path of weak items needs an article or a document: "thoi diem a, tai khoan 2" has neither."""
    if path.mention is not None:
        return not (path.mention.relative and len(path.items) == 1 and _is_casual(path.mention))
    if any(isinstance(item, Item) and not item.weak for item in path.items):
        return True
    return len(path.levels) > 1 and max(path.levels) >= _RANK["article"]


def _is_casual(mention: Mention) -> bool:
    """ "Báo cáo này", "hợp đồng này" alone are plain prose."""
    return mention.kind not in {"HP", "BL", "L", "PL", "NĐ", "TT", "TTLT", "NQ", "QĐ", "CT", "QC", "QyĐ"}


def _build(source: Source, path: _Path) -> LegalReference:
    start = source.start(min(item.start for item in path.items))
    end = source.end(max(item.end for item in path.items))
    this = next((rank for rank, value in path.levels.items() if value is None), None)
    values = {LEVELS[rank]: value for rank, value in path.levels.items() if value is not None}
    mention = path.mention or Mention(0, 0)
    relative_level = "document" if mention.relative else LEVELS[this] if this is not None else None
    return LegalReference(
        **values,
        document_symbol=mention.symbol,
        document_number=mention.number,
        document_name=mention.name,
        document_kind=mention.kind,
        year=mention.year,
        relative=relative_level is not None,
        relative_level=relative_level,
        start=start,
        end=end,
        text=source.text[start:end],
    )


def _between(source: Source, first: LegalReference, last: LegalReference) -> Iterator[LegalReference]:
    """The members of "từ Điều 3 đến Điều 6" between its ends."""
    level = next((level for level in LEVELS if getattr(last, level)), LEVELS[0])
    low, high = getattr(first, level), getattr(last, level)
    if not low or not high:
        return
    if low.isdigit() and high.isdigit() and int(high) - int(low) <= _LONGEST_RANGE:
        values = [str(number) for number in range(int(low) + 1, int(high))]
    elif level == "point" and low in POINT_LETTERS and high in POINT_LETTERS:
        values = list(POINT_LETTERS[POINT_LETTERS.index(low) + 1 : POINT_LETTERS.index(high)])
    else:
        return
    start, end = first.start, last.end
    for value in values:
        member = {level: value}
        yield replace(last, start=start, end=end, text=source.text[start:end], **member)  # type: ignore[arg-type]  # a level holds text
