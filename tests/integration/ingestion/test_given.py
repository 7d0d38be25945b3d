"""Questions over some of the given files: the decree, two of its annexes, a law with notes in it, four procedures."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from congvu.accounts.queries import viewer_for
from congvu.config.given_eval import ask_all, bring_in, read_questions
from tests.factories import People
from tests.shared_data import shared

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = ("nd30/30_2020_ND_CP.docx", "nd30/Phuluc2.docx", "nd30/Phuluc5.docx", "laws/amended/Luật_Nhà_ở_2023.txt")
DOCUMENTS = {"30/2020/NĐ-CP", "Luật Nhà ở", "Phụ lục II: Viết hoa", "Phụ lục V: Lập hồ sơ"}
CODES = {"1.013275", "1.013283", "1.013278", "1.013280"}
KNOWN_MISSES = {
    "Những ai được thuê nhà ở công vụ?",
    "Danh mục hồ sơ gồm các thành phần nào?",
    # First over the whole of the given files; here the decree on records outweighs four procedures.
    "Thành phần hồ sơ của thủ tục mở sân bay chuyên dùng trên mặt đất, mặt nước gồm những gì?",
}


def some_procedures(folder: Path) -> Path:
    """An archive with ``CODES`` alone."""
    path = folder / "some.tar.gz"
    with tarfile.open(shared("procedures/procedures-207.tar.gz")) as every, tarfile.open(path, "w:gz") as some:
        for member in every.getmembers():
            file = every.extractfile(member) if Path(member.name).stem in CODES else None
            if file is not None:
                some.addfile(member, io.BytesIO(file.read()))
    return path


def test_the_article_or_field_that_is_asked_for_comes_first(people: People, tmp_path: Path) -> None:
    texts = [shared(name) for name in TEXTS]
    read = bring_in(texts, some_procedures(tmp_path), lambda _what, _done, _total: None)
    assert (read.documents, read.refused) == (len(TEXTS) + len(CODES), ())
    questions = [one for one in read_questions() if one.document in DOCUMENTS | CODES]
    asked = ask_all(viewer_for(people.alice), questions, lambda *_: None)
    missed = {one.wanted.question: one for one in asked if one.at != 1}
    assert missed.keys() <= KNOWN_MISSES, missed
    assert len(questions) > len(KNOWN_MISSES) + 15
