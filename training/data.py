"""The articles that are learnt from, the ones that must not be, and which articles are easily confused.

``articles`` reads the corpus and the procedures; ``pool`` leaves out every document that evaluation questions are
about, by its number, and by content whatever nearly equals an article of one, since the same law stands in several
collections. ``neighbours`` finds for each article those that BM25 takes for it.
"""

from __future__ import annotations

import gzip
import itertools
import json
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from congvu.text import fold, sentences
from congvu.text import syllables as split_syllables

CHUNK = 64
"""Syllables of a stretch of text that is learnt from, about 80 tokens: cost grows with length."""
SAME = 0.5
"""Share of five-syllable runs in common from which two articles count as the same text."""
SPOILT = 0.2
"""Share of such articles from which a whole document is left out."""
_RUN = 5
_NOTE = re.compile(
    r"\[[^\[\]]{15,}\]|^(?:Mục|Chương|Phần|Tiểu mục) [\dIVXLA-Z]+[. :].*$|^[A-ZĐÀ-Ỹ ,.;]+$", re.MULTILINE
)
"""Editors' notes of amendment, and headings of the next chapter that collections leave at the end of an article."""
_NUMBER = re.compile(r"^(Điều \d+[a-zđ]*)\.?\s*")
_SECTIONS = {
    "trình_tự_thực_hiện": "trình tự thực hiện",
    "cách_thức_thực_hiện": "cách thức thực hiện",
    "thành_phần_hồ_sơ": "thành phần hồ sơ",
    "yêu_cầu_điều_kiện_thực_hiện": "yêu cầu, điều kiện",
    "kết_quả_thực_hiện": "kết quả",
}


@dataclass(frozen=True, slots=True)
class Article:
    """An article or a section of a procedure; ``heading`` without its number, ``chunks`` its text in stretches."""

    document: str
    label: str
    heading: str
    chunks: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.chunks)


def articles(data: Path) -> list[Article]:
    """All articles of the corpus with a body, and the sections of the procedures."""
    found = []
    with gzip.open(data / "zalo-subset/corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            label, heading = headed(row["title"])
            chunks = tuple(_chunks(row["text"]))
            if chunks and 2 < len(heading) < 300:
                found.append(Article(row["law_id"], label, heading, chunks))
    return found + list(_procedures(data / "procedures/procedures-207.tar.gz"))


def headed(title: str) -> tuple[str, str]:
    """ "Điều 5. Giải thích từ ngữ" in its two parts; the first is empty where there is no number."""
    number = _NUMBER.match(title)
    return (number[1], title[number.end() :].strip()) if number else ("", title.strip())


def _procedures(path: Path) -> Iterator[Article]:
    with tarfile.open(path) as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member) if member.name.endswith(".json") else None
            if file is None:
                continue
            row = json.load(file)
            name = str(row["metadata"].get("tên_thủ_tục", "")).strip().rstrip(".")
            for key, words in _SECTIONS.items():
                text = row["content"].get(key, "")
                chunks = tuple(_chunks(text)) if isinstance(text, str) and len(text) > 80 else ()
                if chunks and name:
                    yield Article(f"procedure {row['thu_tuc_id']}", words.capitalize(), name, chunks)


def _chunks(text: str) -> Iterator[str]:
    """Stretches of whole lines, or of sentences where a line is long, of up to ``CHUNK`` syllables."""
    current: list[str] = []
    size = 0
    for line in _NOTE.sub("", text).splitlines():
        for piece in [line] if len(line.split()) <= CHUNK else [line[a:b] for a, b in sentences(line)]:
            words = piece.split()[: CHUNK * 2]
            if not words:
                continue
            if current and size + len(words) > CHUNK:
                yield "\n".join(current)
                current, size = [], 0
            current.append(" ".join(words))
            size += len(words)
    if current:
        yield "\n".join(current)


def evaluation_texts(data: Path) -> tuple[set[str], list[str]]:
    """Numbers of the documents that questions of the Zalo subset are about, and the texts of ALQAC's articles."""
    with (data / "zalo-subset/queries.jsonl").open(encoding="utf-8") as lines:
        gold = {key.rsplit("+", 1)[0] for line in lines for key in json.loads(line)["relevant"]}
    laws = json.loads((data / "alqac/law.json").read_text("utf-8"))
    return gold, [a["text"] for law in laws for a in law["articles"] if isinstance(a, dict)]


def pool(every: Sequence[Article], gold: set[str], alqac: Sequence[str]) -> list[Article]:
    """The articles that may be learnt from."""
    forbidden = defaultdict(set)
    texts = [*alqac, *(f"{a.heading}\n{a.text}" for a in every if a.document in gold)]
    for number, text in enumerate(texts):
        for run in _runs(text):
            forbidden[run].add(number)
    spoilt, total = Counter[str](), Counter[str]()
    same = set()
    for place, article in enumerate(every):
        total[article.document] += 1
        runs = _runs(f"{article.heading}\n{article.text}")
        shared = Counter(number for run in runs for number in forbidden.get(run, ()))
        if article.document in gold or (shared and max(shared.values()) >= SAME * len(runs)):
            same.add(place)
            spoilt[article.document] += 1
    out = {d for d, n in spoilt.items() if n >= SPOILT * total[d]}
    return [a for place, a in enumerate(every) if place not in same and a.document not in out]


def _runs(text: str) -> set[int]:
    words = split_syllables(text)[:600]
    return {hash(tuple(words[i : i + _RUN])) for i in range(max(1, len(words) - _RUN + 1))}


def neighbours(learnt: Sequence[Article], count: int = 24) -> list[list[int]]:
    """For each article the others whose words are most like its own, best first; copies of it left out."""
    names: dict[str, int] = {}
    rows, columns, values = [], [], []
    for row, article in enumerate(learnt):
        words = split_syllables(f"{article.heading}\n{article.text}")[:200]
        terms = Counter([*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))])
        for term, n in terms.items():
            rows.append(row)
            columns.append(names.setdefault(term, len(names)))
            values.append(n * 2.2 / (n + 1.2 * (0.25 + 0.75 * len(words) / 150)))
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(learnt), len(names)), dtype=np.float32)
    often = np.bincount(matrix.indices, minlength=len(names))
    rarity = np.log(1 + (len(learnt) - often + 0.5) / (often + 0.5)) * (often < 0.05 * len(learnt)) * (often > 1)
    weighted = (matrix @ sparse.diags(rarity.astype(np.float32))).tocsr()
    plain = (matrix > 0).astype(np.float32) @ sparse.diags(rarity.astype(np.float32)).tocsr()
    plain.eliminate_zeros()
    lengths = np.asarray(plain.sum(axis=1)).ravel() + 1e-6
    binary = (plain > 0).astype(np.float32)
    titles = [fold(article.heading) for article in learnt]
    found: list[list[int]] = []
    for start in range(0, len(learnt), 256):
        block = (weighted[start : start + 256] @ binary.T).toarray()
        best = np.argsort(-block, axis=1)[:, : count * 2]
        for offset, order in enumerate(best):
            own = start + offset
            common = np.asarray((plain[own] @ binary[order].T).todense()).ravel()
            share = common / np.maximum(lengths[own], lengths[order])
            keep = [int(o) for o, s in zip(order, share, strict=True) if s < SAME and titles[o] != titles[own]]
            found.append(keep[:count])
    return found
