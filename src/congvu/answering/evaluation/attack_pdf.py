"""A one-page PDF whose letters need no font file: machines read its text, in any colour and size."""

from __future__ import annotations

from collections.abc import Sequence

_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
100 beginbfrange
%s
endbfrange endcmap CMapName currentdict /CMap defineresource pop end end"""


def pdf(lines: Sequence[tuple[str, str, float]], *, annotation: str = "", title: str = "") -> bytes:
    """Lines with the operator of their colour and their size in points, a note that hangs on the page, and a title."""
    y, content = 800.0, []
    for text, colour, size in lines:
        for piece in _pieces(text):
            content.append(f"BT {colour} /F1 {size} Tf 60 {y:.1f} Td <{_hex(piece)}> Tj ET")
            y -= max(size * 1.4, 3)
    ranges = b"\n".join(b"<%02x00> <%02xff> <%02x00>" % (page, page, page) for page in range(100))
    stream = "\n".join(content).encode("ascii")
    note = _text(annotation)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
        + (b"/Annots[9 0 R]" if annotation else b"") + b">>",
        _stream(stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/Arial/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Arial/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 500/FontDescriptor<</Type/FontDescriptor/FontName/Arial/Flags 4/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>>>",
        _stream(_UNICODE % ranges),
        b"<</Title " + _text(title) + b"/Subject " + _text(title) + b">>",
        b"<</Type/Annot/Subtype/Text/Rect[500 20 520 40]/F 2/Contents " + note + b">>",
    ]  # fmt: skip
    made, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    made += b"trailer<</Size %d/Root 1 0 R/Info 8 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(made)


def _pieces(text: str, most: int = 80) -> list[str]:
    words, lines = text.split(" "), [""]
    for word in words:
        if len(lines[-1]) + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _text(text: str) -> bytes:
    return b"<feff" + _hex(text).encode("ascii") + b">"


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)
