"""One contract for every connector, the scripted one included; and what must never be reached over HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.utils import translation

from congvu.ingestion.connectors import folder
from congvu.ingestion.connectors.base import Connector, ConnectorError
from congvu.ingestion.connectors.folder import FolderConnector
from congvu.ingestion.connectors.gateway import GatewayConnector
from congvu.ingestion.connectors.http import GuardedClient
from congvu.ingestion.connectors.scripted import ScriptedConnector
from congvu.ingestion.connectors.scripted_gateway import ScriptedGateway
from congvu.ingestion.connectors.web_list import WebListConnector
from tests.integration.ingestion.test_exchange_killed import served

THINGS = {"a.txt": b"first", "b.txt": b"second"}
Answers = dict[str, tuple[int, dict[str, str], bytes]]
SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<url><loc>{0}/a.txt</loc><lastmod>2026-01-01</lastmod></url><url><loc>{0}/b.txt</loc></url></urlset>"
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@contextmanager
def website(answers: Answers) -> Iterator[str]:
    """A server on this machine that gives these answers by path; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def scripted(_tmp_path: Path) -> Iterator[Connector]:
    yield ScriptedConnector(list(THINGS.items()))


@contextmanager
def in_folder(tmp_path: Path) -> Iterator[Connector]:
    for name, content in THINGS.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "writing.txt.part").write_bytes(b"half")
    (tmp_path / ".hidden").write_bytes(b"no")
    (tmp_path / "link").symlink_to("/etc/passwd")
    yield FolderConnector(tmp_path)


@contextmanager
def at_gateway(_tmp_path: Path) -> Iterator[Connector]:
    gateway = ScriptedGateway({name.removesuffix(".txt"): content for name, content in THINGS.items()})
    with served(gateway) as port:
        yield GatewayConnector(f"http://127.0.0.1:{port}", "H15", gateway.secret, private=True)


@contextmanager
def on_website(_tmp_path: Path) -> Iterator[Connector]:
    answers: Answers = {f"/{name}": (200, {"Content-Type": "text/plain"}, body) for name, body in THINGS.items()}
    with website(answers) as address:
        answers["/sitemap.xml"] = (200, {}, SITEMAP.format(address).encode())
        yield WebListConnector(f"{address}/sitemap.xml", [], private=True)


MAKERS = {"scripted": scripted, "folder": in_folder, "gateway": at_gateway, "web": on_website}


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS.keys())
def test_a_connector_hands_everything_over_until_it_is_taken(
    maker: Callable[[Path], Iterator[Connector]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "SETTLED_SECONDS", 0)
    with maker(tmp_path) as connector:  # type: ignore[attr-defined]  # context managers
        markers: set[str] = set()
        for _look in range(2):
            seen = {}
            for one in connector.fetch(markers.__contains__):
                content = one.content.read_bytes() if isinstance(one.content, Path) else one.content
                seen[one.name.rpartition("/")[2].removesuffix(".edxml").removesuffix(".txt") + ".txt"] = content
            assert seen == THINGS, "what was not taken comes again"
        for one in connector.fetch(markers.__contains__):
            one.taken()
            markers.add(one.marker)
        assert list(connector.fetch(markers.__contains__)) == []
        connector.close()


def test_a_file_that_is_still_growing_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"just now")
    assert list(FolderConnector(tmp_path).fetch(lambda _marker: False)) == []


def test_a_gateway_that_does_not_know_us_says_so() -> None:
    gateway = ScriptedGateway({"a": b"x"})
    with served(gateway) as port, pytest.raises(ConnectorError, match="does not know us"):
        list(GatewayConnector(f"http://127.0.0.1:{port}", "H15", "wrong", private=True).fetch(lambda _marker: False))


def test_a_feed_of_news_is_read_and_other_hosts_in_it_are_passed_over() -> None:
    answers: Answers = {"/tin/1": (200, {"Content-Type": "text/html; charset=utf-8"}, b"<html><p>Tin</p></html>")}
    with website(answers) as address:
        items = f"<item><link>{address}/tin/1</link></item><item><link>http://169.254.169.254/</link></item>"
        answers["/rss"] = (200, {}, f"<rss><channel>{items}</channel></rss>".encode())
        found = WebListConnector(f"{address}/rss", [], private=True).fetch(lambda _marker: False)
        assert next(found).name == "127.0.0.1/tin/1.html"
        with pytest.raises(ConnectorError, match="not among the allowed hosts"):
            next(found)


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/cong-bao/"><title>Công báo</title>
<updated>2026-03-02T00:00:00Z</updated>
<link rel="self" href="/atom"/><link href="/"/>
<entry><id>urn:uuid:1</id><updated>2026-03-01T08:00:00+07:00</updated><link href="so-1"/>
  <link rel="edit" href="/sua/1"/><content type="xhtml"><div><a href="/khong">x</a></div></content></entry>
<entry><id>urn:uuid:2</id><updated>2026-03-02T08:00:00+07:00</updated><link rel="alternate" href="so-2"/>
  <link rel="enclosure" type="application/pdf" href="/tep/2.pdf" length="9"/>
  <link rel="enclosure" type="audio/mpeg" href="/tep/2.mp3"/><link rel="enclosure" href="/tep/phu-luc"/></entry>
<entry xml:base="http://{0}/nam/2026/"><id>urn:uuid:3</id><published>2026-03-03T00:00:00Z</published>
  <link rel="http://www.iana.org/assignments/relation/alternate" type="application/json" href="3.json"/>
  <link rel="alternate" type="text/html" href="3"/></entry>
<entry><id>urn:uuid:4</id><content type="application/pdf" src="/tep/4.pdf"/></entry>
<entry><id>urn:uuid:5</id><link rel="related" href="/khac"/></entry>
<entry><id>urn:uuid:6</id><link href="http://169.254.169.254/latest"/></entry>
<entry><id>urn:uuid:7</id><link href="http://[1"/></entry>
</feed>"""


def test_an_atom_feed_gives_the_files_that_its_entries_enclose_or_their_pages() -> None:
    page, pdf = (200, {"Content-Type": "text/html"}, b"<p>Tin</p>"), (200, {"Content-Type": "application/pdf"}, b"%PDF")
    answers: Answers = {
        "/cong-bao/so-1": page, "/tep/2.pdf": pdf, "/tep/phu-luc": page, "/nam/2026/3": page, "/tep/4.pdf": pdf,
    }  # fmt: skip
    with website(answers) as address:
        answers["/atom"] = (200, {"Content-Type": "application/atom+xml"}, ATOM.format(address[7:]).encode())
        connector = WebListConnector(f"{address}/atom", [], private=True)
        offered = connector.fetch(lambda _marker: False)
        found = [next(offered) for _file in range(5)]
        with pytest.raises(ConnectorError, match="not among the allowed hosts"):
            next(offered)
        assert [one.name.partition("/")[2] for one in found] == [
            "cong-bao/so-1.html", "tep/2.pdf", "tep/phu-luc.html", "nam/2026/3.html", "tep/4.pdf",
        ]  # fmt: skip
        assert [one.marker.partition(" ")[2] for one in found] == [
            "2026-03-01T08:00:00+07:00", "2026-03-02T08:00:00+07:00", "2026-03-02T08:00:00+07:00",
            "2026-03-03T00:00:00Z", "",
        ]  # fmt: skip
        answers["/atom"] = (200, {}, ATOM.format(address[7:]).replace("2026-03-01T08", "2026-03-04T08").encode())
        again = connector.fetch({one.marker for one in found}.__contains__)
        assert next(again).name.endswith("cong-bao/so-1.html"), "an entry that was updated comes again, others do not"


@pytest.mark.parametrize(
    ("url", "hosts", "why"),
    [
        ("http://127.0.0.1/", ["127.0.0.1"], "inner network"),
        ("http://[::1]/", ["::1"], "inner network"),
        ("http://localhost/", ["localhost"], "inner network"),
        ("http://10.0.0.8/", ["10.0.0.8"], "inner network"),
        ("http://169.254.169.254/latest/meta-data/", ["169.254.169.254"], "inner network"),
        ("http://[::ffff:127.0.0.1]/", ["::ffff:127.0.0.1"], "inner network"),
        ("http://[64:ff9b::7f00:1]/", ["64:ff9b::7f00:1"], "inner network"),
        ("http://[2002:7f00:1::]/", ["2002:7f00:1::"], "inner network"),
        ("http://2130706433/", ["2130706433"], "inner network"),
        ("http://0x7f.1/", ["0x7f.1"], "inner network"),
        ("http://0.0.0.0/", ["0.0.0.0"], "inner network"),
        ("http://vanban.vn@127.0.0.1/", ["vanban.vn"], "no address that may be fetched"),
        ("http://127.0.0.1/#@vanban.vn/", ["vanban.vn"], "not among the allowed hosts"),
        ("http://vanban.vn.evil.example/", ["vanban.vn"], "not among the allowed hosts"),
        ("http://vanban.vn:22/", ["vanban.vn"], "not among the allowed hosts"),
        ("file:///etc/passwd", [""], "no address that may be fetched"),
        ("gopher://127.0.0.1/", ["127.0.0.1"], "no address that may be fetched"),
        ("http://127.0.0.1:99999999/", ["127.0.0.1"], "no address"),
    ],
)
def test_what_leads_into_the_inner_network_is_not_asked(
    url: str, hosts: list[str], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_values: object, **_named: object) -> None:
        raise AssertionError("connected")

    monkeypatch.setattr(socket.socket, "connect", never)
    with pytest.raises(ConnectorError, match=why):
        GuardedClient(hosts).get(url, 1000)


def test_link_local_addresses_are_never_asked_even_where_inner_hosts_are_allowed() -> None:
    with pytest.raises(ConnectorError, match="inner network"):
        GuardedClient(["169.254.169.254"], private=True).get("http://169.254.169.254/", 1000)


def test_a_name_with_one_bad_address_among_good_ones_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_values: object, **_named: object) -> list[object]:
        return [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(ConnectorError, match="inner network"):
        GuardedClient(["vanban.vn"]).get("http://vanban.vn/", 1000)


def test_a_name_is_resolved_once_and_that_address_is_asked_with_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers differently the second time (DNS rebinding) gains nothing."""
    with website({"/": (200, {}, b"ok")}) as address:
        port = int(address.rpartition(":")[2])
        real, asked = socket.getaddrinfo, []

        def resolve(host: str, *values: object, **named: object) -> object:
            if host != "vanban.vn":
                return real(host, *values, **named)  # type: ignore[arg-type]  # as it was called
            asked.append(host)
            return [(2, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.9.9.9", port))]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        client = GuardedClient([f"vanban.vn:{port}"], private=True)
        assert client.get(f"http://vanban.vn:{port}/", 1000).content == b"ok"
        assert len(asked) == 1


def test_redirects_are_judged_again_and_end() -> None:
    answers: Answers = {
        "/inner": (302, {"Location": "http://169.254.169.254/"}, b""),
        "/elsewhere": (302, {"Location": "http://evil.example/"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/good": (302, {"Location": "/there"}, b""),
        "/there": (200, {}, b"here"),
    }
    with website(answers) as address:
        host = address.removeprefix("http://")
        client = GuardedClient([host, "169.254.169.254"], private=True)
        for path, why in (("inner", "inner"), ("elsewhere", "allowed hosts"), ("file", "fetched"), ("round", "end")):
            with pytest.raises(ConnectorError, match=why):
                client.get(f"{address}/{path}", 1000)
        assert client.get(f"{address}/good", 1000).content == b"here"


def test_a_source_that_cannot_be_asked_is_told_of_in_the_readers_language() -> None:
    with translation.override("vi"), pytest.raises(ConnectorError, match="không nằm trong các máy chủ được phép"):
        GuardedClient(["a.example"]).get("http://b.example/", 10)
    with (
        website({"/l": (200, {}, b"<urlset>")}) as address,
        translation.override("vi"),
        pytest.raises(ConnectorError, match="Không đọc được danh sách: XML không đúng cú pháp"),
    ):
        list(WebListConnector(f"{address}/l", [], private=True).fetch(lambda _marker: False))


@pytest.mark.parametrize("url", ["http://[1", "http://127.0.0.1/" + "x" * 70_000])
def test_an_address_that_is_none_is_refused_as_one(url: str) -> None:
    with pytest.raises(ConnectorError, match="no address"):
        GuardedClient(["127.0.0.1"], private=True).get(url, 10)


def test_answers_are_cut_off_at_the_limit() -> None:
    with website({"/": (200, {}, bytes(5000))}) as address, pytest.raises(ConnectorError, match="more than 1000"):
        GuardedClient([address.removeprefix("http://")], private=True).get(f"{address}/", 1000)


@pytest.mark.parametrize("content", [b"<!DOCTYPE a [<!ENTITY b 'c'>]><urlset>&b;</urlset>", b"<html/>", b"not xml"])
def test_a_list_that_is_none_says_so(content: bytes) -> None:
    with website({"/l": (200, {}, content)}) as address, pytest.raises(ConnectorError, match="The list"):
        list(WebListConnector(f"{address}/l", [], private=True).fetch(lambda _marker: False))
