"""Documents that a website lists: in a sitemap or a feed (RSS, Atom)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from congvu.ingestion.connectors.base import ConnectorError, Fetched, Known
from congvu.ingestion.connectors.http import Answer, GuardedClient, joined
from congvu.ingestion.edxml.tree import Node, read_tree
from congvu.ingestion.told import told
from congvu.ingestion.types import ReadError

MAX_LIST = 16 * 1024 * 1024
MAX_FILE = 50 * 1024 * 1024
MAX_LISTS = 20
MAX_FILES = 200
"""New ones in one run; the rest waits for the next."""
_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt",
    "application/msword": ".doc", "application/rtf": ".rtf", "text/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip


class WebListConnector:
    """What stands behind the links of a list, as long as the hosts are allowed ones; others are passed over."""

    def __init__(self, url: str, hosts: Sequence[str], *, private: bool) -> None:
        self._url = url
        own = urlsplit(url).netloc.rpartition("@")[2]
        self._client = GuardedClient(hosts or [own], private=private)

    def fetch(self, known: Known) -> Iterator[Fetched]:
        new = 0
        failed = ""
        for link, changed in self._links(self._url, MAX_LISTS):
            marker = f"{link} {changed}".strip()[-300:]
            if known(marker):
                continue
            if new == MAX_FILES:
                break
            new += 1
            try:
                answer = self._client.get(link, MAX_FILE)
                if answer.status != 200:
                    raise ConnectorError(f"{link}: {answer.status}")
            except ConnectorError as error:
                failed = failed or str(error)
                continue
            yield Fetched(_name(link, answer), answer.content, marker=marker)
        if failed:
            raise ConnectorError(failed)

    def send(self, name: str, content: bytes) -> None:
        raise ConnectorError(_("A website takes no messages."))

    def close(self) -> None:
        self._client.close()

    def _links(self, url: str, lists_left: int) -> Iterator[tuple[str, str]]:
        """(address, date as written) of every entry; a list of lists is followed one level down."""
        answer = self._client.get(url, MAX_LIST)
        if answer.status != 200:
            raise ConnectorError(_("The list answers %d.") % answer.status)
        try:
            root = read_tree(answer.content)
        except ReadError as error:
            raise ConnectorError(_("The list cannot be read: %s.") % told(error.detail)) from error
        if root.name == "sitemapindex":
            for entry in list(root.all("sitemap"))[:lists_left]:
                if address := entry.words("loc"):
                    yield from self._links(joined(url, address), 0)
            return
        for entry in _entries(root):
            changed = next(filter(None, map(entry.words, ("lastmod", "pubDate", "updated", "published"))), "")
            for link in _atom_links(entry, _based(url, root)) if root.name == "feed" else _own_links(entry, url):
                yield link, changed


def _entries(root: Node) -> Iterator[Node]:
    if root.name == "urlset":
        yield from root.all("url")
    elif root.name == "rss":
        yield from root.first("channel").all("item")
    elif root.name == "RDF":
        yield from root.all("item")
    elif root.name == "feed":
        yield from root.all("entry")
    else:
        raise ConnectorError(_("The list is neither a sitemap nor a feed (RSS, Atom)."))


def _own_links(entry: Node, url: str) -> Iterator[str]:
    """The one address of an entry of a sitemap or of RSS."""
    link = entry.words("loc") or entry.words("link") or entry.words("guid")
    if link:
        yield joined(url, link)


def _atom_links(entry: Node, base: str) -> Iterator[str]:
    """What an Atom entry encloses, of the kinds that are read; else the page that it stands for, else where its
    content lies. Other links lead to something else: the entry itself, replies, what is related.
    """
    base = _based(base, entry)
    by_relation: dict[str, list[Node]] = {}
    for link in entry.all("link"):
        # A relation may be written as the address of its registration.
        relation = link.attributes.get("rel", "alternate").rpartition("/")[2].lower()
        by_relation.setdefault(relation, []).append(link)
    enclosed = [link for link in by_relation.get("enclosure", []) if _may_be_read(link)]
    pages = sorted(by_relation.get("alternate", []), key=lambda link: not _may_be_read(link))
    found = [_address(link, base, "href") for link in enclosed or pages[:1]]
    yield from filter(None, found or [_address(entry.first("content"), base, "src")])


def _may_be_read(link: Node) -> bool:
    """Whether the kind that a link promises is one of ours; without a promise the answer itself decides."""
    kind = link.attributes.get("type", "").partition(";")[0].strip().lower()
    return not kind or kind in _SUFFIXES


def _address(node: Node, base: str, name: str) -> str:
    value = node.attributes.get(name, "").strip()
    return joined(_based(base, node), value) if value else ""


def _based(base: str, node: Node) -> str:
    """The address that those of an element are relative to (xml:base)."""
    return joined(base, node.attributes.get("base", "").strip())


def _name(link: str, answer: Answer) -> str:
    """A name that is the same each time: host and path, with the ending that the kind of file has."""
    parts = urlsplit(link)
    path = PurePosixPath(unquote(parts.path).strip("/") or "index")
    kind = answer.content_type.partition(";")[0].strip().lower()
    suffix = _SUFFIXES.get(kind, "")
    name = f"{path}?{parts.query}" if parts.query else str(path)
    known = path.suffix.lower() in _SUFFIXES.values() and not parts.query
    return f"{parts.hostname}/{name}{'' if known or not suffix else suffix}"
