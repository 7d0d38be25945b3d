"""Who gets what from every route of the site; a route that is not listed here fails."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse

from congvu.accounts.actions import end_account
from congvu.accounts.models import AccessGroup, RoleGrant, User, WorkField
from congvu.accounts.roster.actions import show_import
from congvu.accounts.types import Role
from congvu.campaigns.models import Appeal, Campaign, ImportedFigures, Verdict
from congvu.campaigns.scoring.actions import Stated, import_set, open_draft, state
from congvu.campaigns.scoring.sets import PARTICIPATION, shipped
from congvu.common.clock import now, today
from congvu.common.models import AuditEvent
from congvu.config import urls
from congvu.corpus.actions import ensure_source
from congvu.corpus.models import Document
from congvu.ingestion.connector_models import Arrival, SourceKey, UnknownOrgan
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.ingestion.sources import SourceData, create_source
from congvu.knowledge.actions import claim, move
from congvu.knowledge.correcting import add_source, begin, save_draft, submit
from congvu.knowledge.models import Case, DataRequest, KnowledgeEntry
from congvu.knowledge.opening import open_case
from congvu.knowledge.reviewing import decide
from congvu.knowledge.types import Origin
from congvu.reports import definitions
from congvu.reports.actions import issue
from congvu.reports.frozen import Given
from congvu.reports.types import Issue
from congvu.retrieval.models import RankerVersion
from congvu.web import errors
from congvu.web.access import PUBLIC
from tests.factories import People, make_user
from tests.unit.reports.seed import made_up
from tests.web.conftest import Exchange, SignIn

DAY = dt.timedelta(days=1)
WHO = ("stranger", "alice", "bob", "charlie", "dana", "carol", "eve")
LOGIN, OK, NONE, GO, BAD, METHOD, UNKNOWN, NO = "login", 200, 404, 302, 422, 405, 401, 403


@dataclass(frozen=True)
class Row:
    """What each person of ``WHO`` gets; ``about`` names the object in the address; ``auditor``, ``leader`` and
    ``reviewer`` where they differ.
    """

    method: str
    expected: tuple[str | int, ...]
    about: str = ""
    auditor: int | None = None
    leader: int | None = None
    reviewer: int | None = None


def everybody(method: str, outcome: int, about: str = "") -> Row:
    return Row(method, (LOGIN, *[outcome] * 6), about)


def only(
    method: str, outcome: int, allowed: str, about: str = "", leader: int | None = None, reviewer: int | None = None
) -> Row:
    """``outcome`` for those named, 404 for all others who are signed in."""
    people = allowed.split()
    row = (LOGIN, *[outcome if who in people else NONE for who in WHO[1:]])
    return Row(method, row, about, outcome if "auditor" in people else None, leader, reviewer)


LIKE = {"leader": "bob", "reviewer": "bob", "auditor": "charlie", "ended": "stranger"}
"""Who gets what somebody of ``WHO`` gets: roles that open no page of their own, an account that has ended."""
BY_SIGNATURE = frozenset({"account:sign_on_ended", "account:saml_take", "account:saml_signed_out", "receive"})
"""Called by other machines: a signature or a key stands where a browser would show its token (tests/sign_on)."""

MATRIX: dict[str, Row] = {
    "account:login": Row("get", (OK, *[GO] * 6)),
    "account:logout": everybody("post", GO),
    "account:sign_on": Row("get", (NONE,) * 7, "provider"),
    "account:sign_on_back": Row("get", (NONE,) * 7, "provider"),
    "account:sign_on_ended": Row("post", (NONE,) * 7, "provider"),
    "account:sign_on_front": Row("get", (NONE,) * 7, "provider"),
    "account:saml_metadata": Row("get", (NONE,) * 7, "provider"),
    "account:saml_take": Row("post", (NONE,) * 7, "provider"),
    "account:saml_back": Row("get", (NONE,) * 7, "provider"),
    "account:saml_signed_out": Row("post", (NONE,) * 7, "provider"),
    "account:notice": everybody("get", OK),
    "account:own_data": everybody("get", OK),
    "account:download": everybody("post", OK),
    "account:erase_all": everybody("get", OK),
    "account:erase_one": only("get", OK, "alice", "conversation"),
    "account:language": Row("post", (GO,) * 7),
    "health": Row("get", (OK,) * 7),
    "patterns": only("get", OK, "eve"),
    "agencies:list": everybody("get", OK),
    "agencies:agency": everybody("get", OK, "agency"),
    "agencies:add": only("get", OK, "eve"),
    "agencies:change": only("get", OK, "eve", "agency_change"),
    "chat:home": everybody("get", OK),
    "chat:history": everybody("get", OK),
    "chat:ask": everybody("post", BAD),
    "chat:conversation": only("get", OK, "alice", "conversation"),
    "chat:answer": only("get", OK, "alice", "answer"),
    "chat:stream": only("get", OK, "alice", "answer"),
    "chat:stop": only("post", GO, "alice", "answer"),
    "chat:rate": only("post", BAD, "alice", "answer"),
    "scim": Row("get", (UNKNOWN,) * 7, "scim"),
    "people:list": only("get", OK, "eve"),
    "people:add": only("get", OK, "eve"),
    "people:account": only("get", OK, "eve", "person"),
    "people:place": only("post", BAD, "eve", "person"),
    "people:end": only("get", OK, "eve", "person"),
    "people:grant": only("post", BAD, "eve", "person"),
    "people:revoke": only("post", GO, "eve", "grant"),
    "people:upload": only("get", OK, "eve"),
    "people:shown": only("get", OK, "eve", "roster"),
    "people:apply": only("post", BAD, "eve", "roster"),
    "people:discard": only("post", GO, "eve", "roster"),
    "functions": everybody("get", OK),
    "participation:list": everybody("get", OK),
    "participation:create": only("get", OK, "eve"),
    "participation:province": everybody("get", OK, "campaign"),
    "participation:mine": everybody("get", OK, "campaign"),
    "participation:rule": everybody("get", OK, "campaign"),
    "participation:screen": only("get", OK, "eve", "campaign"),
    "participation:agency": only("get", OK, "carol eve", "taking_part", leader=OK),
    "participation:person": only("get", OK, "carol eve", "taker", leader=OK),
    "participation:appeal": only("post", GO, "alice", "verdict"),
    "participation:appeals": only("get", OK, "carol eve", "campaign"),
    "participation:suspects": only("get", OK, "carol eve", "campaign"),
    "participation:decide": only("post", GO, "carol eve", "appeal"),
    "participation:change": only("get", OK, "eve", "campaign"),
    "participation:close": only("post", GO, "eve", "campaign"),
    "participation:figures": only("get", OK, "eve", "campaign"),
    "participation:remove": only("post", GO, "eve", "figures"),
    "knowledge:queue": only("get", OK, "dana eve", reviewer=OK),
    "knowledge:next": only("post", GO, "dana eve", reviewer=GO),
    "knowledge:ask": only("post", GO, "alice", "answer"),
    "knowledge:case": only("get", OK, "dana eve", "case", reviewer=OK),
    "knowledge:claim": Row("post", (LOGIN, NONE, NONE, NONE, GO, NONE, NO), "case", reviewer=NO),
    "knowledge:release": Row("post", (LOGIN, NONE, NONE, NONE, GO, NONE, NO), "case", reviewer=NO),
    "knowledge:move": Row("post", (LOGIN, NONE, NONE, NONE, GO, NONE, GO), "case", reviewer=NO),
    "knowledge:judge": Row("post", (LOGIN, NONE, NONE, NONE, GO, NONE, NO), "case", reviewer=NO),
    "knowledge:close": Row("post", (LOGIN, NONE, NONE, NONE, GO, NONE, NO), "case", reviewer=NO),
    "knowledge:request_data": only("post", GO, "dana", "case"),
    "knowledge:editor": only("get", OK, "dana", "case"),
    "knowledge:picker": only("get", OK, "dana", "case"),
    "knowledge:leave_out": only("post", GO, "dana", "chosen_source"),
    "knowledge:reviews": only("get", OK, "", reviewer=OK),
    "knowledge:review": only("get", OK, "dana eve", "correction", reviewer=OK),
    "knowledge:entries": everybody("get", OK),
    "knowledge:entry": everybody("get", OK, "entry"),
    "knowledge:withdraw": Row("post", (LOGIN, NO, NO, NO, NO, NO, GO), "entry", reviewer=GO),
    "knowledge:requests": only("get", OK, "dana carol eve", reviewer=OK),
    "knowledge:settle_request": only("post", GO, "dana carol eve", "data_request"),
    "knowledge:quality": only("get", OK, "dana eve auditor", leader=OK, reviewer=OK),
    "knowledge:spot_check": only("post", NO, "", leader=NO),
    "knowledge:notices": everybody("get", OK),
    "library:list": everybody("get", OK),
    "library:by_meaning": only("get", GO, "carol eve"),
    "library:upload": only("get", OK, "carol eve"),
    "library:run": only("get", OK, "carol eve", "run"),
    "library:retry": only("post", GO, "carol eve", "item"),
    "library:document": only("get", OK, "alice bob dana carol", "internal"),
    "library:original": only("get", OK, "alice bob dana carol", "version"),
    "library:withdraw": only("get", OK, "carol", "internal"),
    "library:readers": only("get", OK, "carol", "internal"),
    "library:unit": only("get", OK, "alice bob dana carol", "internal_unit"),
    "relations:list": only("get", OK, "dana eve"),
    "relations:decide": only("post", GO, "dana eve"),
    "sources:list": only("get", OK, "carol eve"),
    "sources:create": only("get", OK, "eve"),
    "sources:organs": only("get", OK, "eve"),
    "sources:decide": only("post", BAD, "eve", "organ"),
    "sources:source": only("get", OK, "carol eve", "source"),
    "sources:run": only("post", GO, "carol eve", "source"),
    "sources:retry_all": only("post", GO, "carol eve", "source"),
    "sources:retry": only("post", GO, "carol eve", "arrival"),
    "sources:supply": only("post", BAD, "carol eve", "source"),
    "sources:change": only("get", OK, "eve", "source"),
    "sources:key": only("post", BAD, "eve", "source"),
    "sources:revoke": only("post", GO, "eve", "source_key"),
    "receive": Row("post", (UNKNOWN,) * 7),
    "fate": Row("get", (UNKNOWN,) * 7, "sent"),
    "audit:log": only("get", OK, "eve auditor"),
    "audit:download": only("get", OK, "eve auditor"),
    "reminders:own": everybody("get", OK),
    "reminders:read": everybody("post", GO),
    "reminders:choose": everybody("post", GO),
    "reminders:plan": only("get", OK, "eve", "campaign"),
    "reminders:preview": only("get", GO, "eve", "campaign"),
    "reminders:switch": only("post", GO, "eve", "campaign"),
    "scoring:list": only("get", OK, "carol eve auditor", leader=OK),
    "scoring:make": only("get", OK, "eve"),
    "scoring:import": only("get", OK, "eve"),
    "scoring:set": only("get", OK, "carol eve auditor", "indicators", leader=OK),
    "scoring:run": only("get", OK, "carol eve auditor", "scores", leader=OK),
    "scoring:what_if": only("get", OK, "eve", "scores"),
    "scoring:adopt": only("post", GO, "eve", "scores"),
    "scoring:verify": only("post", GO, "eve auditor", "scores"),
    "scoring:file": only("get", OK, "eve auditor", "scores_file"),
    "scoring:agency": only("get", OK, "carol eve auditor", "scored", leader=OK),
    "scoring:agency_file": only("get", OK, "carol eve auditor", "scored_file", leader=OK),
    "scoring:state": only("post", BAD, "carol", "to_state"),
    "scoring:settle": only("post", GO, "eve", "stated"),
    "reports:list": only("get", OK, "eve"),
    "reports:make": only("get", OK, "eve"),
    "reports:run": only("get", OK, "eve", "report"),
    "reports:file": only("get", OK, "eve", "report_file"),
    "reports:verify": only("post", GO, "eve", "report"),
    "reports:compare": only("get", GO, "eve", "report"),
    "rankers:list": only("get", OK, "eve"),
    "rankers:promote": only("post", GO, "eve", "ranker"),
    "rankers:back": only("post", GO, "eve"),
    "groups:list": only("get", OK, "eve"),
    "groups:group": only("get", OK, "eve", "group"),
    "groups:add": only("post", BAD, "eve", "group"),
    "groups:remove": only("post", GO, "eve", "group"),
}


def disliked_again(people: People, exchange: Exchange) -> Case:
    """A case of dana's field about alice's question."""
    case = open_case(exchange.answer, Origin.DISLIKE, people.alice)
    assert case is not None
    return move(case, people.dana, WorkField.objects.get(), None)


def published(people: People, exchange: Exchange) -> KnowledgeEntry:
    """Approved knowledge that dana wrote."""
    case = disliked_again(people, exchange)
    draft = begin(claim(case, people.dana), people.dana)
    save_draft(draft, people.dana, "Nghỉ mấy ngày?", [], "12 ngày.")
    add_source(draft, people.dana, exchange.citation.unit)
    sent = submit(draft, people.dana)
    reviewer = make_user("duyet-truoc", "Doãn Thị Trước", None)
    RoleGrant.objects.create(user=reviewer, role=Role.REVIEWER, field=WorkField.objects.get())
    decide(sent, reviewer, "approved", seen=sent.hash)
    return KnowledgeEntry.objects.get()


LIST = "Họ và tên,Tài khoản,Mã đơn vị\nMới Văn A,moi,so-bac\n"


def routes(urlconf: ModuleType | None = None) -> Iterator[str]:
    """The name of every route of the site, with its namespace; a route without a name is told by its pattern."""

    def walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(
                    pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                )
            else:
                yield f"{namespace}{pattern.name or pattern.pattern}"

    return walk(get_resolver(urlconf).url_patterns, "")


def test_every_route_is_in_the_matrix_and_nothing_else() -> None:
    assert set(routes()) == set(MATRIX)


def test_a_new_route_without_an_entry_fails() -> None:
    grown = ModuleType("grown")
    grown.urlpatterns = [  # type: ignore[attr-defined]  # what makes it a URLconf
        *urls.urlpatterns,
        path("moi/", include(([path("trang/", errors.not_found, name="page")], "fresh"))),
        path("khong-ten/", errors.not_found),
    ]
    assert set(routes(grown)) - set(MATRIX) == {"fresh:page", "khong-ten/"}


def test_the_public_routes_are_those_that_a_stranger_gets() -> None:
    assert {route for route, row in MATRIX.items() if row.expected[0] != LOGIN} == PUBLIC


class _Keys(dict[str, object]):
    """The keys of most objects, and of what experts work on only when one of these is asked for."""

    def __init__(self, known: dict[str, object], people: People, exchange: Exchange) -> None:
        super().__init__(known)
        self.people, self.exchange = people, exchange

    def __missing__(self, _about: str) -> object:
        dana = self.people.dana
        done = published(self.people, self.exchange)
        case = disliked_again(self.people, self.exchange)
        chosen = add_source(begin(claim(case, dana), dana), dana, self.exchange.citation.unit)
        wanted = DataRequest.objects.create(
            case=case, agency=self.people.north, lack="missing", what="Một văn bản", requested_by=dana,
            requested_at=now(), due_on=today(),
        )  # fmt: skip
        self |= {
            "case": case.pk,
            "chosen_source": (case.pk, chosen.pk),
            "correction": done.correction_id,
            "entry": done.pk,
            "data_request": wanted.pk,
        }
        return self[_about]


@pytest.fixture
def keys(people: People, internal: Document, exchange: Exchange) -> dict[str, object]:
    """The key in the address for each kind of object."""
    run = IngestionRun.objects.create(source=ensure_source("upload"), agency=people.north, started_by=people.carol)
    item = IngestionItem.objects.create(
        run=run, ordinal=0, file_name="hong.pdf", content_hash="0" * 64, size=3, state="failed", reason_code="damaged"
    )
    campaign = Campaign.objects.create(
        code="dot", title="Đợt", starts_on=today(), ends_on=today(), deadline=today() + DAY, rule="v1", state="open"
    )
    figures = ImportedFigures.objects.create(
        campaign=campaign, source="Công văn số 1", starts_on=today(), ends_on=today()
    )
    judged, appealed = (
        Verdict.objects.create(
            question=pk, rule="v1", user=people.alice, agency=people.north, day=today(), asked_at=now(),
            valid=False, reason="repeated",
        )
        for pk in (exchange.question.pk, uuid.uuid4())
    )  # fmt: skip
    source = create_source(
        SourceData("so-bac", "Sở Phía Bắc", "endpoint", agency=people.north, visibility="agency")
    )
    arrival = Arrival.objects.create(
        connection=source, name="hong.pdf", content_hash="0" * 64, size=3, state="failed", reason_code="damaged"
    )
    report = issue(people.eve, Given(definitions.load(definitions.APPENDIX), made_up(), Issue(), {}))
    indicators = import_set(shipped(PARTICIPATION), actor=people.eve)
    scores = open_draft(campaign, indicators, actor=people.eve)
    proved = Stated(0, "12/QĐ-SPB", "Phân công đầu mối", today())
    stated = state(scores, people.north, "3.3", proved, actor=people.carol)
    known: dict[str, object] = {
        "": None,
        "indicators": indicators.pk,
        "scores": scores.pk,
        "scores_file": (scores.pk, "csv"),
        "scored": (scores.pk, people.north.pk),
        "scored_file": (scores.pk, people.north.pk, "csv"),
        "to_state": (scores.pk, people.north.pk, "3.3"),
        "stated": (scores.pk, stated.pk),
        "campaign": campaign.code,
        "taking_part": (campaign.code, people.north.pk),
        "taker": (campaign.code, people.north.pk, people.bob.pk),
        "verdict": (campaign.code, judged.pk),
        "appeal": (campaign.code, Appeal.objects.create(verdict=appealed, question_text="Hỏi?").pk),
        "figures": (campaign.code, figures.pk),
        "provider": "khong-co",
        "conversation": exchange.conversation.pk,
        "answer": exchange.answer.pk,
        "internal": internal.pk,
        "version": internal.current_id,
        "internal_unit": (internal.pk, "h1-h1"),
        "run": run.pk,
        "report": report.pk,
        "report_file": (report.pk, "csv"),
        "item": item.pk,
        "source": source.source.code,
        "arrival": (source.source.code, arrival.pk),
        "sent": arrival.pk,
        "organ": UnknownOrgan.objects.create(bare="G2299", code="G22.99").pk,
        "source_key": (
            source.source.code, SourceKey.objects.create(connection=source, name="k", token_hash="0" * 64).pk
        ),
        "scim": "Users",
        "person": people.dana.pk,
        "grant": (people.carol.pk, RoleGrant.objects.get(user=people.carol).pk),
        "roster": show_import("ds.csv", LIST.encode(), complete=False, actor=people.eve)[0].pk,
        "agency": people.north.code,
        "agency_change": (people.north.code, "ten"),
        "ranker": RankerVersion.objects.create(version="moi", document={}, verdict={"passed": False}).version,
        "group": AccessGroup.objects.create(name="Tổ công tác").pk,
    }
    return _Keys(known, people, exchange)


def address_of(route: str, key: object) -> str:
    """The address of an object; nested ones have a key of several parts."""
    parts = key if isinstance(key, tuple) else () if key is None else (key,)
    return reverse(route, args=list(parts))


def outcome(response: HttpResponse) -> str | int:
    sent_to_login = response.status_code == 302 and str(response.headers["Location"]).startswith(
        reverse("account:login")
    )
    return LOGIN if sent_to_login else response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(MATRIX))
def test_each_person_gets_what_the_matrix_says(
    route: str, people: People, keys: dict[str, object], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.web.library.supply_views.retry_item", lambda actor, item: None)
    row = MATRIX[route]
    address = address_of(route, keys[row.about])
    got = []
    for who in WHO:
        client = Client() if who == "stranger" else sign_in(getattr(people, who))
        response = getattr(client, row.method)(address)
        got.append(outcome(response))
    if row.about != "provider":
        turned_away = [getattr(people, who).username for who, code in zip(WHO, got, strict=True) if code in (NONE, 403)]
        events = AuditEvent.objects.filter(action="access.refused", detail__route=route).order_by("seq")
        assert list(events.values_list("actor_label", flat=True)) == turned_away, "every refusal is in the log"
    if route == "account:logout":
        assert all(code in (LOGIN, GO) for code in got)
    else:
        assert dict(zip(WHO, got, strict=True)) == dict(zip(WHO, row.expected, strict=True))


BODY = {
    "visibility": "agency",
    "groups": 1,
    "verdict": "like",
    "user": 1,
    "username": "alice",
    "name": "Mới",
    "text": "Điều 2?",
}
"""Fields of every form at once: a post that would be taken if the person were allowed to send it."""


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(route for route, row in MATRIX.items() if NONE in row.expected[1:]))
def test_who_may_not_see_an_object_cannot_post_to_it_either(
    route: str, people: People, keys: dict[str, object], sign_in: SignIn, internal: Document
) -> None:
    row = MATRIX[route]
    address = address_of(route, keys[row.about])
    before = (internal.access, AccessGroup.objects.count(), AccessGroup.members.through.objects.count())
    for who, code in zip(WHO, row.expected, strict=True):
        if code == NONE and who != "stranger" and row.about != "provider":
            assert sign_in(getattr(people, who)).post(address, BODY).status_code in (NONE, METHOD), who
    internal.refresh_from_db()
    assert internal.withdrawn_at is None
    assert before == (internal.access, AccessGroup.objects.count(), AccessGroup.members.through.objects.count())


@pytest.fixture
def others(people: People) -> dict[str, User]:
    """One person for each key of ``LIKE``."""
    leader = make_user("lanh", "Lê Thị Lãnh", people.north)
    RoleGrant.objects.create(user=leader, role=Role.LEADER, agency=people.north)
    reviewer = make_user("duyet", "Dương Văn Duyệt", people.north)
    RoleGrant.objects.create(user=reviewer, role=Role.REVIEWER, field=WorkField.objects.get())
    ended = make_user("cu", "Cù Thị Cũ", people.north, Role.COORDINATOR)
    return {
        "leader": leader,
        "reviewer": reviewer,
        "auditor": make_user("kiem", "Kiều Văn Kiểm", None, Role.AUDITOR),
        "ended": ended,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(MATRIX))
def test_other_roles_get_no_more_than_members_and_an_ended_account_nothing(
    route: str, others: dict[str, User], keys: dict[str, object], sign_in: SignIn
) -> None:
    row = MATRIX[route]
    address = address_of(route, keys[row.about])
    clients = {who: sign_in(user) for who, user in others.items()}
    end_account(others["ended"])
    got = {who: outcome(getattr(client, row.method)(address)) for who, client in clients.items()}
    if route == "account:logout":  # leads to the sign-in page, as being turned away does
        assert set(got.values()) == {LOGIN}
        return
    expected = {who: row.expected[WHO.index(like)] for who, like in LIKE.items()}
    expected |= {} if row.auditor is None else {"auditor": row.auditor}
    expected |= {} if row.reviewer is None else {"reviewer": row.reviewer}
    assert got == expected | ({} if row.leader is None else {"leader": row.leader})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", sorted(route for route, row in MATRIX.items() if row.method == "post" and route not in BY_SIGNATURE)
)
def test_changes_are_made_by_post_only_and_never_without_the_token(
    route: str, people: People, keys: dict[str, object]
) -> None:
    row = MATRIX[route]
    address = address_of(route, keys[row.about])
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.eve)
    client.get(reverse("account:notice"))
    assert client.post(address).status_code == 403
    assert client.get(address).status_code in (302, 405)


@pytest.mark.django_db
def test_an_object_that_is_not_there_looks_like_one_that_may_not_be_seen(people: People, sign_in: SignIn) -> None:
    client = sign_in(people.alice)
    for address in (
        reverse("chat:conversation", args=[uuid.uuid4()]),
        reverse("library:document", args=[987654]),
        reverse("library:original", args=[987654]),
        reverse("library:run", args=[uuid.uuid4()]),
        reverse("agencies:agency", args=["khong-co"]),
    ):
        assert client.get(address).status_code == 404
