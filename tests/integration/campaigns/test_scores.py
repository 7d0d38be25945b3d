"""Scores from rows: as the dashboards count, with two people for every statement, frozen and proved, through time."""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation
from python_calamine import CalamineWorkbook

from congvu.accounts.models import Agency, Membership, RoleGrant, Succession, User
from congvu.accounts.queries import viewer_for
from congvu.accounts.types import Role
from congvu.campaigns.actions import CampaignData, create_campaign, import_figures
from congvu.campaigns.imports import FigureRow, ReadFigures
from congvu.campaigns.judging import judge_new
from congvu.campaigns.models import Campaign, ManualScore, ScoreRun
from congvu.campaigns.queries import board
from congvu.campaigns.scoring.actions import Stated, adopt, import_set, open_draft, settle, state, verify
from congvu.campaigns.scoring.frozen import hash_of
from congvu.campaigns.scoring.queries import scored, what_if
from congvu.campaigns.scoring.sets import DTI, PARTICIPATION, parse, shipped
from congvu.campaigns.scoring.types import Change
from congvu.common.clock import frozen
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.corpus.models import Document
from congvu.feedback.actions import rate
from congvu.reports.exporters import Format
from congvu.reports.exporters.csv import read_csv
from congvu.reports.scores import export_scores
from tests.factories import People, make_document, make_people, make_user
from tests.integration.campaigns.test_counting import FIRST, LAST, TEXTS, at, put

pytestmark = pytest.mark.django_db

PROOF = Stated(0, "12/QĐ-SPB", "=Phân công đầu mối", dt.date(2026, 3, 2))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"), frozen(at(31, 22)):
        yield


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def campaign(people: People) -> Campaign:
    return create_campaign(CampaignData("dot", "Đợt", FIRST, LAST, LAST, 2), actor=people.eve)


@pytest.fixture
def draft(people: People, campaign: Campaign) -> ScoreRun:
    return open_draft(campaign, import_set(shipped(PARTICIPATION), actor=people.eve), actor=people.eve)


def point(run: ScoreRun, agency: Agency, code: str) -> Any:
    sheet = scored(run).of(agency.pk)
    assert sheet is not None
    return next(one for one in sheet.points if one.code == code)


def supplied(people: People, visibility: str = "agency") -> None:
    """A document of the north, supplied in the campaign's time."""
    document = make_document(visibility, agency=people.north, actor=people.carol)
    Document.objects.filter(pk=document.pk).update(created_at=at(10))


def test_points_follow_the_figures_of_the_dashboards(people: People, draft: ScoreRun) -> None:
    for n, text in enumerate(TEXTS):
        answer = put(people.alice, text, at(2 + n))
        rate(people.alice, answer, True)
    put(people.bob, TEXTS[0] + " Xin hỏi", at(9))
    judge_new()
    supplied(people)
    standing = board(draft.campaign, with_movement=False).of(people.north.pk)
    assert standing is not None
    assert (standing.row.accounts, standing.started, standing.at_target) == (4, 2, 1)
    assert point(draft, people.north, "1.1").points == Decimal("10.00")
    average = point(draft, people.north, "1.2")
    assert (average.counted, average.left_out) == (3, 3), "alice counts her own part: the target of two"
    assert average.points == Decimal("11.25")
    assert point(draft, people.north, "2.1").counted == 5
    assert point(draft, people.north, "3.1").points == 5
    assert point(draft, people.north, "3.2").points == 0
    assert [sheet.rank for sheet in scored(draft).sheets] == [1, 2]


def test_a_private_document_is_no_supply(people: People, draft: ScoreRun) -> None:
    supplied(people, "private")
    assert point(draft, people.north, "3.1").points == 0


def test_a_statement_takes_two_people_and_a_document(people: People, draft: ScoreRun) -> None:
    both = make_user("ca-hai", "Cả Hai", people.north, Role.COORDINATOR)
    RoleGrant.objects.create(user=both, role=Role.OPERATOR)
    for user in (people.alice, people.eve):
        with pytest.raises(NotAllowedError):
            state(draft, people.north, "3.3", PROOF, actor=user)
    with pytest.raises(NotAllowedError):
        state(draft, people.south, "3.3", PROOF, actor=people.carol)
    for wrong in (Stated(7, "1", "x", FIRST), Stated(0, " ", "x", FIRST), Stated(0, "1", "x", dt.date(2027, 1, 1))):
        with pytest.raises(InvalidInputError):
            state(draft, people.north, "3.3", wrong, actor=people.carol)
    with pytest.raises(InvalidInputError):
        state(draft, people.north, "1.1", PROOF, actor=people.carol)
    own = state(draft, people.north, "3.3", PROOF, actor=both)
    assert point(draft, people.north, "3.3").points is None
    with pytest.raises(NotAllowedError):
        settle(own, confirm=True, actor=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        ManualScore.objects.update(state="confirmed", decided_by=both)
    settle(own, confirm=True, actor=people.eve)
    assert point(draft, people.north, "3.3").points == 10
    with frozen(at(31, 23)):
        again = state(draft, people.north, "3.3", Stated(1, "13/QĐ-SPB", "Thay thế", FIRST), actor=people.carol)
    assert point(draft, people.north, "3.3").points is None, "stated anew, to be confirmed anew"
    with pytest.raises(InvalidInputError):
        settle(own, confirm=True, actor=people.eve)
    with pytest.raises(InvalidInputError):
        settle(again, confirm=False, actor=people.eve)
    settle(again, confirm=False, note="Thiếu ngày", actor=people.eve)
    assert point(draft, people.north, "3.3").proof is None


def test_the_document_that_proves_it_is_found_in_the_library(people: People, draft: ScoreRun) -> None:
    document = make_document("province", number="12/QĐ-SPB")
    state(draft, people.north, "3.3", PROOF, actor=people.carol)
    assert point(draft, people.north, "3.3").proof.document == document.pk


def test_what_if_stores_nothing_and_adoption_freezes_everything(people: People, draft: ScoreRun) -> None:
    put(people.charlie, TEXTS[0], at(3))
    judge_new()
    supplied(people)
    changes = {"3.1": Change(maximum=Decimal(60))}
    before = [sheet.agency_id for sheet in scored(draft).sheets]
    made, moves = what_if(draft, changes)
    assert before == [people.south.pk, people.north.pk]
    assert [(move.after.agency_id, move.moved) for move in moves] == [(people.north.pk, 1), (people.south.pk, -1)]
    draft.refresh_from_db()
    assert (draft.state, draft.content, draft.indicators.content) == ("draft", None, shipped(PARTICIPATION).raw)
    adopted = adopt(draft, actor=people.eve, changes=changes)
    assert [s.total for s in scored(adopted).sheets] == [s.total for s in made.sheets]
    put(people.alice, TEXTS[1], at(5))
    judge_new()
    assert [s.total for s in scored(adopted).sheets] == [s.total for s in made.sheets], "frozen"
    assert verify(adopted, actor=people.eve) == ""
    for touch in (lambda: ScoreRun.objects.update(hash="0"), lambda: ScoreRun.objects.filter(pk=adopted.pk).delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            touch()
    with pytest.raises(InvalidInputError):
        adopt(adopted, actor=people.eve)
    with pytest.raises(InvalidInputError):
        state(adopted, people.north, "3.3", PROOF, actor=people.carol)
    new = open_draft(draft.campaign, draft.indicators, actor=people.eve)
    assert new.pk != adopted.pk


def test_what_was_tampered_with_shows(people: People, draft: ScoreRun) -> None:
    put(people.charlie, TEXTS[0], at(3))
    judge_new()
    adopted = adopt(draft, actor=people.eve)
    adopted.content["sheets"][0]["total"] = "99.00"
    assert verify(adopted, actor=people.eve) == "The content does not fit its hash."
    adopted.hash = hash_of(adopted.content)
    assert verify(adopted, actor=people.eve) == "The audit log tells another hash."
    adopted.pk = uuid.uuid4()  # a run that the log knows nothing of
    assert verify(adopted, actor=people.eve) == "The points do not follow from the figures."
    adopted.content["sheets"][0]["points"] = None
    adopted.hash = hash_of(adopted.content)
    assert verify(adopted, actor=people.eve).startswith("The scores cannot be read again")


def test_nothing_is_adopted_while_a_statement_waits(people: People, draft: ScoreRun) -> None:
    stated = state(draft, people.north, "3.3", PROOF, actor=people.carol)
    with pytest.raises(InvalidInputError):
        adopt(draft, actor=people.eve)
    settle(stated, confirm=True, actor=people.eve)
    assert adopt(draft, actor=people.eve).state == "adopted"


def test_only_operators_score_and_each_sees_what_concerns_them(people: People, draft: ScoreRun) -> None:
    auditor = make_user("kiem", "Kiểm", None, Role.AUDITOR)
    for user in (people.alice, people.carol, auditor):
        with pytest.raises(NotAllowedError):
            adopt(draft, actor=user)
        with pytest.raises(NotAllowedError):
            import_set(shipped(DTI), actor=user)
    seen = {user.username: ScoreRun.objects.visible_to(viewer_for(user)).count() for user in everybody(people, auditor)}
    assert seen == {"alice": 0, "carol": 1, "kiem": 1, "eve": 1}
    draft.campaign.agencies.set([people.south])
    assert ScoreRun.objects.visible_to(viewer_for(people.carol)).count() == 0


def everybody(people: People, *more: User) -> tuple[User, ...]:
    return (people.alice, people.carol, people.eve, *more)


def test_a_set_is_taken_over_once_and_a_changed_one_needs_a_version(people: People, campaign: Campaign) -> None:
    first = import_set(shipped(PARTICIPATION), actor=people.eve)
    assert import_set(shipped(PARTICIPATION), actor=people.eve) == first
    changed = {**shipped(PARTICIPATION).raw, "person_share": 0.5}
    with pytest.raises(InvalidInputError):
        import_set(parse(changed), actor=people.eve)
    assert import_set(parse({**changed, "version": "2"}), actor=people.eve) != first
    with pytest.raises(InvalidInputError, match="another time"):
        open_draft(campaign, import_set(shipped(DTI), actor=people.eve), actor=people.eve)


def test_merged_agencies_as_they_were_and_as_they_are(people: People, campaign: Campaign, draft: ScoreRun) -> None:
    put(people.charlie, TEXTS[0], at(3))
    put(people.alice, TEXTS[1], at(4))
    judge_new()
    stated = state(draft, people.north, "3.3", PROOF, actor=people.carol)
    settle(stated, confirm=True, actor=people.eve)
    day = dt.date(2026, 3, 20)
    Succession.objects.create(predecessor=people.north, successor=people.south, kind="merged", on=day)
    Agency.objects.filter(pk=people.north.pk).update(ends_on=day)
    Membership.objects.filter(agency=people.north).update(ends_on=day)
    assert {sheet.agency_id for sheet in scored(draft).sheets} == {people.north.pk, people.south.pk}
    today = open_draft(campaign, draft.indicators, actor=people.eve, roll_up="as_of_today")
    state(today, people.north, "3.3", PROOF, actor=people.carol)
    settle(today.stated.get(), confirm=True, actor=people.eve)
    (sheet,) = scored(today).sheets
    assert sheet.agency_id == people.south.pk
    assert point(today, people.south, "1.2").counted == 2, "the questions of both"
    assert point(today, people.south, "3.3").points == 10, "what the predecessor stated"


def test_imported_figures_are_scored_where_they_tell(people: People, campaign: Campaign, draft: ScoreRun) -> None:
    rows = (FigureRow(people.south, "Sở Phía Nam", 10, 30, 10, 15),)
    Membership.objects.filter(agency=people.south).delete()
    import_figures(campaign, ReadFigures("Công văn 1", FIRST, LAST, rows), actor=people.eve)
    assert point(draft, people.south, "1.1").points is None
    assert point(draft, people.south, "1.2").points == Decimal("22.50")
    assert point(draft, people.south, "2.1").points == Decimal("8.00")


def test_files_hold_the_points_and_text_stays_text(people: People, draft: ScoreRun) -> None:
    people.north.names.update(name="=HYPERLINK(1)")
    settle(state(draft, people.north, "3.3", PROOF, actor=people.carol), confirm=True, actor=people.eve)
    put(people.charlie, TEXTS[0], at(3))
    judge_new()
    made = scored(draft)
    book = export_scores(made, Format.XLSX)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[3:]
    assert {row[1] for row in rows} == {"=HYPERLINK(1)", "Sở Phía Nam"}
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        content = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>C4+D4+E4+F4+G4+H4+I4</f>" in content, "the total is live"
    assert content.count("<f>") == len(rows), "and nothing else is a formula"
    lines = read_csv(export_scores(made, Format.CSV))
    assert [float(line[-1]) for line in lines[1:]] == [float(s.total) for s in made.sheets]
    own = read_csv(export_scores(made, Format.CSV, people.north.pk))
    assert own[7][5].endswith("=Phân công đầu mối")
    assert export_scores(made, Format.DOCX) == export_scores(made, Format.DOCX)
