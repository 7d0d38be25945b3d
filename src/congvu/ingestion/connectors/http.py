"""Fetching from addresses that others wrote down, so that it cannot be led astray.

A host is one of those allowed. Its name is resolved once, every address of it is judged, and the connection goes to
the very address that was judged. Redirects are not followed by the library but judged again here. Answers are cut off
at a size and a time.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx2
from django.utils.translation import gettext as _

from congvu.ingestion.connectors.base import ConnectorError

MAX_REDIRECTS = 4
SECONDS = 30.0
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: the address that gave it in the end, its kind and bytes."""

    status: int
    url: str
    content_type: str
    content: bytes


class GuardedClient:
    """Requests to ``hosts`` ("host" or "host:port") alone; addresses of the inner network only where ``private``."""

    def __init__(self, hosts: Iterable[str], *, private: bool = False, seconds: float = SECONDS) -> None:
        self._hosts = frozenset(host.strip().lower().rstrip(".") for host in hosts if host.strip())
        self._private = private
        # The proxies of the environment are not for this: they would resolve names themselves.
        self._client = httpx2.Client(timeout=seconds, follow_redirects=False, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def get(self, url: str, limit: int, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a GET, after at most MAX_REDIRECTS hops, each judged. Raises ConnectorError."""
        for _hop in range(MAX_REDIRECTS + 1):
            answer, location = self._once("GET", url, limit, headers or {}, b"")
            if location is None:
                return answer
            url = joined(url, location)
        raise ConnectorError(_("%s redirects without end.") % _host(url))

    def send(self, method: str, url: str, content: bytes, headers: Mapping[str, str], limit: int) -> Answer:
        """The answer to a request with a body; a redirect is an answer like any other and is not followed."""
        return self._once(method, url, limit, headers, content)[0]

    def _once(
        self, method: str, url: str, limit: int, headers: Mapping[str, str], content: bytes
    ) -> tuple[Answer, str | None]:
        address, host = self._judged(url)
        parts = urlsplit(url)
        sent = {**headers, "Host": parts.netloc.rpartition("@")[2]}
        extensions = {"sni_hostname": host}
        try:
            pinned = httpx2.URL(url).copy_with(host=address)
            with self._client.stream(
                method, pinned, headers=sent, content=content or None, extensions=extensions
            ) as response:
                received = bytearray()
                for chunk in response.iter_bytes():
                    received += chunk
                    if len(received) > limit:
                        raise ConnectorError(
                            _("%(host)s sent more than %(limit)d bytes.") % {"host": host, "limit": limit}
                        )
                kind = response.headers.get("content-type", "")
                location = response.headers.get("location") if response.is_redirect else None
                return Answer(response.status_code, url, kind, bytes(received)), location
        except httpx2.InvalidURL as error:
            raise ConnectorError(_("%s is no address that may be fetched.") % url[:100]) from error
        except httpx2.HTTPError as error:
            found = {"host": host, "error": type(error).__name__}
            raise ConnectorError(_("%(host)s does not answer (%(error)s).") % found) from error

    def _judged(self, url: str) -> tuple[str, str]:
        """The address to connect to, and the host it stands for; ConnectorError where either may not be."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError as error:
            raise ConnectorError(_("That is no address.")) from error
        if parts.scheme not in _PORTS or not host or "@" in parts.netloc:
            raise ConnectorError(_("%s is no address that may be fetched.") % url[:100])
        allowed = {host, f"{host}:{port}"} if port in (None, _PORTS[parts.scheme]) else {f"{host}:{port}"}
        if not allowed & self._hosts:
            raise ConnectorError(_("%s is not among the allowed hosts.") % host)
        try:
            found = socket.getaddrinfo(host, port or _PORTS[parts.scheme], type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise ConnectorError(_("The name %s is not known.") % host) from error
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(self._may_be(address) for address in addresses):
            raise ConnectorError(_("%s leads into the inner network, which this source may not reach.") % host)
        return addresses[0], host

    def _may_be(self, address: str) -> bool:
        ip = _inner(ipaddress.ip_address(address.partition("%")[0]))
        if ip.is_multicast or ip.is_unspecified or ip.is_link_local:
            return False  # never, whatever is allowed: link-local is where clouds keep their secrets
        return bool(ip.is_global) or self._private


def joined(base: str, address: str) -> str:
    """An address that others wrote, relative to where it stood; what is none stays, for the client to refuse."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _inner(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address that an IPv6 form only wraps: mapped, 6to4, or translated (NAT64)."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _host(url: str) -> str:
    return urlsplit(url).hostname or url[:100]
