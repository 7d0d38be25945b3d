"""Amending sentences: "Sửa đổi, bổ sung khoản 3 Điều 12 như sau: “…”", "Thay thế cụm từ “A” bằng cụm từ “B” tại …".

The items of an amending law lean on the lines above them ("Điều 1. Sửa đổi, bổ sung một số điều của Luật A" –
"2. Sửa đổi, bổ sung Điều 5 như sau" – "a) Sửa đổi khoản 1"): each line says what it changes, the lines above in
what. Text inside quotation marks is the new law, not a sentence of this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from congvu.legal.mentions import find_mentions
from congvu.legal.reference_types import LEVELS, LegalReference, format_reference
from congvu.legal.references import parse_references
from congvu.legal.relation_types import FoundRelation, RelationKind, TextName
from congvu.legal.source import Source
from congvu.legal.titles import is_capitals

_MARK = r"(?P<mark>Điều \d+[a-z]?\.?|\d{1,3}[a-zđ]?\.|[a-zđ]\d?\)|[-+–])?\s*"
_VERB = (
    r"(?P<verb>Sửa đổi,? (?:và )?bổ sung|Bổ sung,? (?:và )?sửa đổi|Sửa đổi|Bổ sung|Thay thế|Thay|Bãi bỏ|Bỏ|"
    r"Đính chính)"
)
_ACTIVE = re.compile(
    rf"^\s*(?:(?:Chương|Mục) [^\n.]{{1,80}}? (?=Điều \d))?{_MARK}(?:[^.:;“\"]{{0,60}}[.:] )?{_VERB}(?!\w)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"^\s*{_MARK}(?:Các |Tên )?(?=(?:điều|khoản|điểm|mục|chương|phần|phụ lục) [\da-zđIVXL])"
    r"[^.:;“\"]{1,300}? (?:được|bị) (?P<verb>sửa đổi,? bổ sung|bổ sung,? sửa đổi|sửa đổi|bổ sung|thay thế|bãi bỏ)"
    r"(?= như sau| bằng|[.;:]|\s*$)",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"^\s*(?:(?:(?:Chương|Mục) [^\n.]{1,80}? )?(?P<article>Điều \d+[a-z]?)(?=[.:\s])|"
    r"(?P<clause>\d{1,3}[a-zđ]?)\.\s|(?P<point>[a-zđ]\d?)\)\s)")
_SINCE_AMENDED = re.compile(r",? ?\(?(?:đã )?(?:đ|d)ược (?:sửa đổi|bổ sung)[^;:]*?(?= như sau|[;:]|$)")
_INTO = re.compile(r"(?<= )(?:vào|sau)(?: (?:vào|trước|sau|ngay sau))?(?= )")
_POINTS = re.compile(
    r"bổ sung (?:các |thêm )?điểm (?P<letters>[a-zđ]\d?(?:(?:, | và )[a-zđ]\d?){0,8}) vào", re.IGNORECASE
)
_HINTS = ("sửa đổi", "bổ sung", "thay", "bãi bỏ", "bỏ ", "đính chính")
_SOME_OF = re.compile(r"một số (?:điều|khoản|điểm|nội dung|cụm từ|mục)", re.IGNORECASE)
_PHRASES = re.compile(
    r"(?:cụm )?từ(?: ngữ)?:? [“\"](?P<old>[^”\"\n]{1,400})[”\"]"
    r"(?:[^“”\"\n]{0,200}?(?:bằng|thành) (?:các )?(?:cụm )?từ(?: ngữ)?:? [“\"](?P<new>[^”\"\n]{1,400})[”\"])?"
)
_FOLLOWS = re.compile(r"\s{0,40}")
PIECE = re.compile(r"(?<!\w)(?:đoạn|câu|ý|gạch đầu dòng|tên)(?: \w{1,8}){0,4},? $")
"""Before a reference: only a piece of the unit is meant ("đoạn 2 khoản 1 Điều 27")."""

_KINDS = {"bãi bỏ": RelationKind.REPEALS, "bỏ": RelationKind.REPEALS, "đính chính": RelationKind.CORRECTS}
_CONTEXT_LEVELS = ("clause", "article", "section", "chapter", "annex")


@dataclass(frozen=True)
class _Context:
    """What the lines above a line speak of: a document, and a unit of it."""

    document: LegalReference | None = None
    unit: LegalReference | None = None


def find_amendments(
    text: str, plain: str, quotations: Sequence[tuple[int, int]], title_names: LegalReference | None = None
) -> Iterator[FoundRelation]:
    """Every change to a unit of another text; `plain` is the text with its quotations blanked, at the same places.

    `title_names` is the document that the text's own title says it amends: what its items speak of where no line
    above names another. A change in no known document or unit is left out.
    """
    closes = dict(quotations)
    above: dict[int, _Context] = {}
    at = 0
    for line in plain.split("\n"):
        marked = _MARKED.match(line)
        depth = max(above, default=1) if marked is None else 1 if marked["article"] else 2 if marked["clause"] else 3
        if marked is not None:
            above = {level: context for level, context in above.items() if level < depth}
        said = (_ACTIVE.match(line) or _PASSIVE.match(line)) if _may_amend(line) else None
        if said is not None:
            context = _above(above, title_names)
            read = _Line(text, line, at, said, context, closes)
            above[depth] = read.context
            yield from read.relations()
        at += len(line) + 1


def _may_amend(line: str) -> bool:
    """Whether a line is worth a closer look: most lines of a law are not."""
    if not 8 < len(line) < 3000 or is_capitals(line):
        return False  # a title in capitals is read from the first page
    words = line.lower()
    return any(hint in words for hint in _HINTS)


def _above(above: dict[int, _Context], title_names: LegalReference | None) -> _Context:
    document, unit = title_names, None
    for level in sorted(above):
        if above[level].document is not None and above[level].document != document:
            document, unit = above[level].document, None
        unit = above[level].unit or unit
    return _Context(document, unit)


def document_of(reference: LegalReference) -> LegalReference | None:
    """The reference without its unit, where it names a document so that it can be found."""
    if not (reference.document_symbol or reference.document_name):
        return None
    return LegalReference(
        document_symbol=reference.document_symbol, document_name=reference.document_name, year=reference.year
    )


def text_name(reference: LegalReference) -> TextName:
    """The document of a reference as relations name it; its name carries the year where one was said."""
    return TextName(reference.document_symbol, reference.document_name)


class _Line:
    """One amending line: what it changes, what it tells the lines below."""

    def __init__(
        self, text: str, line: str, at: int, said: re.Match[str], context: _Context, closes: dict[int, int]
    ) -> None:
        self.text, self.line, self.at, self.closes = text, line, at, closes
        self.written = text[at : at + len(line)]
        self.verb = " ".join(said["verb"].lower().replace(",", "").split())
        self.phrase = _PHRASES.search(self.written)
        plain = _SINCE_AMENDED.sub(lambda m: " " * len(m[0]), line)
        marked = _MARKED.match(plain)
        # The number of the line itself is no reference, nor is what stands before an active verb.
        begin = said.start("verb") if said.re is _ACTIVE else marked.end() if marked else 0
        plain = " " * begin + plain[begin:]
        references = [r for r in parse_references(plain) if not r.relative]
        named = [d for d in (document_of(r) for r in references) if d is not None]
        if not named:
            named = [d for d in (_mention(plain),) if d is not None]
        self.documents = list(dict.fromkeys(named))
        self.document: LegalReference | None = context.document
        if self.documents:
            self.document = self.documents[0] if len(self.documents) == 1 else None
        self.references = [r for r in references if r.names_unit]
        self.inherited = context.unit if not self.documents or self.documents == [context.document] else None

    @property
    def context(self) -> _Context:
        """What the lines below lean on."""
        units = [self._full(r) for r in self.references[:1]]
        return _Context(self.document, units[0] if units else self.inherited)

    def relations(self) -> Iterator[FoundRelation]:
        kind = _KINDS.get(self.verb, RelationKind.AMENDS)
        some = _SOME_OF.search(self.line)
        if not self.references and not _POINTS.search(self.line):
            if some and self.documents and self.verb not in {"bãi bỏ", "bỏ"}:
                for document in self.documents:
                    yield self._found(RelationKind.AMENDS, document, "", 0.95)
            return
        if some and not self.phrase:
            return
        wanted = self.references
        into = _INTO.search(self.line)
        inserted = self.verb == "bổ sung" and into is not None
        if inserted and into is not None:
            place = [r for r in wanted if r.start >= into.end()]
            wanted = [r for r in wanted if r.start < into.start()] or _new_points(self.line)
            wanted = [_within(r, place[0]) if place else r for r in wanted]
        for reference in wanted:
            full = self._full(reference)
            own = document_of(reference)
            target = self.document if own is None else own
            if target is None or not _is_placed(full):
                continue
            piece = PIECE.search(self.line, 0, reference.start) is not None
            yield self._found(
                RelationKind.AMENDS if self.phrase or piece else kind,
                target,
                format_reference(_bare(full)),
                0.95,
                piece=piece,
            )

    def _full(self, reference: LegalReference) -> LegalReference:
        return _within(reference, self.inherited) if self.inherited is not None else reference

    def _found(
        self, kind: RelationKind, document: LegalReference, part: str, confidence: float, *, piece: bool = False
    ) -> FoundRelation:
        start = self.at + len(self.line) - len(self.line.lstrip())
        quote = self.written.strip()
        phrase = self.phrase
        return FoundRelation(
            kind=kind,
            start=start,
            end=start + len(quote),
            quote=quote,
            confidence=confidence if document.document_symbol or document.year else 0.7,
            affected=text_name(document),
            part=part,
            phrase=(piece or phrase is not None) and bool(part),
            old_words=" ".join(phrase["old"].split()) if phrase else "",
            new_words=" ".join((phrase["new"] or "").split()) if phrase else "",
            new_text=self._new_text() if part and not phrase and not piece and kind is RelationKind.AMENDS else None,
        )

    def _new_text(self) -> tuple[int, int] | None:
        """The quotation that follows the line, without its marks."""
        end = self.at + len(self.line)
        inside = [start for start in self.closes if self.at <= start < end]
        gap = _FOLLOWS.match(self.text, end)
        start = inside[-1] if inside else (gap.end() if gap else end)
        close = self.closes.get(start)
        return (start + 1, close - 1) if close is not None and close - start > 3 else None


def _mention(line: str) -> LegalReference | None:
    """A document that is named without any unit."""
    found = [m for m in find_mentions(Source.of(line)) if not m.relative and (m.symbol or m.name)]
    if not found:
        return None
    return LegalReference(document_symbol=found[0].symbol, document_name=found[0].name, year=found[0].year)


def _bare(reference: LegalReference) -> LegalReference:
    return LegalReference(**{level: getattr(reference, level) for level in LEVELS})


def _within(reference: LegalReference, outer: LegalReference) -> LegalReference:
    """The reference with the larger levels that it lacks from another one."""
    own = [LEVELS.index(level) for level in LEVELS if getattr(reference, level)]
    if not own or reference.article:
        return reference
    missing = {
        level: getattr(outer, level)
        for rank, level in enumerate(LEVELS)
        if rank > max(own) and level in _CONTEXT_LEVELS and getattr(outer, level)
    }
    return replace(reference, **missing)


def _new_points(line: str) -> list[LegalReference]:
    """The points of "Bổ sung điểm đ vào sau …": letters alone are no references."""
    named = _POINTS.search(line)
    letters = re.findall(r"(?<!\w)[a-zđ]\d?(?!\w)", named["letters"]) if named else []
    return [LegalReference(point=letter, start=named.start() if named else 0) for letter in letters]


def _is_placed(reference: LegalReference) -> bool:
    """Whether a unit can be found: a khoản without its Điều cannot."""
    return bool(reference.article or reference.chapter or reference.annex or reference.section or reference.part)
