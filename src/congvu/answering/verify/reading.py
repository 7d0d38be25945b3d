"""Everything that the rules need to know of one text, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from congvu.answering.verify.dates import PartDate, part_dates
from congvu.answering.verify.lexicon import ACTORS, OPPOSITES, SAME_ACTOR, SKY
from congvu.answering.verify.operators import Operator, operators
from congvu.answering.verify.quantities import Quantity, quantities
from congvu.answering.verify.tokens import Token, plain, tokens_of
from congvu.legal import LegalReference, parse_references
from congvu.text import clean

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
_ACTOR_WORDS = {tuple(phrase.split()) for phrase in ACTORS}
LEVELS = tuple(tuple(f"cấp {p}".split()) for p in "trung ương|tỉnh|huyện|xã|cao|quân khu|sơ thẩm|phúc thẩm".split("|"))
TERMS = tuple(tuple(p.split()) for p in (*SKY, *(p for group in OPPOSITES for p in group if p.startswith("không "))))
_ROOMS = frozenset({"quốc", "văn", "biên"})  # "Bộ Quốc phòng không …" is no air defence
_STATE = frozenset({"quan", "mật", "lý", "sách"})  # "cơ quan", "bí mật", "quản lý", "ngân sách nhà nước"
_LONGEST_ACTOR = {first: max(len(w) for w in _ACTOR_WORDS if w[0] == first) for first, *_words in _ACTOR_WORDS}
_TERM_BEGINS = frozenset(term[0] for term in TERMS)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the checker sees it; ``actors`` are (first token, token behind, phrase)."""

    text: str
    tokens: tuple[Token, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[PartDate, ...]
    references: tuple[LegalReference, ...]
    actors: tuple[tuple[int, int, str], ...]
    operators: tuple[Operator, ...]

    def actor_names(self) -> frozenset[str]:
        return frozenset(phrase for _start, _end, phrase in self.actors)


@lru_cache(maxsize=512)
def read(text: str) -> Reading:
    """Read a text; the same text is read once."""
    text = plain(clean(text))
    references = parse_references(text)
    # Names of laws are words like others; the numbers of units and symbols are not.
    spans = [(r.start, r.end) for r in references if r.names_unit or r.document_symbol]
    dates = tuple(d for d in part_dates(text) if not any(a < d.end and d.start < b for a, b in spans))
    dates += tuple(_years_of_names(text, references, dates))
    tokens = tokens_of(text, [*spans, *((d.start, d.end) for d in dates)])
    found = quantities(tokens)
    counted = {i for quantity in found for i in range(quantity.at, quantity.end)}
    tokens = tuple(replace(token, counted=True) if i in counted else token for i, token in enumerate(tokens))
    actors = tuple(_actors(tokens))
    held = _terms(tokens) | _bound_tokens(found) | {i for start, end, _phrase in actors for i in range(start, end)}
    return Reading(text, tokens, found, dates, references, actors, operators(tokens, held, actors))


def _years_of_names(text: str, references: Sequence[LegalReference], dates: Sequence[PartDate]) -> Iterator[PartDate]:
    """The year at the end of a law's name: "Bộ luật Dân sự 2015", which "Bộ luật Dân sự năm 2015" is as well."""
    for reference in references:
        year = _YEAR.search(text, reference.start, reference.end) if reference.document_name else None
        if year and not any(date.start <= year.start() < date.end for date in dates):
            yield PartDate(0, 0, int(year.group()), year.start(), year.end())


def _terms(tokens: tuple[Token, ...]) -> frozenset[int]:
    """Tokens of terms that hold a denial and are names: "không xác định thời hạn", "trên không"."""
    words = tuple(token.text for token in tokens)
    begins = [at for at, word in enumerate(words) if word in _TERM_BEGINS]
    return frozenset(
        i
        for at in begins
        for term in TERMS
        if words[at : at + len(term)] == term and not (term[0] == "phòng" and words[at - 1] in _ROOMS)
        for i in range(at, at + len(term))
    )


def _bound_tokens(found: tuple[Quantity, ...]) -> frozenset[int]:
    """Tokens that say the bound of a quantity: there "không quá" denies nothing."""
    return frozenset(i for quantity in found for i in range(quantity.bound_at, quantity.at))


def _level(tokens: tuple[Token, ...], at: int) -> tuple[str, ...]:
    """ "cấp tỉnh" behind a body: the same body of another level is another one."""
    words = tuple(t.text for t in tokens[at : at + 3])
    return next((level for level in LEVELS if words[: len(level)] == level), ())


def phrase(reading: Reading, operator: Operator) -> str:
    """An operator and the word behind it, as they stand in the text."""
    last = min(operator.end + 1, len(reading.tokens)) - 1
    return reading.text[reading.tokens[operator.at].start : reading.tokens[last].end]


def same_actor(one: str, other: str) -> bool:
    """Whether two phrases name the same, of the same level where both tell it."""
    return one == other or one.startswith(f"{other} cấp ") or other.startswith(f"{one} cấp ")


def _of_the_state(tokens: tuple[Token, ...], at: int, words: tuple[str, ...]) -> bool:
    """ "Cơ quan nhà nước", "cơ quan thuộc Chính phủ" is some office; the state itself does nothing there."""
    before = tokens[at - 1].text if at else ""
    return (words == ("nhà", "nước") and before in _STATE) or (words == ("chính", "phủ") and before == "thuộc")


def _actors(tokens: tuple[Token, ...]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        for size in range(min(_LONGEST_ACTOR.get(tokens[at].text, 0), len(tokens) - at), 0, -1):
            words = tuple(t.text for t in tokens[at : at + size])
            if (
                words in _ACTOR_WORDS
                and not tokens[at].counted
                and not _of_the_state(tokens, at, words)
                and not (words[0] == "bên" and at and tokens[at - 1].text == "các")  # "các bên có quyền …"
            ):
                phrase = " ".join(words)
                level = _level(tokens, at + size)
                found.append((at, at + size + len(level), " ".join((SAME_ACTOR.get(phrase, phrase), *level))))
                at += size + len(level)
                break
        else:
            at += 1
    return found
