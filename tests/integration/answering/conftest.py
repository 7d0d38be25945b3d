"""People and a small library. Models are imported inside: pytest may load this file before Django is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

if TYPE_CHECKING:
    from congvu.accounts.models import Agency, User
    from congvu.corpus.models import Document

LEAVE_LAW = """LUẬT
NGHỈ PHÉP
Chương I. QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định về nghỉ hằng năm của người lao động.
Điều 2. Nghỉ hằng năm
1. Người lao động làm việc đủ 12 tháng thì được nghỉ hằng năm, hưởng nguyên lương như sau:
a) 12 ngày làm việc đối với người làm công việc trong điều kiện bình thường;
b) 14 ngày làm việc đối với người lao động chưa thành niên, lao động là người khuyết tật;
c) 16 ngày làm việc đối với người làm công việc đặc biệt nặng nhọc, độc hại, nguy hiểm.
2. Người lao động làm việc chưa đủ 12 tháng thì số ngày nghỉ hằng năm theo tỷ lệ tương ứng với số tháng làm việc.
3. Trường hợp do thôi việc mà chưa nghỉ hết số ngày nghỉ hằng năm thì được thanh toán tiền lương cho những ngày đó.
4. Người sử dụng lao động có trách nhiệm quy định lịch nghỉ hằng năm sau khi tham khảo ý kiến của người lao động.
Điều 3. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2021.
"""
DISABLED = "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?"

Supply = Callable[..., "Document"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The msgids themselves, so that tests do not depend on the catalogue."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _fake_vectors(settings: Any) -> None:
    settings.CONGVU_EMBEDDER = "fake"


def person(username: str, agency: Agency) -> User:
    from congvu.accounts.models import Membership, User

    user = User.objects.create_user(username, full_name=username.title())
    Membership.objects.create(user=user, agency=agency)
    return user


def agency_named(code: str, name: str) -> Agency:
    from congvu.accounts.models import Agency, AgencyName

    made = Agency.objects.create(code=code)
    AgencyName.create(made, name)
    return made


@pytest.fixture
def agency(db: None) -> Agency:
    return agency_named("so-noi-vu", "Sở Nội vụ")


@pytest.fixture
def alice(agency: Agency) -> User:
    return person("alice", agency)


@pytest.fixture
def charlie(db: None) -> User:
    return person("charlie", agency_named("so-tai-chinh", "Sở Tài chính"))


@pytest.fixture
def supply(agency: Agency) -> Supply:
    """Stores and indexes a law from its text."""
    from congvu.common.hashing import sha256_hex
    from congvu.corpus.actions import ensure_source, store_document
    from congvu.corpus.types import ReadDocument
    from congvu.index.actions import index_version
    from congvu.legal.structure import parse_structure

    def store(
        text: str = LEAVE_LAW,
        *,
        number: str = "45/2019/QH14",
        title: str = "Luật Nghỉ phép",
        visibility: str = "province",
    ) -> Document:
        read = ReadDocument(
            file_name=f"{title}.txt",
            media_type="text/plain",
            size=len(text.encode()),
            content_hash=sha256_hex(text),
            text=text,
            structure=parse_structure(text, kind="law"),
            parser="test",
            number=number,
            kind="luat",
            kind_name="Luật",
            title=title,
            issuer="Quốc hội",
        )
        stored = store_document(
            read,
            source=ensure_source("upload"),
            agency=agency,
            visibility=visibility,
            actor=None,
            then=lambda result: index_version(result.version),
        )
        return stored.version.document

    return store


@pytest.fixture
def law(supply: Supply) -> Document:
    return supply()
