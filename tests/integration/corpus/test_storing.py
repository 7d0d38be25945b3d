"""Storing: what is the same work, what is a new version, who reads it."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from congvu.accounts.actions import end_account
from congvu.accounts.groups import add_member, remove_member
from congvu.accounts.models import AccessGroup, Membership, User
from congvu.accounts.queries import viewer_for
from congvu.accounts.types import Viewer
from congvu.common.audit import verify
from congvu.common.clock import today
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.models import AuditEvent
from congvu.corpus.actions import ensure_source, set_visibility, store_document, withdraw_document
from congvu.corpus.models import Document, Passage, Unit, Visibility
from congvu.corpus.policies import can_read
from congvu.corpus.queries import documents_for
from congvu.corpus.types import Outcome
from tests.factories import LAW, People, make_document, make_user, make_version, read_document

pytestmark = pytest.mark.django_db


def outcome(text: str = LAW, visibility: str = "province", **values: object) -> Outcome:
    read = read_document(text, **values)
    source = ensure_source("upload")
    return store_document(read, source=source, agency=None, visibility=visibility, actor=None).outcome


def test_units_and_passages_are_those_of_the_text() -> None:
    document = make_document()
    version = make_version(document)
    units = {unit.anchor: unit for unit in version.units.select_related("parent")}
    point = units["d2-k1-b"]
    assert point.path == "điểm b khoản 1 Điều 2"
    assert point.parent == units["d2-k1"]
    assert version.text[point.start : point.end].startswith("b) 14 ngày")
    for passage in version.passages.select_related("unit"):
        assert passage.text == version.text[passage.start : passage.end]
        assert passage.unit.start <= passage.start < passage.end <= passage.unit.end
    assert [str(passage) for passage in version.passages.all()] == ["Điều 1", "Điều 2", "Điều 3"]
    assert version.passages.all()[1].headings == "Chương I. QUY ĐỊNH CHUNG › Điều 2. Nghỉ hằng năm"


def test_the_same_twice_changes_nothing() -> None:
    assert outcome() is Outcome.CREATED
    before = (Unit.objects.count(), Passage.objects.count(), AuditEvent.objects.count())
    assert outcome() is Outcome.UNCHANGED
    assert outcome(file_name="khac.txt", media_type="text/html") is Outcome.UNCHANGED
    assert (Unit.objects.count(), Passage.objects.count(), AuditEvent.objects.count()) == before


def test_a_change_is_a_new_version_and_going_back_shows_the_old_one_again() -> None:
    outcome()
    changed = LAW.replace("14 ngày", "16 ngày")
    assert outcome(changed, title="Luật Ví dụ mới") is Outcome.NEW_VERSION
    document = Document.objects.get()
    assert (document.title, make_version(document).sequence) == ("Luật Ví dụ mới", 2)
    assert outcome(changed, title="Luật Ví dụ mới") is Outcome.UNCHANGED
    assert outcome() is Outcome.NEW_VERSION
    document.refresh_from_db()
    assert (document.title, make_version(document).sequence, document.versions.count()) == ("Luật Ví dụ", 1, 2)


def test_numbers_without_a_year_begin_anew_every_january() -> None:
    for year in (2023, 2024):
        outcome(LAW + str(year), number="12/UBND-VX", issued_on=dt.date(year, 3, 1))
    outcome(LAW + "sửa", number="12/UBND-VX", issued_on=dt.date(2024, 3, 1))
    assert sorted(Document.objects.values_list("issued_on__year", flat=True)) == [2023, 2024]


def test_another_issuer_with_the_same_number_is_another_document() -> None:
    outcome(number="01/2024/QĐ-UBND", issuer="UBND tỉnh A")
    outcome(LAW + "B", number="01/2024/QĐ-UBND", issuer="UBND tỉnh B")
    assert Document.objects.count() == 2


def viewers(people: People, group: AccessGroup) -> list[Viewer]:
    group.members.add(people.charlie)
    return [viewer_for(user) for user in User.objects.all()]


def people_of_all_kinds(people: People, groups: list[AccessGroup]) -> None:
    """Memberships that ended, begin tomorrow or are two at once; an account that ended; a group that was left."""
    day, one = today(), dt.timedelta(days=1)
    gone, coming, both, ended, left = (
        make_user(name, name, None) for name in ("gone", "coming", "both", "ended", "left")
    )
    Membership.objects.create(user=gone, agency=people.north, ends_on=day)
    Membership.objects.create(user=gone, agency=people.south, starts_on=day - one, ends_on=day + one)
    Membership.objects.create(user=coming, agency=people.north, starts_on=day + one)
    Membership.objects.create(user=both, agency=people.north)
    Membership.objects.create(user=both, agency=people.south)
    Membership.objects.create(user=ended, agency=people.north)
    for member in (both, ended, left):
        add_member(None, groups[1], member)
    remove_member(None, groups[1], left)
    end_account(ended)
    expected = {"gone": {people.south.pk}, "coming": set(), "both": {people.north.pk, people.south.pk}, "ended": set()}
    for name, agencies in expected.items():
        assert viewer_for(User.objects.get(username=name)).agency_ids == agencies
    assert viewer_for(User.objects.get(username="ended")).access == {"p", f"u:{ended.pk}"}
    assert not viewer_for(left).group_ids


def test_can_read_equals_visible_to_in_every_combination(people: People) -> None:
    groups = [AccessGroup.objects.create(name=name) for name in ("một", "hai")]
    people_of_all_kinds(people, groups)
    everybody = viewers(people, groups[0])
    source = ensure_source("upload")
    numbers = itertools.count(1)
    for visibility, agency, actor, chosen in itertools.product(
        Visibility.values, (people.north, people.south), (people.carol, people.eve), (groups[:1], groups[1:], groups)
    ):
        number = next(numbers)
        read = read_document(LAW + str(number), number=f"{number}/2024/QĐ-UBND")
        stored = store_document(
            read, source=source, agency=agency, visibility=visibility, groups=chosen, actor=actor
        ).version.document
        if number % 5 == 0:
            withdraw_document(None, stored)
        elif number % 3 == 0:
            set_visibility(None, stored, Visibility.GROUPS, groups[:1])
    seen = 0
    for viewer in everybody:
        visible = set(Document.objects.visible_to(viewer).values_list("pk", flat=True))
        readable = {document.pk for document in Document.objects.all() if can_read(viewer, document)}
        assert visible == readable
        assert set(documents_for(viewer).values_list("pk", flat=True)) == visible
        passages = Passage.objects.visible_to(viewer).values_list("version__document", flat=True)
        assert set(passages) == visible
        seen += len(visible)
    assert 0 < seen < Document.objects.count() * len(everybody)


def test_a_private_copy_stands_beside_the_province_s_and_is_seen_by_its_owner_only(people: People) -> None:
    make_document()
    own = make_document("private", actor=people.alice, text=LAW + "riêng")
    assert Document.objects.count() == 2
    assert can_read(viewer_for(people.alice), own)
    assert not can_read(viewer_for(people.bob), own)
    assert not can_read(viewer_for(people.eve), own)


def test_only_those_who_may_change_and_withdraw(people: People) -> None:
    document = make_document("agency", agency=people.north, actor=people.carol)
    for stranger in (people.alice, people.charlie, people.dana):
        with pytest.raises(NotAllowedError):
            withdraw_document(stranger, document)
        with pytest.raises(NotAllowedError):
            set_visibility(stranger, document, "agency")
    with pytest.raises(NotAllowedError):
        set_visibility(people.carol, document, "province")
    set_visibility(people.eve, document, "province")
    with pytest.raises(NotAllowedError):
        withdraw_document(people.carol, document)


def test_new_readers_hold_at_the_next_query(people: People) -> None:
    group = AccessGroup.objects.create(name="nhóm")
    group.members.add(people.charlie)
    document = make_document("agency", agency=people.north, actor=people.carol)
    charlie = viewer_for(people.charlie)
    assert not Document.objects.visible_to(charlie).exists()
    set_visibility(people.carol, document, "groups", [group])
    assert Document.objects.visible_to(charlie).exists()
    assert not Document.objects.visible_to(viewer_for(people.alice)).exists()
    assert AuditEvent.objects.filter(action="document.visibility_set").count() == 1
    assert verify().intact


def test_a_document_cannot_be_opened_to_readers_who_have_it(people: People) -> None:
    make_document()
    own = make_document("agency", agency=people.north, actor=people.carol, text=LAW + "riêng")
    with pytest.raises(InvalidInputError):
        set_visibility(people.eve, own, "province")


def test_a_copy_that_the_actor_may_not_see_is_not_betrayed(people: People) -> None:
    group = AccessGroup.objects.create(name="kín")
    make_document("agency", agency=people.north, text=LAW + "một")
    hidden = store_document(
        read_document(LAW + "hai"),
        source=ensure_source("upload"), agency=people.north, visibility="groups", groups=[group], actor=None,
    ).version.document  # fmt: skip
    document = Document.objects.exclude(pk=hidden.pk).get()
    set_visibility(people.carol, document, "groups", [group])
    document.refresh_from_db()
    assert document.access == hidden.access


def test_a_withdrawn_document_comes_back_when_it_is_supplied_again(people: People) -> None:
    document = make_document()
    withdraw_document(people.eve, document)
    assert not Document.objects.visible_to(viewer_for(people.eve)).exists()
    assert withdraw_document(people.eve, document) == ()
    assert outcome() is Outcome.NEW_VERSION
    assert Document.objects.visible_to(viewer_for(people.eve)).count() == 1


def test_the_library_is_searched_without_diacritics_and_filtered(people: People) -> None:
    make_document(number="61/2020/QH14", title="Luật Đầu tư 2020")
    make_document(number="1/2024/KH-UBND", title="Kế hoạch công tác", kind="KH", text=LAW + "kế hoạch")
    viewer = viewer_for(people.alice)
    assert [d.title for d in documents_for(viewer, text="dau TU")] == ["Luật Đầu tư 2020"]
    assert [d.title for d in documents_for(viewer, text="61/2020")] == ["Luật Đầu tư 2020"]
    assert [d.title for d in documents_for(viewer, kind="KH")] == ["Kế hoạch công tác"]
    assert documents_for(viewer, issuer="quốc hội").count() == 2
    assert documents_for(viewer, in_force=True, on=dt.date(2020, 1, 1)).count() == 0
    assert documents_for(viewer, in_force=False, on=dt.date(2020, 1, 1)).count() == 2
    assert documents_for(viewer, agency=people.north).count() == 0


def test_an_unknown_source_is_told() -> None:
    with pytest.raises(InvalidInputError, match="khong-co"):
        ensure_source("khong-co")
