"""The reader: anchors, headings, the highlighted span, and bytes that never run."""

from __future__ import annotations

import itertools
import re

import pytest
from django.urls import reverse

from congvu.corpus.models import Document
from congvu.legal.structure import UnitLevel
from congvu.web.library.render import Span, UnitRow, render_text
from tests.factories import LAW, People
from tests.web.conftest import Exchange, SignIn


def one_unit(text: str) -> list[UnitRow]:
    return [UnitRow(UnitLevel.PARAGRAPH, "", "dn1", 0, len(text), len(text), None)]


def test_a_span_is_marked_exactly_over_lines_and_only_its_first_piece_has_the_id() -> None:
    text = "Một hai ba\nbốn <năm> sáu"
    html = render_text(text, one_unit(text), Span(text.index("hai"), text.index(" sáu")))
    assert re.sub("<[^>]*>", "", html) == "Một hai babốn &lt;năm&gt; sáu"
    marked = re.findall(r"<mark([^>]*)>(.*?)</mark>", html)
    assert [words for _attributes, words in marked] == ["hai ba", "bốn &lt;năm&gt;"]
    assert ["id=" in attributes for attributes, _words in marked] == [True, False]


def test_neighbouring_lines_of_cells_are_a_table_and_a_single_bar_is_not() -> None:
    text = "Tên | Số\nAn | 1\nLời giữa.\nMột | hai"
    html = render_text(text, one_unit(text))
    assert html.count("<tr>") == 2
    assert html.count("<td>") == 4
    assert html.endswith("<p>Lời giữa.</p><p>Một | hai</p></div>")


@pytest.mark.django_db
def test_every_unit_has_its_anchor_and_the_headings_go_down_one_level_at_a_time(
    people: People, law: Document, sign_in: SignIn
) -> None:
    page = sign_in(people.alice).get(reverse("library:document", args=[law.pk])).content.decode()
    assert law.current is not None
    for anchor in law.current.units.values_list("anchor", flat=True):
        assert f'id="{anchor}"' in page
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))
    assert '<a href="#d2">Điều 2. Nghỉ hằng năm</a>' in page
    assert "&lt;theo thỏa thuận&gt;" in page


@pytest.mark.django_db
def test_a_citation_opens_the_text_with_its_words_marked(exchange: Exchange, people: People, sign_in: SignIn) -> None:
    client = sign_in(people.alice)
    page = client.get(reverse("chat:conversation", args=[exchange.conversation.pk])).content.decode()
    assert "&lt;b&gt;bao nhiêu&lt;/b&gt;" in page, "a question is text, never markup"
    address = re.search(r'class="cite" href="([^"]+)"', page)
    assert address is not None
    url = address[1].replace("&amp;", "&")
    assert url.endswith("#d2-k1")
    reader = client.get(url).content.decode()
    marked = " ".join(re.findall(r"<mark[^>]*>(.*?)</mark>", reader))
    assert "khuyết tật &amp; người cao tuổi" in marked
    assert "Ngày nghỉ do đơn vị sắp xếp" not in marked


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["v=abc", "v=99999999999999999999", "v=²", "v=0"])
def test_a_version_that_is_not_of_this_document_is_not_found(
    query: str, people: People, law: Document, sign_in: SignIn
) -> None:
    assert sign_in(people.alice).get(f"/van-ban/{law.pk}/?{query}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["s=5&e=2", "s=x&e=9", "s=0&e=999999", "s=-1&e=4"])
def test_a_span_that_is_none_marks_nothing(query: str, people: People, law: Document, sign_in: SignIn) -> None:
    response = sign_in(people.alice).get(f"/van-ban/{law.pk}/?{query}")
    assert response.status_code == 200
    assert "<mark" not in response.content.decode()


@pytest.mark.django_db
def test_the_original_is_only_ever_a_download(people: People, law: Document, sign_in: SignIn) -> None:
    response = sign_in(people.alice).get(reverse("library:original", args=[law.current_id]))
    assert b"".join(response.streaming_content).decode() == LAW
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.django_db
def test_the_list_finds_without_diacritics_and_says_what_to_do_when_it_finds_nothing(
    people: People, law: Document, internal: Document, sign_in: SignIn
) -> None:
    client = sign_in(people.charlie)
    assert "Luật Ví dụ" in client.get("/van-ban/?q=luat+vi+du").content.decode()
    everything = client.get("/van-ban/").content.decode()
    assert internal.title not in everything
    assert "Sở Phía Bắc" not in everything, "not even as a filter"
    assert "Không có văn bản phù hợp" in client.get("/van-ban/?q=khong-co-gi-ca").content.decode()
