"""A shelf of small texts that act on one another, read as ingestion reads them. Models are imported inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

if TYPE_CHECKING:
    from congvu.accounts.models import User
    from congvu.corpus.models import Document
    from tests.factories import People

Shelve = Callable[..., "Document"]

LAW_A = """QUỐC HỘI
Luật số: 01/2019/QH14
LUẬT
PHÍ ĐƯỜNG THỦY
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Phí đường thủy.
Điều 1. Phạm vi điều chỉnh
Luật này quy định về phí đường thủy.
Điều 2. Mức phí
1. Mức phí đối với tàu chở hàng là 2% giá trị hàng.
2. Mức phí đối với tàu chở khách là 10.000 đồng một khách.
3. Chính phủ quy định chi tiết Điều này.
Điều 3. Miễn phí
Tàu cứu hộ được miễn phí đường thủy.
Điều 4. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2020.
"""
LAW_B = """QUỐC HỘI
Luật số: 05/2024/QH15
LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT PHÍ ĐƯỜNG THỦY
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Phí đường thủy số 01/2019/QH14.
Điều 1. Sửa đổi, bổ sung một số điều của Luật Phí đường thủy số 01/2019/QH14
1. Sửa đổi, bổ sung khoản 2 Điều 2 như sau:
“2. Mức phí đối với tàu chở khách là 15.000 đồng một khách.”.
2. Bãi bỏ Điều 3.
Điều 2. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2025.
"""
DECREE_NEW = """CHÍNH PHỦ
Số: 30/2021/NĐ-CP
Hà Nội, ngày 05 tháng 3 năm 2021
NGHỊ ĐỊNH
Quy định chi tiết một số điều của Luật Phí đường thủy số 01/2019/QH14
Căn cứ Luật Phí đường thủy số 01/2019/QH14;
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định chi tiết khoản 3 Điều 2 của Luật Phí đường thủy số 01/2019/QH14.
Điều 2. Hiệu lực thi hành
1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 5 năm 2021.
2. Nghị định này thay thế Nghị định số 110/2010/NĐ-CP ngày 01 tháng 10 năm 2010 của Chính phủ về phí đường thủy.
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _own(settings: Any, tmp_path: Path) -> None:
    settings.CONGVU_EMBEDDER = "fake"
    settings.CONGVU_FILES_DIR = tmp_path / "files"


@pytest.fixture
def people(db: None) -> People:
    from tests.factories import make_people

    return make_people()


@pytest.fixture
def shelve(db: None) -> Shelve:
    """Stores and indexes a text with all that it says of others."""
    from tests.factories import shelve_text

    return shelve_text


@pytest.fixture
def ask(people: People) -> Callable[..., dict[str, Any]]:
    """The answer to a question of alice, as JSON, on a day."""
    from congvu.answering.service import ask_once

    def asked(question: str, on: Any = None, user: User | None = None) -> dict[str, Any]:
        return ask_once(user or people.alice, question, on)

    return asked


