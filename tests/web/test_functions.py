"""The page of all functions: what a person may open is there, nothing else, and every link opens."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from congvu.web.functions import GROUPS
from tests.factories import People
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
ADDRESS = "/chuc-nang/"
_LINK = re.compile(r'<li class="card"><a href="([^"]+)">')


@pytest.mark.parametrize("who", ["alice", "carol", "dana", "eve"])
def test_every_link_on_it_opens_for_whom_it_is_shown(who: str, people: People, sign_in: SignIn) -> None:
    client = sign_in(getattr(people, who))
    links = _LINK.findall(client.get(ADDRESS).content.decode())
    assert len(links) >= 4
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_operators_find_everything_and_members_nothing_of_it(people: People, sign_in: SignIn) -> None:
    shown = {
        who: _LINK.findall(sign_in(getattr(people, who)).get(ADDRESS).content.decode()) for who in ("alice", "eve")
    }
    assert len(shown["eve"]) > len(shown["alice"])
    assert not {"/can-bo/", "/nhat-ky/", "/quan-tri/nhom/", "/bao-cao/"} & set(shown["alice"])
    assert {"/can-bo/", "/nhat-ky/", "/quan-tri/nhom/", "/bao-cao/"} <= set(shown["eve"])


def test_no_route_is_named_twice() -> None:
    routes = [one.route for _title, functions in GROUPS for one in functions]
    assert len(routes) == len(set(routes))
    with override("vi"):
        labels = [str(one.label) for _title, functions in GROUPS for one in functions]
    assert len(labels) == len(set(labels))
