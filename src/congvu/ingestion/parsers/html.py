"""HTML: what a reader sees, in order; scripts, styles and the like are not text. Nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import CELL_SEPARATOR, LAYOUT_WORDS, ParsedText, check_length, tidy
from congvu.ingestion.parsers.legacy import convert_lines
from congvu.ingestion.parsers.plain import decode
from congvu.ingestion.types import ReadError, Reason
from congvu.text import fold

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HIDDEN = frozenset(
    {
        "script", "style", "head", "noscript", "template", "svg", "math", "iframe", "object", "embed",
        "select", "option", "button", "nav",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_LONG_CELL = 1500
_MARK = "data-congvu-table"
_EMPTY_ROW = re.compile(r"\n[ |]+(?=\n)")


class HtmlParser:
    name = "html-1"
    media_type = "text/html"

    def parse(self, path: Path, limits: Limits, workdir: Path) -> ParsedText:
        markup, encoding = _decode(path.read_bytes())
        parser = etree.HTMLParser(
            encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
        )
        try:
            root = etree.fromstring(_DECLARATION.sub("", markup).encode("utf-8"), parser)
        except etree.XMLSyntaxError as error:
            raise ReadError(Reason.DAMAGED, "no HTML can be made of it") from error
        if any("xcessive depth" in entry.message for entry in parser.error_log):
            # The library drops everything below; half a text would be worse than none.
            raise ReadError(Reason.DAMAGED, "nested too deeply")
        if root is None:
            raise ReadError(Reason.EMPTY)
        warnings = () if encoding.startswith("utf") else (f"read as {encoding}",)
        metadata = tuple(
            (str(meta.get("name") or meta.get("property") or ""), str(meta.get("content") or "")[:2000])
            for meta in root.iter("meta")
        ) + tuple(("title", "".join(title.itertext())[:2000]) for title in root.iter("title"))
        text = tidy(convert_lines(_text_of(root)))
        return ParsedText(check_length(text, limits), warnings=warnings, metadata=metadata)


def _decode(data: bytes) -> tuple[str, str]:
    """As plain text is decoded; failing that, in the code page that the page itself names."""
    try:
        return decode(data)
    except ReadError:
        match = _CHARSET.search(data[:4096])
        if match is None:
            raise
        name = match[1].decode("ascii").lower()
        try:
            return data.decode(name), name
        except (LookupError, UnicodeDecodeError):
            raise ReadError(Reason.UNDECODABLE, f"says {name[:20]} but is not") from None


def _text_of(root: etree._Element) -> str:
    """Walks the tree without recursion, so that depth costs nothing."""
    out: list[str] = []
    hidden: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and hidden is None:
            if tag in _HIDDEN or "hidden" in element.attrib:
                hidden = element
                continue
            out.append(_before(tag, element))
            out.append(_in_line(element.text, element))
        elif event == "end":
            if hidden is None:
                out.append(_after(tag, element))
            elif element is hidden:
                hidden = None
            if hidden is None and element is not root:
                out.append(_in_line(element.tail, element))
    return _EMPTY_ROW.sub("\n", "".join(out))


def _before(tag: str, element: etree._Element) -> str:
    if tag in _CELLS and _is_data(element):
        return "" if element.getprevious() is None else CELL_SEPARATOR
    return "\n" if tag in _BLOCKS | _CELLS and not _in_data_cell(element) else ""


def _after(tag: str, element: etree._Element) -> str:
    if tag == "br":
        return " " if _in_data_cell(element) else "\n"
    if tag in _CELLS and _is_data(element):
        return ""
    if tag in _BLOCKS | _CELLS:
        return " " if _in_data_cell(element) else "\n"
    return ""


def _in_line(text: str | None, element: etree._Element) -> str:
    """Line ends of the source mean nothing in HTML, but in ``pre`` they do."""
    if not text:
        return ""
    preformatted = any(above.tag == "pre" for above in element.iterancestors()) or element.tag == "pre"
    return text if preformatted else " ".join(f"x{text}x".split())[1:-1]


def _in_data_cell(element: etree._Element) -> bool:
    cell = next(element.iterancestors("td", "th"), None)
    return cell is not None and _is_data(cell)


def _is_data(cell: etree._Element) -> bool:
    """Whether a cell belongs to a table of data: pages are also laid out with tables, and those are just
    blocks.
    """
    table = next(cell.iterancestors("table"), None)
    if table is None:
        return False
    known: str | None = table.get(_MARK)
    if known is None:
        known = "data" if _holds_data(table) else "layout"
        table.set(_MARK, known)
    return known == "data"


def _holds_data(table: etree._Element) -> bool:
    if next(table.iterdescendants("table"), None) is not None:
        return False
    words = fold(" ".join(" ".join(table.itertext()).split())[:4000])
    if any(word in words for word in LAYOUT_WORDS):
        return False
    return all(len("".join(cell.itertext())) <= _LONG_CELL for cell in table.iterdescendants("td", "th"))
