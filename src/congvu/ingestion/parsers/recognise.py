"""Recognising the text of page pictures with Tesseract: words with their places, a confidence, red stamps.

One page at a time and each kept at once, so that a long scan that is interrupted goes on where it stopped.
"""

from __future__ import annotations

import csv
import json
import shutil
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.programs import run_program
from congvu.ingestion.parsers.red_ink import framed_marks, red_marks, without_red
from congvu.ingestion.types import PAGES_FOLDER, ReadError, Reason
from congvu.legal.secrecy import secrecy_of_recognised, secrecy_of_stamp
from congvu.text import fold

DPI = 200

_POINTS = 72.0
_LANGUAGE = "vie"
_STAMPED_PAGES = 3
_LONGEST_STAMP = 24
_TOP = 0.4
_SURE_NOT_UPRIGHT = 45.0
_NOISE = 35.0
# At three quarters of 200 dpi Tesseract read the tones of our scans better than at any other size that was tried.
_READING_SCALE = 0.75
_UNSURE = 75.0
_SLOPE_WORDS = 4
_STEEPEST = 0.12
_GAP = 30 * DPI / 72
# What is left open on a form and filled in by hand afterwards: the gap behind it parts no columns.
_FILLED_IN = frozenset({"so", "ngay", "thang", "nam"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand close to each other on one line; places in points from the top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """``width`` in points; ``confidence`` 0..100, the mean over the letters."""

    pieces: list[Piece]
    width: float
    confidence: int


class Unfinished(Exception):  # noqa: N818  # not an error: there is more to do than one reading may take
    """Some pages were recognised and kept; reading again goes on from there."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(f"{done} of {total} pages")
        self.done = done
        self.total = total


def recognise_pages(
    numbers: Iterable[int], draw: Callable[[int], Image.Image], limits: Limits, workdir: Path
) -> dict[int, RecognisedPage]:
    """The pages of these numbers (from 1); ``draw`` gives the picture of one at ``DPI``.

    Raises Unfinished when the time for one reading is used up, ReadError for the mark of a state secret (before
    anything of that page is kept) and where Tesseract is not there.
    """
    numbers = list(numbers)
    kept = workdir / PAGES_FOLDER
    if not kept.exists():
        kept.mkdir()
    until = time.monotonic() + limits.recognise_seconds
    done: dict[int, RecognisedPage] = {}
    for index, number in enumerate(numbers):
        place = kept / f"{number}.json"
        known = _read(place)
        if known is None:
            if index and time.monotonic() > until:
                raise Unfinished(len(done), len(numbers))
            known = recognise(draw(number), limits, workdir, stamps=index < _STAMPED_PAGES)
            _keep(place, known)
        done[number] = known
    return done


def recognise(picture: Image.Image, limits: Limits, workdir: Path, *, stamps: bool) -> RecognisedPage:
    """The words of one picture at ``DPI``; ``stamps`` looks for red and framed ones, too, before anything else."""
    if stamps:
        refuse_stamps(picture, limits, workdir)
    grey = without_red(picture)
    words = _words(grey, limits, workdir, scale=_READING_SCALE)
    if _confidence(words) < _SURE_NOT_UPRIGHT:
        turned = _upright(grey, limits, workdir)
        if turned is not None:
            again = _words(turned, limits, workdir, scale=_READING_SCALE)
            if _confidence(again) > _confidence(words):
                grey, words = turned, again
    page = RecognisedPage(list(_pieces(words)), grey.width * _POINTS / DPI, round(_confidence(words)))
    text = "\n".join(_rough_lines(words))
    if secrecy_of_recognised(text):
        raise ReadError(Reason.REFUSED_SECRET)
    if stamps:
        for mark, layout in framed_marks(grey.crop((0, 0, grey.width, int(grey.height * _TOP)))):
            _refuse_mark(mark, layout, limits, workdir)
        top = grey.crop((0, 0, grey.width, int(grey.height * _TOP)))
        sparse = _words(top, limits, workdir, layout="11")
        # All print at the top of the page is in it: sentences that talk about marks are none.
        if secrecy_of_stamp("\n".join(line for line in _rough_lines(sparse) if _like_a_stamp(line))):
            raise ReadError(Reason.REFUSED_SECRET)
    return page


def _like_a_stamp(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) <= _LONGEST_STAMP and sum(c.isupper() for c in letters) * 2 > len(letters)


def refuse_stamps(picture: Image.Image, limits: Limits, workdir: Path) -> None:
    """Raises ReadError where red ink of a picture spells the mark of a state secret."""
    for mark, layout in red_marks(picture):
        _refuse_mark(mark, layout, limits, workdir)


def _refuse_mark(mark: Image.Image, layout: str, limits: Limits, workdir: Path) -> None:
    if secrecy_of_stamp("\n".join(_rough_lines(_words(mark, limits, workdir, layout=layout)))):
        raise ReadError(Reason.REFUSED_SECRET)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its place in pixels; ``line`` numbers the line that Tesseract put it on."""

    text: str
    x0: int
    x1: int
    top: int
    bottom: int
    confidence: float
    line: int


def _words(
    picture: Image.Image, limits: Limits, workdir: Path, layout: str = "3", scale: float = 1.0
) -> list[_Word]:
    """The words of a picture, their places in its own pixels however it is scaled for reading."""
    if scale != 1.0:
        size = round(picture.width * scale), round(picture.height * scale)
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    table = _tesseract(picture, limits, workdir, "--psm", layout, "tsv").decode("utf-8", "replace")
    found: list[_Word] = []
    for row in csv.reader(table.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) < 12 or row[0] != "5" or not row[11].strip():
            continue
        confidence, text = float(row[10]), row[11].strip()
        # Specks and rules come out as unsure punctuation.
        if confidence < _NOISE and not any(c.isalnum() for c in text):
            continue
        left, top, width, height = (round(int(value) / scale) for value in row[6:10])
        line = int(row[2]) * 1_000_000 + int(row[3]) * 1000 + int(row[4])
        found.append(_Word(text, left, left + width, top, top + height, confidence, line))
    return found


def _tesseract(picture: Image.Image, limits: Limits, workdir: Path, *options: str) -> bytes:
    program = shutil.which("tesseract")
    if program is None:
        raise ReadError(Reason.MISSING_PROGRAM, "Tesseract with Vietnamese (tesseract-ocr-vie)")
    source = workdir / "page.pgm"
    picture.save(source)
    command = [program, str(source), "stdout", "--dpi", str(DPI), "-l", _LANGUAGE, *options]
    try:
        return run_program(command, limits, workdir, seconds=limits.page_seconds)
    finally:
        source.unlink(missing_ok=True)


def _upright(picture: Image.Image, limits: Limits, workdir: Path) -> Image.Image | None:
    """The picture turned by a quarter or half where Tesseract says that it lies on its side or head; else None."""
    program = shutil.which("tesseract")
    source = workdir / "page.pgm"
    picture.save(source)
    command = [program or "", str(source), "stdout", "--dpi", str(DPI), "--psm", "0", "-l", "osd"]
    said = run_program(command, limits, workdir, seconds=limits.page_seconds).decode("utf-8", "replace")
    degrees = next((int(line.split(":")[1]) for line in said.splitlines() if line.startswith("Rotate:")), 0)
    return picture.rotate(-degrees, expand=True) if degrees else None


def _confidence(words: list[_Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _by_line(words: list[_Word]) -> list[list[_Word]]:
    lines: dict[int, list[_Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def _pieces(words: list[_Word]) -> Iterator[Piece]:
    """The lines in points, parted at wide gaps, and levelled: a page that lay crooked on the glass is turned back.

    Tesseract's order within a line is kept; the places of single words are not exact enough to sort by.
    """
    lines = [line for line in _by_line(words) if not _is_speck(line)]
    slope = _slope(lines)
    for line in lines:
        piece: list[_Word] = []
        for word in line:
            if piece and word.x0 - piece[-1].x1 > _GAP and fold(piece[-1].text).strip(":,") not in _FILLED_IN:
                yield _piece(piece, slope)
                piece = []
            piece.append(word)
        yield _piece(piece, slope)


def _is_speck(line: list[_Word]) -> bool:
    """Dirt, rules and strokes of a pen: a letter or two of which Tesseract is not sure."""
    letters = sum(c.isalnum() for word in line for c in word.text)
    return letters == 0 or (_confidence(line) < _NOISE and letters < 8) or (letters < 3 and _confidence(line) < _UNSURE)


def _piece(words: list[_Word], slope: float) -> Piece:
    scale = _POINTS / DPI
    x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
    middle = statistics.median((word.top + word.bottom) / 2 for word in words) - (x0 + x1) / 2 * slope
    half = statistics.median(word.bottom - word.top for word in words) / 2
    text = " ".join(word.text for word in words)
    return Piece(text, x0 * scale, x1 * scale, (middle - half) * scale, (middle + half) * scale)


def _slope(lines: list[list[_Word]]) -> float:
    slopes = [
        ((line[-1].top + line[-1].bottom) - (line[0].top + line[0].bottom)) / 2 / (line[-1].x0 - line[0].x0)
        for line in lines
        if len(line) >= _SLOPE_WORDS and line[-1].x0 > line[0].x0
    ]
    slope = statistics.median(slopes) if slopes else 0.0
    return slope if abs(slope) < _STEEPEST else 0.0


def _rough_lines(words: list[_Word]) -> list[str]:
    return [" ".join(word.text for word in line) for line in _by_line(words)]


def _keep(place: Path, page: RecognisedPage) -> None:
    """Whole or not at all: a reader that is killed here leaves no half page."""
    partial = place.with_suffix(".part")
    partial.write_text(json.dumps(asdict(page), ensure_ascii=False), encoding="utf-8")
    partial.replace(place)


def _read(place: Path) -> RecognisedPage | None:
    try:
        value = json.loads(place.read_text(encoding="utf-8"))
        pieces = [Piece(**piece) for piece in value["pieces"]]
        return RecognisedPage(pieces, value["width"], value["confidence"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
