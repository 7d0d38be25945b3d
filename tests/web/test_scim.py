"""The province's directory makes, changes and ends accounts by SCIM 2.0."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from django.test import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

from congvu.accounts.actions import grant_role
from congvu.accounts.models import AccessGroup, ScimClient, User
from congvu.accounts.queries import current_agency, viewer_for
from congvu.accounts.scim.clients import make_token, revoke_client
from congvu.accounts.types import AccountSource, AccountState, Role
from congvu.common import audit
from congvu.common.errors import InvalidInputError
from tests.factories import People

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

USER, ENTERPRISE = (
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
)
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Directory:
    """A directory with a token, over Django's test client."""

    def __init__(self, token: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {token}"})

    def send(self, method: str, path: str, told: object = None, **headers: str) -> tuple[int, dict[str, Any]]:
        body = json.dumps(told) if told is not None else ""
        response = self.client.generic(method, f"/scim/v2{path}", body, "application/scim+json", **headers)
        return response.status_code, json.loads(response.content or "{}")

    def make(self, username: str, **values: object) -> dict[str, Any]:
        status, made = self.send("POST", "/Users", {"schemas": [USER, ENTERPRISE], "userName": username, **values})
        assert status == 201, made
        return made

    def patch(self, path: str, *operations: dict[str, object]) -> tuple[int, dict[str, Any]]:
        return self.send("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})


@pytest.fixture
def directory(people: People) -> Directory:
    return Directory(make_token("LDAP tỉnh"))


def in_agency(name: str) -> dict[str, object]:
    return {ENTERPRISE: {"department": name}}


@pytest.mark.django_db(transaction=True)
def test_the_conformance_suite_finds_no_error(live_server: LiveServer) -> None:
    headers = {"Authorization": f"Bearer {make_token('kiem-thu')}"}
    with httpx2.Client(base_url=f"{live_server.url}/scim/v2", headers=headers) as http:
        results = check_server(SyncSCIMClient(http))
    failed = [f"{one.title}: {one.reason}" for one in results if one.status in (Status.ERROR, Status.CRITICAL)]
    assert failed == []
    assert sum(one.status == Status.SUCCESS for one in results) > 50
    assert audit.verify().intact


@pytest.mark.parametrize("named", ["so-bac", "SO-BAC", "Sở Phía Bắc", "sở phía bắc"])
def test_a_new_person_is_provisioned_in_the_agency_that_the_department_names(
    directory: Directory, people: People, named: str
) -> None:
    made = directory.make("moi", displayName="Mới Văn A", title="Chuyên viên", **in_agency(named))
    user = User.objects.get(username="moi")
    assert (user.full_name, user.source, user.state) == ("Mới Văn A", AccountSource.SCIM, AccountState.PROVISIONED)
    assert current_agency(user) == people.north
    assert made["active"] is True
    assert not user.has_usable_password()


def test_an_agency_we_do_not_know_leaves_the_account_without_one(directory: Directory) -> None:
    made = directory.make("moi", **in_agency("Sở Không Có"))
    assert current_agency(User.objects.get(username="moi")) is None
    assert directory.send("GET", f"/Users/{made['id']}")[1][ENTERPRISE] == {"department": "Sở Không Có"}


def test_a_new_department_is_a_move(directory: Directory, people: People) -> None:
    made = directory.make("moi", **in_agency("so-bac"))
    path = f"{ENTERPRISE}:department"
    status, _body = directory.patch(f"/Users/{made['id']}", {"op": "replace", "path": path, "value": "so-nam"})
    assert status in (200, 204)
    assert current_agency(User.objects.get(username="moi")) == people.south


def test_inactive_ends_the_account_and_active_brings_it_back_without_its_roles(
    directory: Directory, people: People
) -> None:
    made = directory.make("moi", **in_agency("so-bac"))
    user = User.objects.get(username="moi")
    grant_role(user, Role.COORDINATOR, agency=people.north)
    directory.patch(f"/Users/{made['id']}", {"op": "replace", "path": "active", "value": False})
    user.refresh_from_db()
    assert user.state == AccountState.ENDED
    assert viewer_for(user).agency_ids == frozenset()
    directory.patch(f"/Users/{made['id']}", {"op": "replace", "path": "active", "value": True})
    user.refresh_from_db()
    assert user.is_active
    assert current_agency(user) == people.north
    assert not viewer_for(user).has_role(Role.COORDINATOR)


def test_deleting_ends_the_account_and_making_it_again_takes_it_back(directory: Directory) -> None:
    made = directory.make("moi", **in_agency("so-bac"))
    assert directory.send("DELETE", f"/Users/{made['id']}")[0] == 204
    assert directory.send("GET", f"/Users/{made['id']}")[0] == 404
    user = User.objects.get(username="moi")
    assert not user.is_active
    again = directory.make("moi", **in_agency("so-bac"))
    assert again["id"] != made["id"]
    user.refresh_from_db()
    assert user.is_active


def test_an_account_that_people_here_made_is_not_the_directorys(directory: Directory, people: People) -> None:
    status, body = directory.send("POST", "/Users", {"schemas": [USER], "userName": "EVE"})
    assert (status, body["scimType"]) == (409, "uniqueness")
    people.eve.refresh_from_db()
    assert people.eve.is_active
    made = directory.make("moi")
    status, _body = directory.patch(f"/Users/{made['id']}", {"op": "replace", "path": "userName", "value": "eve"})
    assert status == 409


def test_an_account_of_a_list_is_taken_over(directory: Directory) -> None:
    listed = User.objects.create_user("cu", full_name="Cũ", source=AccountSource.LIST)
    directory.make("CU", displayName="Cũ Văn B", **in_agency("so-nam"))
    listed.refresh_from_db()
    assert listed.full_name == "Cũ Văn B"


def test_people_are_found_by_user_name_without_walking_through_everybody(
    directory: Directory, django_assert_max_num_queries: Any
) -> None:
    for n in range(5):
        directory.make(f"nguoi{n}", externalId=f"x{n}")
    with django_assert_max_num_queries(8):
        _status, found = directory.send("GET", '/Users?filter=userName+eq+"NGUOI3"')
    assert [one["userName"] for one in found["Resources"]] == ["nguoi3"]
    assert directory.send("GET", '/Users?filter=externalId+eq+"x2"')[1]["totalResults"] == 1
    assert directory.send("GET", '/Users?filter=userName+sw+"nguoi"&sortBy=userName&sortOrder=descending&count=2')[1][
        "Resources"
    ][0]["userName"] == ("nguoi4")
    assert directory.send("GET", "/Users?startIndex=3&count=2")[1]["totalResults"] == 5


def test_what_we_have_no_use_for_is_not_kept(directory: Directory) -> None:
    made = directory.make("moi", phoneNumbers=[{"value": "0912345678"}], password="mat-khau-1", nickName="Tí")
    assert not {"phoneNumbers", "nickName", "password"} & set(made)
    user = User.objects.get(username="moi")
    assert "0912345678" not in json.dumps(user.scim.told)
    assert not user.has_usable_password()


def test_a_group_opens_its_documents_to_its_people_until_they_leave_it(directory: Directory, people: People) -> None:
    one, two = directory.make("a1"), directory.make("a2")
    status, group = directory.send(
        "POST",
        "/Groups",
        {"schemas": [GROUP], "displayName": "Tổ 06", "members": [{"value": one["id"]}, {"value": two["id"]}]},
    )
    assert status == 201
    ours = AccessGroup.objects.get(name="Tổ 06")
    ours.members.add(people.alice)  # put there by people here
    directory.patch(f"/Groups/{group['id']}", {"op": "remove", "path": f'members[value eq "{one["id"]}"]'})
    assert set(ours.members.values_list("username", flat=True)) == {"a2", "alice"}
    assert ours.pk not in viewer_for(User.objects.get(username="a1")).group_ids
    assert directory.send("DELETE", f"/Groups/{group['id']}")[0] == 204
    assert set(ours.members.values_list("username", flat=True)) == {"alice"}


def test_a_group_of_people_here_is_not_the_directorys(directory: Directory) -> None:
    AccessGroup.objects.create(name="Tổ rà soát")
    status, _body = directory.send("POST", "/Groups", {"schemas": [GROUP], "displayName": "tổ rà soát"})
    assert status == 409


@pytest.mark.parametrize("member", ["khong-co", "6f1c4c1e-0000-4000-8000-000000000000"])
def test_a_member_nobody_knows_is_refused_and_nothing_is_kept(directory: Directory, member: str) -> None:
    told = {"schemas": [GROUP], "displayName": "Tổ 07", "members": [{"value": member}]}
    assert directory.send("POST", "/Groups", told)[0] == 400
    assert not AccessGroup.objects.filter(name="Tổ 07").exists()


def test_an_outdated_version_is_refused(directory: Directory) -> None:
    made = directory.make("moi")
    told = {"schemas": [USER], "userName": "moi2"}
    assert directory.send("PUT", f"/Users/{made['id']}", told, HTTP_IF_MATCH='W/"7"')[0] == 412
    assert User.objects.filter(username="moi").exists()


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bearer  "])
@pytest.mark.parametrize("path", ["/Users", "/Groups", "/Schemas", "/Users/1", "/.search", "/Bulk", "/Me", "/x"])
@pytest.mark.django_db
def test_without_a_token_nothing_is_told(header: str | None, path: str) -> None:
    client = Client(headers={"Authorization": header} if header is not None else {})
    assert client.get(f"/scim/v2{path}").status_code == 401


def test_somebody_signed_in_is_no_directory(people: People) -> None:
    client = Client()
    client.force_login(people.eve)
    assert client.get("/scim/v2/Users").status_code in (302, 401)
    assert client.post("/scim/v2/Users", "{}", "application/scim+json").status_code in (302, 401)


@pytest.mark.django_db
def test_a_revoked_token_is_refused_at_once_and_tokens_are_kept_as_hashes() -> None:
    token = make_token("cũ")
    directory = Directory(token)
    assert directory.send("GET", "/Users")[0] == 200
    assert token not in str(list(ScimClient.objects.values()))
    revoke_client("cũ")
    assert directory.send("GET", "/Users")[0] == 401
    for call in (lambda: make_token("cũ"), lambda: make_token(" "), lambda: revoke_client("cũ")):
        with pytest.raises(InvalidInputError):
            call()


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"schemas": []}', '{"displayName": "x"}', '"x"'])
def test_a_body_that_is_no_person_gets_an_error_of_the_protocol(directory: Directory, body: str) -> None:
    response = directory.client.post("/scim/v2/Users", body, "application/scim+json")
    assert response.status_code == 400
    assert json.loads(response.content)["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
