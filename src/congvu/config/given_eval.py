"""Whether questions over given decrees, letters, laws and procedures find the article or field that answers them.

The questions stand in ``given_questions.json``: "texts" and "procedures" were written before the program was first
asked, "further" ten after what the first thirty had taught was mended, and before these were asked.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from congvu.common.errors import InvalidInputError
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.accounts.types import Viewer
    from congvu.retrieval.types import Evidence

FOLDERS = ("nd30", "office", "laws/amended")
PROCEDURES = "procedures"
SOURCE = "eval-thu-tuc"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question and where its answer stands.

    ``document`` is a number, the beginning of a title, or the code of a procedure; ``place`` an article with its
    clauses, a heading with what lies below it, or the field of a procedure.
    """

    part: str
    question: str
    document: str
    place: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What came: the place (from 1) of the first evidence that is right, None where none was; and what stood first."""

    wanted: Wanted
    at: int | None
    first: str


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """``documents`` in the library; ``refused``: (file, reason) of what is not."""

    documents: int
    refused: tuple[tuple[str, str], ...]


def read_questions() -> list[Wanted]:
    """The questions that ship with the program, in the order in which they were written."""
    rows = json.loads(files("congvu.config").joinpath("given_questions.json").read_text("utf-8"))
    return [Wanted(**row) for row in rows]


def bring_in(texts: Sequence[Path], procedures: Path | None, progress: Progress) -> BroughtIn:
    """Put files and folders, and an archive (.tar.gz) of procedures as JSON, into the library of this process.

    Raises InvalidInputError where there is nothing.
    """
    from congvu.corpus.models import Document
    from congvu.ingestion.arrivals import take_in
    from congvu.ingestion.connector_models import Arrival
    from congvu.ingestion.folder import ingest_paths
    from congvu.ingestion.sources import SourceData, create_source, work_off
    from congvu.retrieval import statistics

    run, _found = ingest_paths(
        None,
        texts,
        agency=None,
        visibility="province",
        inline=True,
        progress_callback=lambda run, _name: progress(_("files"), run.total - run.queued, run.total),
    )
    refused = [(name, code) for name, code in run.items.values_list("file_name", "reason_code") if code]
    if procedures is not None:
        source = create_source(SourceData(SOURCE, "Thủ tục", "upload", reading="procedures"))
        with tarfile.open(procedures) as archive:
            members = [member for member in archive.getmembers() if member.isfile()]
            for done, member in enumerate(members, start=1):
                file = archive.extractfile(member)
                if file is not None:
                    take_in(source, Path(member.name).name, file.read())
                work_off(source)
                progress(_("procedures"), done, len(members))
        late = source.arrivals.exclude(state=Arrival.State.DONE)
        refused += list(late.values_list("name", "reason_code"))
    statistics.refresh()
    return BroughtIn(Document.objects.count(), tuple(refused))


def given_files(data: Path) -> tuple[list[Path], Path]:
    """The folders of texts and the archive of procedures below ``data``. Raises InvalidInputError naming what lacks."""
    texts = [data / name for name in FOLDERS]
    archives = sorted((data / PROCEDURES).glob("*.tar.gz"))
    lacking = [str(path) for path in texts if not path.is_dir()]
    if lacking or not archives:
        raise InvalidInputError(
            _("{path} is not there.").format(path=lacking[0] if lacking else data / PROCEDURES / "*.tar.gz"),
            _("Give the folder that holds nd30, office, laws/amended and procedures."),
        )
    return texts, archives[0]


def embed_all() -> None:
    """Give every passage its vector, in this process. Raises UnavailableError."""
    from congvu.index.actions import active_generation
    from congvu.index.tasks import embed_round

    generation = active_generation()
    while embed_round(generation):
        continue


def ask_all(viewer: Viewer, questions: Sequence[Wanted], progress: Progress) -> list[Asked]:
    """Ask every question as that viewer."""
    from congvu.retrieval.service import retrieve

    found = []
    for done, wanted in enumerate(questions, start=1):
        evidence = retrieve(viewer, wanted.question).evidence
        places = [_place(one) for one in evidence]
        right = (at for at, (one, place) in enumerate(zip(evidence, places, strict=True), 1) if _is(wanted, one, place))
        first = f"{places[0]} {evidence[0].number or evidence[0].title}" if evidence else ""
        found.append(Asked(wanted, next(right, None), first))
        progress(_("questions"), done, len(questions))
    return found


def _place(evidence: Evidence) -> str:
    """The unit's path; the field's label where it is the field of a procedure."""
    from congvu.corpus.models import Unit

    unit = Unit.objects.get(pk=evidence.unit_id)
    label, colon, _about = unit.title.partition(":")
    return label if colon and not evidence.number and "(mã " in evidence.title else unit.path


def _is(wanted: Wanted, evidence: Evidence, place: str) -> bool:
    title = evidence.title.casefold()
    named = (
        evidence.number == wanted.document
        or title.startswith(wanted.document.casefold())
        or title.endswith(f"(mã {wanted.document})")
    )
    # "mục IV.2 Phụ lục II" lies in "mục IV Phụ lục II", as "khoản 2 Điều 6" lies in "Điều 6".
    head, _blank, rest = wanted.place.partition(" Phụ lục")
    below = rest and place.endswith(f" Phụ lục{rest}") and f"{head}." in place
    return named and (place == wanted.place or place.endswith(f" {wanted.place}") or bool(below))
