"""LemonLDAP::NG over slapd: the single sign-on that a government runs, as OpenID Connect and as SAML provider.

Everything is in one temporary folder: its configuration, sessions, logs, sockets and the directory of people.
Nothing under /etc or /var/lib is read for it or changed, no name is added to /etc/hosts: the portal is reached as
``http://127.0.0.1:PORT``, which browsers allow cookies for. A site that is reached as ``http://localhost:PORT`` is
*another site* for a browser, as it is in a province. All programs run as ``www-data``, which LemonLDAP::NG demands.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.providers.directory import BASE, MANAGER, MANAGER_PASSWORD, SLAPD, Directory

NGINX = Path("/usr/sbin/nginx")
FASTCGI = Path("/usr/sbin/llng-fastcgi-server")
PORTAL = Path("/usr/share/lemonldap-ng/portal")
LASSO = Path("/usr/share/perl5/Lemonldap/NG/Portal/Issuer/SAML.pm")
USER = "www-data"

_INI = """\
[all]
logLevel = notice
[configuration]
type = File
dirName = {folder}/conf
localStorage = Cache::FileCache
localStorageOptions = {{ 'namespace' => 'config', 'default_expires_in' => 600, 'cache_root' => '{folder}/cache' }}
[portal]
staticPrefix = /static
templateDir = {portal}/templates
languages = vi, en
"""

_NGINX = """\
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_processes 1;
daemon off;
events {{ worker_connections 128; }}
http {{
    access_log off;
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/tmp-body;
    fastcgi_temp_path {folder}/tmp-fastcgi;
    proxy_temp_path {folder}/tmp-proxy;
    scgi_temp_path {folder}/tmp-scgi;
    uwsgi_temp_path {folder}/tmp-uwsgi;
    server {{
        listen 127.0.0.1:{port};
        root {portal}/htdocs/;
        if ($uri !~ ^/((static|javascript|favicon).*|.*\\.psgi)) {{ rewrite ^/(.*)$ /index.psgi/$1 break; }}
        location ~ ^(?<sc>/.*\\.psgi)(?:$|/) {{
            include /etc/nginx/fastcgi_params;
            fastcgi_pass unix:{folder}/fcgi;
            fastcgi_param HTTP_HOST $http_host;
            fastcgi_param LLTYPE psgi;
            fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
            fastcgi_split_path_info ^(.*\\.psgi)(/.*)$;
            fastcgi_param PATH_INFO $fastcgi_path_info;
        }}
        location /static/ {{ alias {portal}/htdocs/static/; }}
        location /javascript/ {{ alias /usr/share/javascript/; }}
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """A site that signs on by OpenID Connect. ``logout_url`` is opened in a frame when the person signs out there."""

    client_id: str
    client_secret: str
    redirect_uri: str
    after_logout_uri: str
    logout_url: str = ""


def missing() -> str:
    """The first program that is not installed, or nothing."""
    needed = (SLAPD, NGINX, FASTCGI, PORTAL, LASSO)
    return next((str(path) for path in needed if not path.exists()), "")


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


def key_and_certificate() -> tuple[str, str]:
    """A new RSA key of 2048 bits and a certificate of its own over it, PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "LemonLDAP::NG of the tests")])
    day = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - dt.timedelta(days=1))
        .not_valid_after(day + dt.timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()


class LemonLdap:
    """A running provider. ``url`` has no slash at its end; ``close()`` ends it and removes its folder."""

    def __init__(
        self, *, saml: Mapping[str, str] | None = None, oidc: Mapping[str, RelyingParty] | None = None, port: int = 0
    ) -> None:
        """``saml``: metadata (XML) of service providers by name; ``oidc``: relying parties by name."""
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = Path(tempfile.mkdtemp(prefix="llng-"))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._unprivileged: list[str] = []
        if os.geteuid() == 0:
            self._unprivileged = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups"]
            shutil.chown(self.folder, USER, USER)
        try:
            self._start(saml or {}, oidc or {})
        except BaseException:
            self.close()
            raise

    @property
    def saml_metadata(self) -> str:
        """What this provider says of itself as SAML identity provider."""
        with urllib.request.urlopen(f"{self.url}/saml/metadata/idp", timeout=30) as response:
            text: str = response.read().decode()
            return text

    def log(self) -> str:
        """What it had to say, for the message of a failed test."""
        texts = (path.read_text(errors="replace")[-2000:] for path in sorted(self.folder.glob("*.log")))
        return "\n".join(texts)

    def _start(self, saml: Mapping[str, str], oidc: Mapping[str, RelyingParty]) -> None:
        folder = self.folder
        for name in ("conf", "cache", "sessions", "sessions/lock", "psessions", "psessions/lock", "ldap"):
            (folder / name).mkdir()
        shutil.chown(folder / "ldap", *((USER, USER) if self._unprivileged else (os.geteuid(), None)))
        directory = Directory(folder / "ldap", free_port(), self._unprivileged)
        self._processes.append(directory.process)
        directory.wait()
        (folder / "lemonldap-ng.ini").write_text(_INI.format(folder=folder, portal=PORTAL))
        (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, portal=PORTAL, port=self.port))
        config = self._config(directory.url, saml, oidc)
        (folder / "conf" / "lmConf-1.json").write_text(json.dumps(config), encoding="utf-8")
        subprocess.run(["chown", "-R", f"--reference={folder}", str(folder)], check=True)
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LLNG_DEFAULTCONFFILE": str(folder / "lemonldap-ng.ini"),
            "LLNG_DEFAULTLOGGER": "Lemonldap::NG::Common::Logger::Std",
        }
        fastcgi = [str(FASTCGI), "-n", "2", "-s", str(folder / "fcgi"), "-p", str(folder / "fcgi.pid"), "--foreground"]
        nginx = [str(NGINX), "-e", str(folder / "nginx.log"), "-c", str(folder / "nginx.conf")]
        for name, command in (("portal", fastcgi), ("nginx-start", nginx)):
            with (folder / f"{name}.log").open("ab") as log:
                self._processes.append(
                    subprocess.Popen(
                        [*self._unprivileged, *command],
                        env=environment,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                    )
                )
        self._wait()

    def _wait(self, seconds: float = 30) -> None:
        begun = time.monotonic()
        while True:
            assert all(process.poll() is None for process in self._processes), self.log()
            try:
                with urllib.request.urlopen(f"{self.url}/saml/metadata/idp", timeout=10):
                    return
            except (urllib.error.URLError, ConnectionError) as error:
                refused = isinstance(error, urllib.error.HTTPError) and error.code == 500  # the configuration is wrong
                assert not refused, self.log()
                assert time.monotonic() - begun < seconds, self.log()
                time.sleep(0.05)

    def _config(self, directory: str, saml: Mapping[str, str], oidc: Mapping[str, RelyingParty]) -> dict[str, Any]:
        saml_key, saml_certificate = key_and_certificate()
        oidc_key, oidc_certificate = key_and_certificate()

        def files(name: str) -> dict[str, str]:
            return {"Directory": f"{self.folder}/{name}", "LockDirectory": f"{self.folder}/{name}/lock"}

        return {
            "cfgNum": 1,
            "cfgDate": int(time.time()),
            "cfgVersion": "2.16.1",
            "portal": f"{self.url}/",
            "domain": "127.0.0.1",
            "cookieName": "lemonldap",
            "securedCookie": 0,
            "sameSite": "Lax",
            "authentication": "LDAP",
            "userDB": "Same",
            "passwordDB": "Null",
            "registerDB": "Null",
            "ldapServer": directory,
            "ldapBase": f"ou=people,{BASE}",
            "managerDn": MANAGER,
            "managerPassword": MANAGER_PASSWORD,
            "ldapGroupBase": f"ou=groups,{BASE}",
            "ldapGroupAttributeNameSearch": "cn",
            "ldapExportedVars": {
                "uid": "uid",
                "cn": "cn",
                "mail": "mail",
                "departmentNumber": "departmentNumber",
                "title": "title",
            },
            "globalStorage": "Apache::Session::File",
            "globalStorageOptions": files("sessions"),
            "persistentStorage": "Apache::Session::File",
            "persistentStorageOptions": files("psessions"),
            "localSessionStorage": "Cache::FileCache",
            "localSessionStorageOptions": {"namespace": "sessions", "cache_root": f"{self.folder}/cache"},
            "whatToTrace": "uid",
            "notification": 0,
            "locationRules": {"127.0.0.1": {"default": "accept"}},
            "exportedHeaders": {},
            "issuerDBSAMLActivation": 1,
            "samlServicePrivateKeySig": saml_key,
            "samlServicePublicKeySig": saml_certificate,
            "samlIDPMetaDataXML": {},
            "samlSPMetaDataXML": {name: {"samlSPMetaDataXML": xml} for name, xml in saml.items()},
            "samlSPMetaDataExportedAttributes": {
                name: {
                    "cn": "1;name",
                    "mail": "1;email",
                    "departmentNumber": "1;agency",
                    "title": "1;title",
                    "groups": "0;groups",
                    "uid": "1;uid",
                }
                for name in saml
            },
            "samlSPMetaDataOptions": {
                name: {
                    "samlSPMetaDataOptionsNameIDFormat": "persistent",
                    "samlSPMetaDataOptionsSignSSOMessage": 1,
                    "samlSPMetaDataOptionsSignSLOMessage": 1,
                    "samlSPMetaDataOptionsCheckSSOMessageSignature": 1,
                    "samlSPMetaDataOptionsCheckSLOMessageSignature": 1,
                    "samlSPMetaDataOptionsEncryptionMode": "none",
                }
                for name in saml
            },
            "issuerDBOpenIDConnectActivation": 1,
            "oidcServicePrivateKeySig": oidc_key,
            "oidcServicePublicKeySig": oidc_certificate,
            "oidcServiceKeyIdSig": f"k{self.port}",
            "oidcRPMetaDataOptions": {name: _relying_party(party) for name, party in oidc.items()},
            "oidcRPMetaDataExportedVars": {
                name: {
                    "name": "cn",
                    "email": "mail",
                    "agency": "departmentNumber",
                    "title": "title",
                    "groups": "groups",
                }
                for name in oidc
            },
            "oidcRPMetaDataOptionsExtraClaims": {name: {"profile": "name agency title groups"} for name in oidc},
        }

    def close(self) -> None:
        """End what was started, newest first, and remove the folder."""
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _relying_party(party: RelyingParty) -> dict[str, Any]:
    return {
        "oidcRPMetaDataOptionsClientID": party.client_id,
        "oidcRPMetaDataOptionsClientSecret": party.client_secret,
        "oidcRPMetaDataOptionsRedirectUris": party.redirect_uri,
        "oidcRPMetaDataOptionsPostLogoutRedirectUris": party.after_logout_uri,
        "oidcRPMetaDataOptionsIDTokenSignAlg": "RS256",
        "oidcRPMetaDataOptionsIDTokenForceClaims": 1,
        "oidcRPMetaDataOptionsUserIDAttr": "uid",
        "oidcRPMetaDataOptionsBypassConsent": 1,
        "oidcRPMetaDataOptionsRequirePKCE": 1,
        "oidcRPMetaDataOptionsLogoutBypassConfirm": 1,
        "oidcRPMetaDataOptionsLogoutType": "front",
        "oidcRPMetaDataOptionsLogoutUrl": party.logout_url,
        "oidcRPMetaDataOptionsLogoutSessionRequired": 1,
    }
