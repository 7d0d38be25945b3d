"""Untrusted XML as a small tree by local names, whatever the prefixes are and whether they are declared or not.

Real messages use prefixes that they declare elsewhere or nowhere, so this reads names, not namespaces. There are no
entities, no document type, and limits on depth and number of elements.
"""

from __future__ import annotations

import xml.sax
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml.sax
from defusedxml import DefusedXmlException

from congvu.ingestion.types import ReadError, Reason

MAX_DEPTH = 40
MAX_ELEMENTS = 20_000
_JUNK = 64
"""Bytes before the first "<" that are passed over: some senders put a length there."""


@dataclass(slots=True)
class Node:
    """An element: its local name, the text directly in it, the elements in it, its attributes by local name."""

    name: str
    parts: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()

    def all(self, name: str) -> Iterator[Node]:
        """Direct children of this name, in any case."""
        return (child for child in self.children if child.name.lower() == name.lower())

    def first(self, *path: str) -> Node:
        """The element at the end of a path; an empty one where there is none."""
        node = self
        for name in path:
            node = next(node.all(name), Node(name))
        return node

    def words(self, *path: str) -> str:
        """The text at the end of a path in one line; "" where there is none."""
        return " ".join(self.first(*path).text.split())

    def find(self, name: str) -> Node | None:
        """The first element of this name anywhere below, nearest to the top first."""
        level = [self]
        while level:
            for node in level:
                if node.name.lower() == name.lower():
                    return node
            level = [child for node in level for child in node.children]
        return None


class _Builder(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # the library's name
        self._count += 1
        if len(self._open) >= MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise ReadError(Reason.DECOMPRESSION_BOMB, f"over {MAX_DEPTH} levels or {MAX_ELEMENTS} elements")
        node = Node(_local(name), attributes={_local(key): attrs.getValue(key) for key in attrs.getNames()})
        if self._open:
            self._open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self._open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802  # the library's name
        self._open.pop()

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1].parts.append(content)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def read_tree(data: bytes) -> Node:
    """The root of a document; ReadError for what is not well-formed, has a document type, or is beyond the limits."""
    start = data.find(b"<", 0, _JUNK)
    builder = _Builder()
    try:
        defusedxml.sax.parseString(data[max(start, 0) :], builder, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ReadError(Reason.DAMAGED, "XML with a document type or entities") from error
    except xml.sax.SAXException as error:
        raise ReadError(Reason.DAMAGED, "not well-formed XML") from error
    except (LookupError, ValueError) as error:
        raise ReadError(Reason.UNDECODABLE, "XML in an unknown encoding") from error
    if builder.root is None:
        raise ReadError(Reason.DAMAGED, "XML without an element")
    return builder.root
