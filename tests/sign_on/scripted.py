"""A provider that says whatever a test wants, over real HTTP: the answers that no honest provider gives."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "congvu", "chi-de-thu"
Claims = dict[str, Any]


@dataclass
class Scripted:
    """What it will say; tests change it. ``token`` makes the ID token, or anything else, from honest claims."""

    issuer: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    person: Claims = field(default_factory=lambda: {"sub": "s-1", "preferred_username": "an", "name": "Lý Thị An"})
    metadata: Claims = field(default_factory=dict)
    userinfo: Claims | None = None
    token: Callable[[Claims], str] | None = None
    nonce: str = ""
    challenge: str = ""
    codes: set[str] = field(default_factory=set)

    def published(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/logout",
            **self.metadata,
        }

    def honest(self, **changes: Any) -> Claims:
        """Claims of a right ID token; a change to None leaves the claim out."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "sid": "phiên-1",
            **self.person,
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def logout(self, **changes: Any) -> Claims:
        """Claims of a right logout token."""
        events = {"http://schemas.openid.net/event/backchannel-logout": {}}
        changes = {"events": events, "jti": "j-1", "nonce": None, "name": None, "preferred_username": None, **changes}
        return self.honest(**changes)

    def signed(self, claims: Claims, key: RSAKey | None = None, **header: Any) -> str:
        key = key or self.key
        return jwt.encode({"alg": "RS256", "kid": key.kid, **header}, claims, key)

    def answer_token(self, form: dict[str, str], authorization: str) -> tuple[int, Claims]:
        """The token endpoint: client, code and PKCE are checked, as a real one does."""
        if authorization != "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode():
            return 401, {"error": "invalid_client"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.challenge or form["code"] in self.codes:
            return 400, {"error": "invalid_grant"}
        self.codes.add(form["code"])
        claims = self.honest()
        return 200, {"access_token": "a", "id_token": self.token(claims) if self.token else self.signed(claims)}


@contextmanager
def running() -> Iterator[Scripted]:
    """The provider on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def _send(self, status: int, told: Any) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                self._send(200, scripted.published())
            elif self.path == "/jwks":
                self._send(200, KeySet([scripted.key]).as_dict(private=False))
            elif self.path == "/userinfo":
                self._send(200, scripted.userinfo or {"sub": scripted.person["sub"]})
            else:
                self._send(404, {})

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            flat = {name: values[0] for name, values in form.items()}
            self._send(*scripted.answer_token(flat, self.headers.get("Authorization", "")))

        def log_message(self, *_arguments: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scripted = Scripted(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield scripted
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
