"""The people that the provider of the tests knows, and their directory (slapd) with them in it.

An LDAP directory in a folder of its own, on a free port of 127.0.0.1; no file of the system is changed.
"""

from __future__ import annotations

import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

SLAPD = Path("/usr/sbin/slapd")
BASE = "dc=tinh,dc=test"
MANAGER, MANAGER_PASSWORD = f"cn=manager,{BASE}", "for-the-tests-only"  # not ASCII: the portal dies of it


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody in the directory; ``agency`` is a code of ours, ``groups`` are what roles are made of."""

    uid: str
    name: str
    agency: str
    title: str
    groups: tuple[str, ...] = ()

    @property
    def password(self) -> str:
        return f"mật khẩu của {self.uid}"

    @property
    def email(self) -> str:
        return f"{self.uid}@tinh.test"


OFFICIALS = (
    Official("an.nguyen", "Nguyễn Văn An", "so-bac", "Chuyên viên"),
    Official("binh.tran", "Trần Thị Bình", "so-nam", "Chánh Văn phòng", ("congvu-dau-moi",)),
    Official("chau.le", "Lê Minh Châu", "so-khong-co", "Chuyên viên"),
)
AN, BINH, CHAU = OFFICIALS

_CONFIG = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
database mdb
maxsize 16777216
suffix "{base}"
rootdn "{manager}"
rootpw "{password}"
directory {folder}/db
dbnosync
"""


def _ldif() -> str:
    """The whole directory."""
    entries = [
        f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: tinh\no: Tinh",
        f"dn: ou=people,{BASE}\nobjectClass: organizationalUnit\nou: people",
        f"dn: ou=groups,{BASE}\nobjectClass: organizationalUnit\nou: groups",
    ]
    entries += [
        f"dn: {_dn(person)}\nobjectClass: inetOrgPerson\nuid: {person.uid}\ncn: {person.name}\n"
        f"sn: {person.name.split()[0]}\nmail: {person.email}\ndepartmentNumber: {person.agency}\n"
        f"title: {person.title}\nuserPassword: {person.password}"
        for person in OFFICIALS
    ]
    for group in sorted({group for person in OFFICIALS for group in person.groups}):
        members = "\n".join(f"member: {_dn(person)}" for person in OFFICIALS if group in person.groups)
        entries.append(f"dn: cn={group},ou=groups,{BASE}\nobjectClass: groupOfNames\ncn: {group}\n{members}")
    return "\n\n".join(entries) + "\n"


def _dn(person: Official) -> str:
    return f"uid={person.uid},ou=people,{BASE}"


class Directory:
    """slapd; ``url`` is what a client connects to."""

    def __init__(self, folder: Path, port: int, unprivileged: list[str]) -> None:
        self._port = port
        self.url = f"ldap://127.0.0.1:{port}"
        (folder / "db").mkdir()
        config, data = folder / "slapd.conf", folder / "people.ldif"
        config.write_text(
            _CONFIG.format(folder=folder, base=BASE, manager=MANAGER, password=MANAGER_PASSWORD), encoding="utf-8"
        )
        data.write_text(_ldif(), encoding="utf-8")
        subprocess.run(["chown", "-R", f"--reference={folder}", str(folder)], check=True)
        load = [*unprivileged, str(SLAPD), "-T", "add", "-f", str(config), "-l", str(data)]
        subprocess.run(load, check=True, capture_output=True, timeout=30)
        with (folder / "slapd.log").open("wb") as log:
            self.process = subprocess.Popen(
                [*unprivileged, str(SLAPD), "-f", str(config), "-h", self.url, "-d", "0"], stdout=log, stderr=log
            )

    def wait(self, seconds: float = 10) -> None:
        """Return once it takes connections."""
        begun = time.monotonic()
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except ConnectionError:
                assert self.process.poll() is None, "slapd did not start"
                assert time.monotonic() - begun < seconds, "slapd takes no connections"
                time.sleep(0.02)
            else:
                return
