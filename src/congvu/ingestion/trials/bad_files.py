"""Files made to break readers: bombs, lies, endless nesting."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from congvu.ingestion.trials import carriers

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True)
class HostileFile:
    """``name`` says what it tries."""

    name: str
    content: bytes


def made_files() -> Iterator[HostileFile]:
    """Each by hand for one weakness, the same at every run."""
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
