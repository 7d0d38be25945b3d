"""Relations on pages: who sees them, what is decided, and a unit's wordings in time."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from congvu.corpus.models import Relation, Unit
from congvu.web.library.force_views import differences
from tests.factories import People, shelve_text
from tests.integration.force.conftest import LAW_A, LAW_B
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

NOTED = LAW_A.replace(
    "Tàu cứu hộ được miễn phí đường thủy.",
    "Tàu cứu hộ được miễn phí. [Điều này bị bãi bỏ bởi Khoản 2 Điều 1 Luật số 05/2024/QH15 có hiệu lực từ ngày "
    "01/01/2025]",
)


def test_a_unit_shows_its_wording_on_a_day_its_changes_and_what_is_different(people: People, sign_in: SignIn) -> None:
    law = shelve_text(LAW_A)
    shelve_text(LAW_B)
    client = sign_in(people.alice)
    assert f'href="{reverse("library:unit", args=[law.pk, "d2-k2"])}"' in client.get(
        law.get_absolute_url()
    ).content.decode()
    address = reverse("library:unit", args=[law.pk, "d2-k2"])
    later = client.get(address, {"ngay": "2026-01-01"}).content.decode()
    earlier = client.get(address, {"ngay": "2023-01-01"}).content.decode()
    shown = re.compile(r'<blockquote class="wording">(.*?)</blockquote>', re.S)
    assert "15.000" in shown.findall(later)[0]
    assert "10.000" in shown.findall(earlier)[0]
    assert "<del>10.000</del>" in later
    assert "<ins>15.000</ins>" in later
    ended = client.get(reverse("library:unit", args=[law.pk, "d3"]), {"ngay": "2026-01-01"}).content.decode()
    assert "01/01/2025" in ended
    assert not shown.findall(ended)


@pytest.mark.parametrize("day", ["", "x", "2026-13-40"])
def test_a_day_that_is_none_shows_today(day: str, people: People, sign_in: SignIn) -> None:
    law = shelve_text(LAW_A)
    page = sign_in(people.alice).get(reverse("library:unit", args=[law.pk, "d1"]), {"ngay": day})
    assert page.status_code == 200


def test_an_expert_confirms_what_was_ticked_and_it_ends_the_unit(people: People, sign_in: SignIn) -> None:
    shelve_text(NOTED)
    client = sign_in(people.dana)
    page = client.get(reverse("relations:list")).content.decode()
    relation = Relation.objects.get(kind="repeals")
    assert f'value="{relation.pk}"' in page
    assert "<mark>Điều này bị bãi bỏ bởi" in page
    client.post(reverse("relations:decide"), {"relation": [relation.pk], "confirm": "1"})
    assert str(Unit.objects.get(path="Điều 3").force_until) == "2025-01-01"
    assert f'value="{relation.pk}"' not in client.get(reverse("relations:list")).content.decode()
    client.post(reverse("relations:decide"), {"relation": [relation.pk], "confirm": "0"})
    assert Unit.objects.get(path="Điều 3").force_until is None


def test_a_relation_that_a_hidden_text_states_is_not_shown_not_even_by_its_name(
    people: People, sign_in: SignIn
) -> None:
    law = shelve_text(LAW_A)
    shelve_text(LAW_B, visibility="agency", agency=people.north)
    for address in (law.get_absolute_url(), reverse("library:unit", args=[law.pk, "d2-k2"])):
        own = sign_in(people.alice).get(address).content.decode()
        other = sign_in(people.charlie).get(address).content.decode()
        assert "Luật Sửa đổi" in own
        assert "Luật Sửa đổi" not in other
        assert "05/2024/QH15" not in other
    relation = Relation.objects.filter(kind="amends").first()
    assert relation is not None
    Relation.objects.update(state=Relation.State.PROPOSED)
    eve = sign_in(people.eve)
    assert f'value="{relation.pk}"' not in eve.get(reverse("relations:list")).content.decode()
    eve.post(reverse("relations:decide"), {"relation": [relation.pk], "confirm": "1"})
    relation.refresh_from_db()
    assert relation.state == Relation.State.PROPOSED


def test_differences_are_marked_by_syllable_and_escaped() -> None:
    earlier, later = differences("Mức <phí> là 10 đồng", "Mức <phí> mới là 12 đồng")
    assert earlier == "Mức &lt;phí&gt; là <del>10</del> đồng"
    assert later == "Mức &lt;phí&gt; <ins>mới</ins> là <ins>12</ins> đồng"
