"""DOCX: paragraphs and tables in the order of the body, with Word's own numbers, as the reader of the page
sees them.

Left out: tracked deletions, hidden text, page headers and footers, field codes. Kept: text boxes, footnotes
(at the end). Read with lxml straight from the parts; nothing of the file is executed, fetched or expanded.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import LAYOUT_WORDS, ParsedText, check_length, table_row, tidy
from congvu.ingestion.parsers.docx_fonts import Fonts
from congvu.ingestion.parsers.docx_numbering import Numbering, W
from congvu.ingestion.parsers.legacy import Code, code_of_font, convert_lines, join_runs
from congvu.ingestion.parsers.office_extras import office_metadata, refuse_stamped_pictures
from congvu.ingestion.parsers.zipsafe import open_checked, read_xml
from congvu.ingestion.types import ReadError, Reason
from congvu.text import fold

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset(
    {
        W + name
        for name in (
            "del",
            "moveFrom",
            "instrText",
            "delText",
            "delInstrText",
            "pPr",
            "rPr",
            "sectPr",
            "tblPr",
        )
    }
    | {_MC + "Fallback"}
)
_SIGNS = {
    W + "tab": " ",
    W + "ptab": " ",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
}
_MAX_DEPTH = 200
_LAYOUT_ROWS = 4


class DocxParser:
    name = "docx-2"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def parse(self, path: Path, limits: Limits, workdir: Path) -> ParsedText:
        with open_checked(path, limits) as archive:
            document = read_xml(archive, "word/document.xml")
            body = document.find(W + "body") if document is not None else None
            if body is None:
                raise ReadError(Reason.DAMAGED, "no document body")
            styles = read_xml(archive, "word/styles.xml")
            reader = _Reader(Numbering(read_xml(archive, "word/numbering.xml"), styles), Fonts(styles))
            lines = list(reader.blocks(body))
            notes = self._notes(archive, reader)
            aside = self._aside(archive, reader)
            metadata = office_metadata(archive)
            refuse_stamped_pictures(archive, "word/media/", limits, workdir)
        if notes:
            lines += ["", *notes]
        text = convert_lines("\n".join(lines))
        return ParsedText(check_length(tidy(text), limits), aside=aside, metadata=metadata)

    def _notes(self, archive: zipfile.ZipFile, reader: _Reader) -> list[str]:
        lines = []
        for part, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
            root = read_xml(archive, part)
            for note in root.iterchildren(W + tag) if root is not None else ():
                number = reader.notes.get((tag, note.get(W + "id") or ""))
                text = " ".join(" ".join(reader.blocks(note)).split())
                if number is not None and text:
                    lines.append(f"[{number}] {text}")
        return lines

    def _aside(self, archive: zipfile.ZipFile, reader: _Reader) -> tuple[str, ...]:
        lines: list[str] = []
        for name in archive.namelist():
            if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
                root = read_xml(archive, name)
                if root is not None:
                    lines.extend(tidy("\n".join(reader.blocks(root))).splitlines())
        return tuple(line for line in lines if line)


class _Reader:
    def __init__(self, numbering: Numbering, fonts: Fonts) -> None:
        self._numbering = numbering
        self._fonts = fonts
        self.notes: dict[tuple[str, str], int] = {}

    def blocks(self, container: etree._Element, depth: int = 0) -> Iterator[str]:
        """The lines of a body, a cell, a text box or a note."""
        if depth > _MAX_DEPTH:
            raise ReadError(Reason.DAMAGED, "nested too deeply")
        for element in container.iterchildren(etree.Element):
            if element.tag in _SKIPPED:
                continue
            if element.tag == W + "p":
                yield from self._paragraph(element, depth)
            elif element.tag == W + "tbl":
                yield from self._table(element, depth)
            else:
                yield from self.blocks(element, depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[str]:
        pieces: list[tuple[str, Code]] = []
        boxes: list[etree._Element] = []
        self._inline(paragraph, pieces, boxes, depth)
        text = join_runs(pieces)
        if text.strip():
            # Word counts only paragraphs that are shown; an empty one keeps its number but says nothing.
            label = self._numbering.label(paragraph.find(W + "pPr"))
            text = f"{label} {text.lstrip()}" if label else text
        yield text
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _inline(
        self,
        element: etree._Element,
        pieces: list[tuple[str, Code]],
        boxes: list[etree._Element],
        depth: int,
        code: Code = Code.UNICODE,
    ) -> None:
        if depth > _MAX_DEPTH:
            raise ReadError(Reason.DAMAGED, "nested too deeply")
        for child in element.iterchildren(etree.Element):
            tag = child.tag
            if tag in _SKIPPED or (tag == W + "r" and _is_on(child, "vanish")):
                continue
            if tag == W + "t":
                text = child.text or ""
                pieces.append((text.upper() if _is_on(element, "caps") else text, code))
            elif tag in _SIGNS:
                # Whether a soft hyphen is one is for the code of its run to say: in TCVN3 it is the letter "ư".
                pieces.append((_SIGNS[tag], code))
            elif tag == W + "txbxContent":
                boxes.append(child)
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                key = (tag.removeprefix(W).removesuffix("Reference"), child.get(W + "id") or "")
                pieces.append((f"[{self.notes.setdefault(key, len(self.notes) + 1)}]", Code.UNICODE))
            else:
                inner = code_of_font(self._fonts.of_run(child)) if tag == W + "r" else code
                self._inline(child, pieces, boxes, depth + 1, inner)

    def _table(self, table: etree._Element, depth: int) -> Iterator[str]:
        rows = [[list(self.blocks(cell, depth + 1)) for cell in _inside(row, "tc")] for row in _inside(table, "tr")]
        if _is_layout(rows):
            for row in rows:
                for cell in row:
                    yield from cell
            return
        yield ""
        for row in rows:
            yield table_row(["\n".join(cell) for cell in row])
        yield ""


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those wrapped in content controls or tracked insertions."""
    for child in element.iterchildren(etree.Element):
        if child.tag == W + name:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "moveTo"):
            yield from _inside(child, name)


def _is_on(run: etree._Element, name: str) -> bool:
    properties = run.find(W + "rPr")
    switch = properties.find(W + name) if properties is not None else None
    return switch is not None and switch.get(W + "val") not in ("0", "false", "off")


def _is_layout(rows: list[list[list[str]]]) -> bool:
    """Whether a table only places letterhead or signature side by side, or frames one cell."""
    cells = [cell for row in rows for cell in row]
    if all(len(row) <= 1 for row in rows):
        return True
    if len(rows) > _LAYOUT_ROWS or any(len(row) > 3 for row in rows):
        return False
    words = fold(" ".join(" ".join(line.split()) for cell in cells for line in cell))
    return any(word in words for word in LAYOUT_WORDS)
