"""Files made to break readers: bombs, lies, endless nesting, and good files with their bytes thrown about."""

from __future__ import annotations

import io
import math
import random
import struct
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count as count_from
from itertools import islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from congvu.common.errors import UnavailableError
from congvu.ingestion.sandbox import Sandbox
from congvu.ingestion.trials import carriers
from congvu.ingestion.trials.papers import ordinary
from congvu.ingestion.types import ReadError, Reason

MOST_SECONDS = 60.0
MOST_KIB = 512 * 1024
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PICTURE = (1654, 700)
_HEAD_BYTES = 512
_MARKUP = b"<>{}\\/&;()[]\"'%-=0123456789\nabcdu"

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class HostileFile:
    """``name`` says what it tries."""

    name: str
    content: bytes


def hostile_files(count: int, seed: int = 1) -> Iterator[HostileFile]:
    """The made ones first, then good files of each kind with bytes changed, cut, doubled or swapped."""
    made = list(_made())
    yield from made[:count]
    yield from islice(fuzzed_files(seed), max(0, count - len(made)))


def fuzzed_files(seed: int = 1) -> Iterator[HostileFile]:
    """Good files of each kind in turn, without end: every second time bytes are changed, cut, doubled or swapped
    anywhere, else only where a reader still takes the file for what it is and gets deep into it.
    """
    draw = random.Random(seed)  # noqa: S311 - which bytes are thrown about
    good = _good()
    for index in count_from(0):
        for kind in good:
            deed = _thrown_about if index % 2 == 0 else _thrown_about_inside
            yield HostileFile(f"fuzz-{index}.{kind}", deed(good[kind], draw))


def try_hostile(count: int, report: Report, seed: int = 1, using: Sandbox | None = None) -> dict[str, Any]:
    """Read them all; how each ended, the longest time (s) and the most memory (MiB), and what went wrong."""
    return _try(hostile_files(count, seed), count, report, using)


def try_each(
    each: int, report: Report, seed: int = 1, most_s: float = math.inf, using: Sandbox | None = None
) -> dict[str, Any]:
    """Only fuzzed files, ``each`` of every kind there is a maker for, as many rounds as ``most_s`` seconds allow."""
    total = each * len(_good())
    return _try(islice(fuzzed_files(seed), total), total, report, using, most_s)


@dataclass(slots=True)
class _Tally:
    """Of one kind of file."""

    ends: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: float = 0.0
    peak_kib: int = 0
    heaviest: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "files": self.ends.total(),
            "ends": dict(self.ends.most_common()),
            "seconds": round(self.seconds, 1),
            "slowest_s": round(self.slowest, 1),
            "peak_mib": self.peak_kib // 1024,
            "heaviest": self.heaviest,
        }


def _try(
    files: Iterable[HostileFile], total: int, report: Report, using: Sandbox | None, most_s: float = math.inf
) -> dict[str, Any]:
    reader = using or Sandbox()
    kinds: dict[str, _Tally] = {}
    wrong: list[str] = []
    begun = time.monotonic()
    try:
        with TemporaryDirectory(prefix="congvu-trial-") as folder:
            for done, file in enumerate(files, 1):
                path = Path(folder, "file")
                path.write_bytes(file.content)
                tally = kinds.setdefault(file.name.rpartition(".")[2], _Tally())
                reader.peak_kib = 0
                start = time.monotonic()
                end = _read(reader, path, file.name)
                seconds = time.monotonic() - start
                tally.ends[end] += 1
                tally.seconds += seconds
                tally.slowest = max(tally.slowest, seconds)
                if reader.peak_kib > tally.peak_kib:
                    tally.peak_kib, tally.heaviest = reader.peak_kib, file.name
                if end in (Reason.CRASHED, "no reader") or seconds > MOST_SECONDS + 1 or reader.peak_kib > MOST_KIB:
                    wrong.append(f"{file.name}: {end} after {seconds:.0f} s, {reader.peak_kib // 1024} MiB")
                report(done, total)
                if time.monotonic() - begun > most_s:
                    break
    finally:
        if using is None:
            reader.close()
    heaviest = max(kinds.values(), key=lambda tally: tally.peak_kib, default=_Tally())
    return {
        "files": sum(tally.ends.total() for tally in kinds.values()),
        "ends": dict(sum((tally.ends for tally in kinds.values()), Counter()).most_common()),
        "slowest_s": round(max((tally.slowest for tally in kinds.values()), default=0.0), 1),
        "peak_mib": heaviest.peak_kib // 1024,
        "heaviest": heaviest.heaviest,
        "by_kind": {kind: tally.as_json() for kind, tally in sorted(kinds.items())},
        "wrong": wrong,
    }


def _read(reader: Sandbox, path: Path, name: str) -> str:
    try:
        reader.read(path, name)
    except ReadError as error:
        return str(error.reason)
    except UnavailableError:
        return "no reader"
    return "read"


@cache
def _good() -> dict[str, bytes]:
    """A good file of each kind that is fuzzed; without LibreOffice none of those that it writes."""
    paper = ordinary(3, 1)
    # The head of a page: the bytes are what is tried here, and recognising whole pages takes the time.
    page = carriers.scan(paper, 1).crop((0, 0, *_PICTURE))
    files = {kind: make(paper) for kind, make in carriers.SIMPLE.items()}
    files |= {"png": carriers.png(page), "jpg": carriers.jpeg(page)}
    files["zip"] = carriers.zipped({"a.docx": files["docx"], "b.txt": files["txt"]})
    for kind, source in (("pdf", "docx"), ("doc", "docx"), ("xls", "xlsx")):
        made = carriers.by_office({f"p.{source}": files[source]}, kind)
        files |= dict.fromkeys([kind] if made else [], next(iter(made.values()), b""))
    return files


def _thrown_about(content: bytes, draw: random.Random) -> bytes:
    data = bytearray(content)
    for _time in range(draw.randrange(1, 12)):
        at = draw.randrange(len(data))
        deed = draw.randrange(5)
        if deed == 0:
            data[at] = draw.randrange(256)
        elif deed == 1:
            data[at : at + draw.randrange(1, 64)] = draw.randbytes(draw.randrange(1, 64))
        elif deed == 2:
            del data[at : at + draw.randrange(1, max(2, len(data) // 8))]
        elif deed == 3:
            data[at:at] = data[at : at + draw.randrange(1, 512)]
        else:
            data[at : at + 4] = b"\xff\xff\xff\x7f"
        if len(data) < 16:
            break
    return bytes(data)


def _thrown_about_inside(content: bytes, draw: random.Random) -> bytes:
    """Parts of an archive packed anew with right sums; of other files some bytes behind the head, none moved."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for name in draw.sample(sorted(parts), min(len(parts), draw.randrange(1, 4))):
            if parts[name]:
                deed = draw.choice((_thrown_about, _overwritten))
                parts[name] = deed(parts[name], draw)
        return carriers.zipped(parts)
    return _overwritten(content, draw)


def _overwritten(content: bytes, draw: random.Random) -> bytes:
    data = bytearray(content)
    head = min(_HEAD_BYTES, len(data) // 8)
    text = _is_text(content)
    for _time in range(draw.randrange(1, 60)):
        at = draw.randrange(head, len(data))
        if not text:
            data[at] = draw.randrange(256)
        elif data[at] < 128:
            data[at] = draw.choice(_MARKUP)
    return bytes(data)


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _made() -> Iterator[HostileFile]:
    body = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    yield HostileFile("bomb.docx", _docx_of(b"A" * 1_000_000, 400))
    yield HostileFile("bomb.zip", carriers.zipped({"a.txt": b"\0" * 120_000_000}))
    yield HostileFile("zip-in-zip.zip", _nested_zip(30))
    yield HostileFile("many-members.zip", carriers.zipped({f"{n}.txt": b"x" for n in range(6000)}))
    yield HostileFile(
        "entities.docx", _docx(f'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">{_entities()}]><w:document {_W}>&z;</w:document>')
    )
    yield HostileFile(
        "outside.docx",
        _docx(f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {_W}>&x;</w:document>'),
    )
    deep = "<w:tbl><w:tr><w:tc>" * 3000
    yield HostileFile("deep-tables.docx", _docx(f"<w:document {_W}><w:body>{deep}{body}</w:body></w:document>"))
    yield HostileFile("deep.html", b"<div>" * 200_000 + b"x")
    yield HostileFile("deep.rtf", b"{\\rtf1 " + b"{" * 200_000 + b"x" + b"}" * 200_000)
    yield HostileFile("one-line.txt", b"a) " * 3_000_000)
    yield HostileFile("articles.txt", ("Điều 1. khoản 1 Điều 1 Luật " * 60_000).encode())
    yield HostileFile("numbers.txt", b"1.1.1.1.1.1.1.1.1.1 " * 200_000)
    yield HostileFile("secrets.txt", ("M Ậ T " * 300_000).encode())
    yield HostileFile("blanks.txt", b" " * 20_000_000 + b"x")
    yield HostileFile("lines.txt", b"\n\n \n" * 3_000_000 + b"x")
    yield HostileFile("marks.txt", ("a" + "\u0301" * 2_000_000).encode())
    yield HostileFile("brackets.txt", b"(" * 2_000_000)
    yield HostileFile("names.html", b"<!doctype html><meta name='x' content='" + b"do mat: " * 100_000 + b"'>x")
    yield HostileFile("wide.png", _png(60_000, 60_000, b"\0" * 1000))
    yield HostileFile("long.png", _png(1, 2_000_000, b"\0" * 1000))
    yield HostileFile("black.png", _png(8000, 8000, zlib.compress(b"\0" * (8000 * 8001), 1)))
    yield HostileFile("empty-image.gif", b"GIF89a" + b"\xff" * 200)
    yield HostileFile(
        "tiff-loop.tif",
        b"II*\x00\x08\x00\x00\x00\x01\x00" + b"\x00\x01\x03\x00\x01\x00\x00\x00\x01\x00\x00\x00" + b"\x08\x00\x00\x00",
    )
    yield HostileFile("pages.pdf", _pdf("<< /Type /Pages /Kids [2 0 R] /Count 1000000 >>"))
    yield HostileFile("loop.pdf", _pdf("<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"))
    yield HostileFile("huge-page.pdf", _pdf("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", box="0 0 9999999 9999999"))
    yield HostileFile("stream-bomb.pdf", _pdf("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", stream=_streams()))
    yield HostileFile(
        "script.pdf", _pdf("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", more="/OpenAction << /S /JavaScript /JS (x) >>")
    )
    yield HostileFile("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    yield HostileFile("ole.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000)
    yield HostileFile("ole-loop.doc", _ole_loop())
    yield HostileFile("columns.xlsx", _xlsx('<row><c r="XFD1" t="n"><v>1</v></c></row>' * 20_000))
    yield HostileFile("strings.xlsx", _xlsx('<row><c t="s"><v>99999999</v></c></row>' * 1000))
    yield HostileFile("numbers.xlsx", _xlsx('<row><c s="9999999"><v>1e999</v></c></row>'))
    yield HostileFile("attributes.html", b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x</p>")
    yield HostileFile("styles.xlsx", _xlsx('<row><c s="-5" t="d"><v>NaN</v></c></row>'))


def _docx(document: str) -> bytes:
    return carriers.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def _docx_of(block: bytes, times: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _time in range(times):
                part.write(block)
    return buffer.getvalue()


def _entities() -> str:
    names = "abcdefghijklmnopqrstuvwxyz"
    return "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))


def _nested_zip(depth: int) -> bytes:
    content = b"x"
    for level in range(depth):
        content = carriers.zipped({f"{level}.zip" if level else "a.txt": content})
    return content


def _png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))

    head = struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _pdf(pages: str, *, box: str = "0 0 595 842", stream: bytes = b"BT ET", more: str = "") -> bytes:
    filters = "" if stream == b"BT ET" else "/Filter [/FlateDecode /FlateDecode]"
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {more} >>".encode(),
        pages.encode(),
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R >>".encode(),
        f"<< /Length {len(stream)} {filters} >>\nstream\n".encode() + stream + b"\nendstream",
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + part + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    start = len(out)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + f"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )


def _streams() -> bytes:
    return zlib.compress(zlib.compress(b"q " * 200_000_000, 1), 9)


def _ole_loop() -> bytes:
    """A compound file whose table of sectors points to itself."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, 0, 0, 4096, 0, 0, 0, 1) + struct.pack("<I", 0) * 109
    return head.ljust(512, b"\0") + struct.pack("<I", 0) * 256


def _xlsx(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{space}" xmlns:r="{office}">{sheets}</workbook>'
    links = '<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>'
    return carriers.zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": links.encode(),
            "xl/worksheets/s.xml": f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
        }
    )
