from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from congvu.retrieval import rankers
from congvu.retrieval.gate import GateRow, Verdict
from tests.factories import People
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
PAGE = "rankers:list"


def kept(version: str, *, passed: bool) -> None:
    row = GateRow("lĩnh vực đất đai", "as_written", 0.701, 0.752 if passed else 0.652)
    verdict = Verdict((row,), passed=passed, reason="tốt hơn" if passed else "kém hơn")
    rankers.store(replace(rankers.default_ranker(), version=version), verdict, None)


def test_the_page_says_what_to_do_where_nothing_was_learned(people: People, sign_in: SignIn) -> None:
    page = sign_in(people.eve).get(reverse(PAGE)).content.decode()
    assert rankers.default_ranker().version in page
    assert "congvu train ranker --from-judgements" in page
    assert "lui-lai" not in page


def test_an_operator_sees_the_table_lets_it_serve_and_goes_back(people: People, sign_in: SignIn) -> None:
    kept("moi", passed=True)
    client = sign_in(people.eve)
    page = client.get(reverse(PAGE)).content.decode()
    for shown in ("lĩnh vực đất đai", "70,1", "75,2", "+5,1", "dua-vao"):
        assert shown in page
    client.post(reverse("rankers:promote", args=["moi"]))
    assert rankers.active_ranker().version == "moi"
    assert "lui-lai" in client.get(reverse(PAGE)).content.decode()
    client.post(reverse("rankers:back"))
    assert rankers.active_ranker().version == rankers.default_ranker().version


def test_what_did_not_pass_has_no_button_and_a_post_changes_nothing(people: People, sign_in: SignIn) -> None:
    kept("kem", passed=False)
    client = sign_in(people.eve)
    assert "dua-vao" not in client.get(reverse(PAGE)).content.decode()
    answer = client.post(reverse("rankers:promote", args=["kem"]), follow=True)
    assert "kém hơn" in answer.content.decode()
    assert rankers.active_ranker().version == rankers.default_ranker().version
