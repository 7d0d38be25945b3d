"""The people and texts of the tests: alice and bob (same agency), charlie (another), dana (expert), carol
(coordinator of alice's agency), eve (operator). Documents are made through ``corpus.actions``, as in real use.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from congvu.accounts.models import Agency, AgencyName, Membership, RoleGrant, User, WorkField
from congvu.accounts.types import Role
from congvu.common.hashing import sha256_hex
from congvu.corpus.actions import ensure_source, store_document
from congvu.corpus.models import Document, DocumentVersion
from congvu.corpus.storage import put_bytes
from congvu.corpus.types import ReadDocument, StoreResult
from congvu.index.actions import index_version, reindex_document
from congvu.legal import display_title, find_effective_date, read_front_matter
from congvu.legal.partial_force import find_unit_dates
from congvu.legal.relation_types import FoundRelation, RelationKind, TextName
from congvu.legal.relations import find_relations
from congvu.legal.structure import parse_structure

PASSWORD = "đăng nhập để thử 1"

LAW = """QUỐC HỘI

LUẬT
VÍ DỤ

Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh
Luật này quy định về việc ví dụ.

Điều 2. Nghỉ hằng năm
1. Người làm ví dụ được nghỉ hằng năm như sau:
a) 12 ngày đối với người bình thường;
b) 14 ngày đối với người khuyết tật & người cao tuổi.
2. Ngày nghỉ do đơn vị sắp xếp <theo thỏa thuận>.

Chương II
ĐIỀU KHOẢN THI HÀNH

Điều 3. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2021.
"""


@dataclass(frozen=True)
class People:
    """Everybody, and the two agencies."""

    north: Agency
    south: Agency
    alice: User
    bob: User
    charlie: User
    carol: User
    dana: User
    eve: User


def make_agency(code: str, name: str) -> Agency:
    agency = Agency.objects.create(code=code)
    AgencyName.create(agency, name)
    return agency


def make_user(username: str, full_name: str, agency: Agency | None, role: Role | None = None) -> User:
    """An account with the test password; a coordinator's grant is for the agency, others for the province."""
    user = User.objects.create_user(username, PASSWORD, full_name=full_name)
    if agency is not None:
        Membership.objects.create(user=user, agency=agency)
    if role is not None:
        RoleGrant.objects.create(user=user, role=role, agency=agency if role == Role.COORDINATOR else None)
    return user


def make_people() -> People:
    north, south = make_agency("so-bac", "Sở Phía Bắc"), make_agency("so-nam", "Sở Phía Nam")
    dana = make_user("dana", "Đinh Thị Na", north)
    field = WorkField.objects.create(code="lao-dong", name="Lao động")
    RoleGrant.objects.create(user=dana, role=Role.EXPERT, field=field)
    return People(
        north,
        south,
        alice=make_user("alice", "An Thị Lý", north),
        bob=make_user("bob", "Bùi Văn Ba", north),
        charlie=make_user("charlie", "Chu Văn Lý", south),
        carol=make_user("carol", "Cao Thị Lan", north, Role.COORDINATOR),
        dana=dana,
        eve=make_user("eve", "Ê Ban Vê", None, Role.OPERATOR),
    )


def read_document(text: str = LAW, **values: object) -> ReadDocument:
    """A text as ingestion would hand it over; the bytes are kept too, so that the original can be downloaded."""
    content = text.encode()
    given: dict[str, object] = {
        "file_name": "luat-vi-du.txt",
        "media_type": "text/plain",
        "number": "01/2020/QH14",
        "kind": "luat",
        "kind_name": "Luật",
        "title": "Luật Ví dụ",
        "issuer": "Quốc hội",
        "issued_on": dt.date(2020, 6, 1),
        "effective_from": dt.date(2021, 1, 1),
        **values,
    }
    return ReadDocument(
        size=len(content),
        content_hash=put_bytes(content),
        text=text,
        structure=parse_structure(text),
        parser="test",
        **given,  # type: ignore[arg-type]  # the caller names fields of the dataclass
    )


def a_repeal(
    symbol: str, on: dt.date | None = None, *, whole: bool = True, quote: str = "", name: str = "", part: str = ""
) -> FoundRelation:
    """What a text says when it ends another, wholly or in part."""
    words = quote or f"{name or f'Luật số {symbol}'} hết hiệu lực."
    named = TextName(symbol or None, name or f"Luật {symbol}")
    return FoundRelation(
        RelationKind.REPEALS,
        0,
        len(words),
        words,
        0.95 if symbol else 0.7,
        affected=named,
        whole=whole and not part,
        effective_on=on,
        part=part,
    )


def make_document(
    visibility: str = "province",
    *,
    agency: Agency | None = None,
    actor: User | None = None,
    text: str = LAW,
    **values: object,
) -> Document:
    """A stored document, the law above unless told otherwise; supplied by the program itself without an
    actor.
    """
    stored = store_document(
        read_document(text, **values), source=ensure_source("upload"), agency=agency, visibility=visibility, actor=actor
    )
    return stored.version.document


def make_version(document: Document) -> DocumentVersion:
    """The current version, which a stored document always has."""
    assert document.current is not None
    assert document.current.text_hash == sha256_hex(document.current.text)
    return document.current


def shelve_text(
    text: str, *, visibility: str = "province", agency: Agency | None = None, actor: User | None = None
) -> Document:
    """Store and index a text with everything that ingestion reads from it: first page, structure, relations."""
    front = read_front_matter(text)
    structure = parse_structure(text)
    title = display_title(front) or text.split("\n", 1)[0][:200]
    read = read_document(
        text,
        file_name=f"{sha256_hex(text)[:12]}.txt",
        number=front.number or "",
        kind=front.kind or "",
        kind_name=front.kind_name or "",
        title=title,
        issuer=front.issuer or "",
        issued_on=front.issued_on,
        effective_from=find_effective_date(text, front.issued_on),
        relations=find_relations(
            text, structure, title=title, kind=front.kind or "", issued_on=front.issued_on
        ),
        unit_dates=find_unit_dates(text),
    )

    def index(result: StoreResult) -> None:
        index_version(result.version)
        for other in result.affected:
            reindex_document(other)

    stored = store_document(
        read, source=ensure_source("upload"), agency=agency, visibility=visibility, actor=actor, then=index
    )
    return stored.version.document
