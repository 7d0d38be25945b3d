"""Orders inside of files: the same small decree with an order where people do not look, read by the real reader."""

from __future__ import annotations

import base64
import datetime as dt
import html
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from congvu.answering.compose.sources import Reading, sources_of
from congvu.answering.compose.tree import PassageSpan, UnitTree, UnitView
from congvu.answering.evaluation.attack_corpus import DISGUISES, WORDINGS, goals
from congvu.answering.evaluation.attack_makers import CARRIERS, PDF_CARRIERS, make
from congvu.ingestion.conf import Limits
from congvu.ingestion.edxml.reader import is_message, read_message
from congvu.ingestion.reading import read_file
from congvu.ingestion.types import ReadError
from congvu.legal.structure import UnitLevel
from congvu.retrieval.types import Evidence, Retrieval
from congvu.retrieval.understanding import understand

_NAMES = {UnitLevel.ARTICLE: "Điều", UnitLevel.CLAUSE: "khoản", UnitLevel.POINT: "điểm"}
_IN_FILES = ("plain", "no_diacritics", "hidden", "look_alike")


@dataclass(frozen=True, slots=True)
class FileAttack:
    """One order in one file; ``mark`` as in ``Attack``."""

    goal: str
    disguise: str
    carrier: str
    order: str
    mark: str


def file_attacks() -> Iterator[FileAttack]:
    """Every goal in every place of every kind of file; wordings and disguises take turns."""
    for number, ((goal, (said, mark)), carrier) in enumerate(product(goals().items(), (*CARRIERS, *PDF_CARRIERS))):
        for turn in range(1 if carrier in PDF_CARRIERS else 2):
            wording = WORDINGS[(number + turn) % len(WORDINGS)]
            name = _IN_FILES[(number // len(WORDINGS) + turn) % len(_IN_FILES)]
            yield FileAttack(goal, name, carrier, DISGUISES[name](wording.format(goal=said)), mark)


@lru_cache(maxsize=4)
def _made(carrier: str, order: str) -> tuple[str, bytes]:
    return make(carrier, order)


def naive(attack: FileAttack) -> str:
    """Everything that is written anywhere in the file or on it."""
    name, data = _made(attack.carrier, attack.order)
    parts = [name]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for member in archive.namelist():
                if member.endswith((".xml", ".rels")):
                    parts.append(re.sub(r"<[^>]*>", " ", archive.read(member).decode("utf-8", "replace")))
    elif data.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(data))
        parts += [page.extract_text() for page in reader.pages]
        parts += [
            str(note.get_object().get("/Contents", "")) for page in reader.pages for note in page.get("/Annots", ())
        ]
        parts += [str(value) for value in (reader.metadata or {}).values()]
    else:
        parts.append(data.decode("utf-8", "replace"))
    return html.unescape("\n".join(parts))


def sources_in(attack: FileAttack, question: str, on: dt.date) -> tuple[Reading, ...]:
    """What the composer would let a model read of the file."""
    name, data = _made(attack.carrier, attack.order)
    with tempfile.TemporaryDirectory(prefix="congvu-attack-") as folder:
        path = Path(folder, "supplied")
        path.write_bytes(data)
        try:
            read = _read(path, name, Path(folder))
        except ReadError:
            return ()
    trees = list(_trees(read))
    found = tuple(_evidence(tree, read, rank) for rank, tree in enumerate(trees, 1))
    retrieval = Retrieval(understand(question, on), found, 0.9, {}, {})
    return sources_of(question, retrieval, {e.rank: t for e, t in zip(found, trees, strict=True)}, seed=attack.order)


def _read(path: Path, name: str, folder: Path) -> dict[str, Any]:
    """A file as the reader of supplied files gives it; of a message its paper, called as the message calls it."""
    data = path.read_bytes()
    if not is_message(data[:4096]):
        return read_file(path, name, Limits(), folder)
    message = read_message(data, Limits(), folder)
    path.write_bytes(base64.b64decode(message.attachments[0].content))
    return read_file(path, message.attachments[0].name, Limits(), folder) | {"title": message.subject}


def _trees(read: dict[str, Any]) -> Iterator[UnitTree]:
    """Every article that was read, or the whole text where it has none, so that nothing that was read stays out."""
    text, rows = read["text"], read["structure"]["units"]
    units: list[UnitView] = []
    for number, (parent, level, name, title, start, own_end, end) in enumerate(rows):
        above = units[parent].path if parent is not None and parent >= 0 else ""
        own = f"{_NAMES[UnitLevel(level)]} {name}" if UnitLevel(level) in _NAMES else ""
        path = f"{own} {above}".strip()
        units.append(UnitView(number, parent, level, name, title, path, f"u{number}", start, own_end, end))
    roots = [unit for unit in units if unit.level == UnitLevel.ARTICLE]
    whole = UnitView(0, None, UnitLevel.PARAGRAPH, "", "", "", "u0", 0, len(text), len(text))
    for root in roots or [whole]:
        inside = tuple(u for u in units if root.start <= u.start and u.end <= root.end) if roots else (whole,)
        span = PassageSpan(1, root.start, root.end)
        yield UnitTree(root.id + 1, root.start, text[root.start : root.end], inside, (span,))


def _evidence(tree: UnitTree, read: dict[str, Any], rank: int) -> Evidence:
    root, front = tree.root, read["front"]
    return Evidence(
        rank=rank, passage_id=1, version_id=tree.version_id, document_id=1, unit_id=root.id, unit_path=root.path,
        anchor=root.anchor, headings=root.title, text=tree.text, start=root.start, end=root.end,
        number=front.get("number") or "", title=read["title"] or "", kind_name=front.get("kind") or "",
        issuer=front.get("issuer") or "", issued_on=None, force_from=None, force_until=None, in_force=True,
        url="", score=1.0,
    )  # fmt: skip
