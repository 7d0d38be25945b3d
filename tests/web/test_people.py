"""The operator's pages of people."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from congvu.accounts.actions import end_account, grant_role
from congvu.accounts.models import RoleGrant, RosterImport, User, WorkField
from congvu.accounts.queries import current_agency, people_for, viewer_for
from congvu.accounts.types import AccountState, Role
from congvu.common.errors import InvalidInputError, NotAllowedError
from tests.factories import People, make_user
from tests.roster_files import excel
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def paper(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    return SimpleUploadedFile("ds.xlsx", excel(rows))


def test_people_are_found_without_diacritics_and_stand_in_vietnamese_order_of_given_names(people: People) -> None:
    for n, name in enumerate(("Trần Văn Đức", "Lê Thị Dung", "Nguyễn Ánh", "Đỗ Thị An")):
        make_user(f"x{n}", name, people.north)
    found = people_for(viewer_for(people.eve), text="x")
    assert [user.full_name for user in found if user.username.startswith("x")] == [
        "Đỗ Thị An", "Nguyễn Ánh", "Lê Thị Dung", "Trần Văn Đức",
    ]  # fmt: skip
    assert [user.username for user in people_for(viewer_for(people.eve), text="tran van duc")] == ["x0"]
    assert [user.username for user in people_for(viewer_for(people.alice), text="tran van duc")] == []


def test_the_roster_tells_provisioned_active_and_ended_apart(people: People, sign_in: SignIn) -> None:
    end_account(people.bob)
    html = sign_in(people.eve).get(reverse("people:list"), {"state": AccountState.ENDED}).content.decode()
    assert people.bob.full_name in html
    assert people.alice.full_name not in html


def test_one_person_is_added_and_a_taken_user_name_is_told(people: People, sign_in: SignIn) -> None:
    client = sign_in(people.eve)
    told = {"full_name": "Mới Văn A", "username": "moi", "email": "", "agency": people.north.pk, "title": "Văn thư"}
    assert client.post(reverse("people:add"), told).status_code == 302
    assert current_agency(User.objects.get(username="moi")) == people.north
    assert client.post(reverse("people:add"), told | {"username": "MOI"}).status_code == 422


@pytest.mark.parametrize(
    ("role", "agency", "field"),
    [(Role.COORDINATOR, True, False), (Role.EXPERT, False, True), (Role.AUDITOR, False, False)],
)
def test_a_role_is_given_with_its_own_scope_and_with_no_other(
    people: People, sign_in: SignIn, role: Role, agency: bool, field: bool
) -> None:
    client, land = sign_in(people.eve), WorkField.objects.get_or_create(code="dat-dai", name="Đất đai")[0]
    right = {"role": role, "agency": people.north.pk if agency else "", "field": land.pk if field else ""}
    wrong = {"role": role, "agency": people.north.pk if not agency else "", "field": land.pk if not field else ""}
    address = reverse("people:grant", args=[people.bob.pk])
    assert client.post(address, wrong).status_code == 422
    assert not RoleGrant.objects.filter(user=people.bob, role=role).exists()
    assert client.post(address, right).status_code == 302
    viewer = viewer_for(people.bob)
    assert viewer.has_role(role)
    assert viewer.has_role(role, people.south.pk) == (role == Role.AUDITOR)
    assert viewer.has_role_in(role, land.pk) == (role != Role.COORDINATOR)


def test_an_expert_of_one_field_is_none_of_another(people: People) -> None:
    land, tax = (WorkField.objects.create(code=code, name=code) for code in ("dat", "thue"))
    grant_role(people.bob, Role.EXPERT, field=land)
    viewer = viewer_for(people.bob)
    assert (viewer.has_role_in(Role.EXPERT, land.pk), viewer.has_role_in(Role.EXPERT, tax.pk)) == (True, False)
    assert not viewer.has_role(Role.EXPERT, people.north.pk)


def test_a_grant_is_taken_away_only_at_its_own_person(people: People, sign_in: SignIn) -> None:
    grant = RoleGrant.objects.get(user=people.carol, role=Role.COORDINATOR)
    client = sign_in(people.eve)
    assert client.post(reverse("people:revoke", args=[people.bob.pk, grant.pk])).status_code == 404
    assert viewer_for(people.carol).has_role(Role.COORDINATOR)
    assert client.post(reverse("people:revoke", args=[people.carol.pk, grant.pk])).status_code == 302
    assert not viewer_for(people.carol).has_role(Role.COORDINATOR)


def test_operators_cannot_shut_themselves_out(people: People, sign_in: SignIn) -> None:
    client = sign_in(people.eve)
    grant = RoleGrant.objects.get(user=people.eve, role=Role.OPERATOR)
    client.post(reverse("people:revoke", args=[people.eve.pk, grant.pk]))
    client.post(reverse("people:end", args=[people.eve.pk]))
    people.eve.refresh_from_db()
    assert people.eve.is_active
    assert viewer_for(people.eve).has_role(Role.OPERATOR)


def test_an_ended_account_loses_its_session_and_can_be_taken_back(people: People, sign_in: SignIn) -> None:
    theirs, ours = sign_in(people.bob), sign_in(people.eve)
    ours.post(reverse("people:end", args=[people.bob.pk]))
    assert theirs.get(reverse("chat:home")).status_code == 302
    ours.post(reverse("people:place", args=[people.bob.pk]), {"agency": people.south.pk, "title": ""})
    people.bob.refresh_from_db()
    assert people.bob.is_active
    assert current_agency(people.bob) == people.south


def test_actions_on_people_check_who_acts(people: People) -> None:
    for act in (
        lambda: grant_role(people.alice, Role.OPERATOR, actor=people.alice),
        lambda: end_account(people.bob, actor=people.carol),
    ):
        with pytest.raises(NotAllowedError):
            act()
    with pytest.raises(InvalidInputError):
        end_account(people.eve, actor=people.eve)


def test_a_list_is_shown_then_taken_over_from_the_page(people: People, sign_in: SignIn) -> None:
    client = sign_in(people.eve)
    rows = [(1, "Mới Văn A", "moi", "", "so-bac", "", ""), (2, "", "hong", "", "so-bac", "", "")]
    shown = client.post(reverse("people:upload"), {"paper": paper(*rows)}, follow=True)
    html = shown.content.decode()
    assert "Mới Văn A" in html
    found = RosterImport.objects.get()
    apply = reverse("people:apply", args=[found.pk])
    refused = client.post(apply, {"digest": found.digest})
    assert refused.status_code == 422
    assert not User.objects.filter(username="moi").exists()
    assert client.post(apply, {"digest": found.digest, "skip": "1"}).status_code == 302
    assert User.objects.filter(username="moi").exists()
    assert client.get(reverse("people:shown", args=[found.pk])).status_code == 200


def test_a_file_that_is_no_list_gets_one_line_beside_the_field(people: People, sign_in: SignIn) -> None:
    response = sign_in(people.eve).post(reverse("people:upload"), {"paper": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")})
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert not RosterImport.objects.exists()


def test_somebody_of_a_list_is_found_by_name_without_diacritics(people: People, sign_in: SignIn) -> None:
    client = sign_in(people.eve)
    client.post(reverse("people:upload"), {"paper": paper((1, "Nguyễn Thị Trình Duyệt", "td", "", "so-bac", "", ""))})
    found = RosterImport.objects.get()
    client.post(reverse("people:apply", args=[found.pk]), {"digest": found.digest})
    html = client.get(reverse("people:list"), {"q": "trinh duyet"}).content.decode()
    assert reverse("people:account", args=[User.objects.get(username="td").pk]) in html
