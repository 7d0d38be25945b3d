"""Erasure: not one word is left anywhere in the database; counts and the audit log stay."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from congvu.accounts.actions import end_account
from congvu.accounts.models import AccessGroup, Identity, Membership, SamlExchange, SignOnSession, User
from congvu.accounts.notice import accept
from congvu.answering.actions import ask, produce
from congvu.answering.models import Answer, AnswerBlock, Conversation, Question
from congvu.campaigns.models import Appeal, Verdict
from congvu.common import audit
from congvu.common.clock import now, today
from congvu.common.errors import NotAllowedError
from congvu.common.models import AuditEvent
from congvu.feedback.actions import rate
from congvu.feedback.models import ActivityTally, Rating
from congvu.knowledge.models import Notice
from congvu.knowledge.opening import from_dislike
from congvu.privacy import actions
from tests.factories import People
from tests.integration.privacy.conftest import Asked
from tests.integration.privacy.everything import places_of

pytestmark = pytest.mark.django_db

CANARY = "chim hoàng yến ăn hạt kê"
TABLES = {
    "words of a person: deleted with the conversation": {
        "answering_conversation", "answering_question", "answering_answer", "answering_answerblock",
        "answering_answerblock_citations", "answering_answerevidence", "answering_citation", "feedback_rating",
        "campaigns_appeal",
    },
    "who a person is: deleted or emptied when an ended account is erased": {
        "accounts_user", "accounts_membership", "accounts_identity", "accounts_signonsession", "accounts_samlexchange",
        "accounts_usedtoken",
        "campaigns_reminder", "campaigns_reminderoptout", "accounts_accessgroup_members", "accounts_scimaccount",
        "django_session",
    },
    "counts and facts without words, of an account that may have no name any more": {
        "accounts_rolegrant", "accounts_noticeacceptance", "feedback_activitytally", "ingestion_ingestionrun",
        "campaigns_verdict", "campaigns_seen", "campaigns_daytally", "campaigns_manualscore",
        "knowledge_case", "knowledge_signal", "knowledge_notice", "knowledge_caseevent",
        "ingestion_ingestionrun_groups", "ingestion_ingestionitem", "web_signinfailure",
    },
    "a list of people as a file, emptied when it is dealt with or after a week": {"accounts_rosterimport"},
    "who did what and when, never changed, without content": {"common_auditevent"},
    "documents, agencies and the corpus: nobody's personal data by their purpose": {
        "accounts_accessgroup", "accounts_agency", "accounts_agencyname", "accounts_agencycode",
        "accounts_agencyparent", "accounts_succession", "accounts_workfield", "accounts_scimclient",
        "accounts_scimgroup",
        "corpus_document", "corpus_document_groups", "corpus_documentversion", "corpus_passage", "corpus_relation",
        "corpus_source", "corpus_unit", "ingestion_sourceconnection", "ingestion_sourcerun", "ingestion_arrival",
        "ingestion_arrival_documents", "ingestion_exchanged", "ingestion_exchangeddocument", "ingestion_sourcekey",
        "ingestion_outgoing", "ingestion_unknownorgan", "index_indexgeneration",
        "retrieval_rankerversion", "retrieval_termstatistics",
        "retrieval_judgement",  # of approved wordings, without a person
    },
    "what experts and reviewers write for the province, never the words of whoever asked": {
        "knowledge_correction", "knowledge_correctionsource", "knowledge_evidencemark", "knowledge_review",
        "knowledge_knowledgeentry", "knowledge_datarequest",
    },
    "figures of agencies, frozen or imported, without people": {
        "campaigns_campaign", "campaigns_campaign_agencies", "campaigns_importedfigures", "campaigns_importedrow",
        "reports_reportrun", "campaigns_indicatorset", "campaigns_scorerun", "campaigns_reminderplan",
    },
    "machinery": {
        "auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_migrations",
        "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
    },
}  # fmt: skip
"""What every table of the database is, for the people it may speak of."""
INDEX_OF_A_GENERATION = "idx_"


@pytest.fixture
def canary(people: People, asked: Asked) -> Answer:
    """A question of alice whose words are in every place that can hold them."""
    answer = asked(people.alice, f"{CANARY} thì sao?")
    rate(people.alice, answer, False, ["wrong"], f"phải là {CANARY}")
    Answer.objects.filter(pk=answer.pk).update(versions={"resolved_question": CANARY}, timings_ms={})
    verdict = Verdict.objects.create(
        question=answer.question.pk, rule="v1", user=people.alice, agency=people.north, day=today(),
        asked_at=answer.question.asked_at, valid=False, reason="repeated",
    )  # fmt: skip
    Appeal.objects.create(verdict=verdict, text=CANARY, question_text=CANARY)
    case = from_dislike(answer.ratings.get())
    assert case is not None
    Notice.objects.create(user=people.alice, kind="corrected", case=case, answer=answer, at=now())
    return answer


def test_every_table_has_been_thought_about() -> None:
    """A new table: say here what it holds of people, and delete it in its room's ``forgetting`` if it is words."""
    known = set().union(*TABLES.values())
    there = set(connection.introspection.table_names())
    there = {table for table in there if not table.startswith(INDEX_OF_A_GENERATION)}
    assert there == known


def test_the_search_finds_the_words_where_they_are(canary: Answer) -> None:
    assert places_of(CANARY) == {
        "answering_conversation.title",
        "answering_question.text",
        "answering_answer.versions",
        "answering_answerblock.text",
        "feedback_rating.comment",
        "campaigns_appeal.text",
        "campaigns_appeal.question_text",
    }


def one(user: User, answer: Answer) -> None:
    actions.erase_conversations(user, actor=user, only=answer.question.conversation_id)


def everything(user: User, _answer: Answer) -> None:
    actions.erase_conversations(user, actor=user)


def the_person(user: User, _answer: Answer) -> None:
    end_account(user)
    actions.erase_person(user)


@pytest.mark.parametrize("way", [one, everything, the_person])
def test_after_erasure_the_words_are_nowhere(
    people: People, canary: Answer, way: Callable[[User, Answer], None]
) -> None:
    way(people.alice, canary)
    assert places_of(CANARY) == set()
    assert audit.verify().intact


def test_what_really_asking_leaves_behind_is_erased_too(people: People, asked: Asked, settings: object) -> None:
    settings.CONGVU_EMBEDDER = "fake"  # type: ignore[attr-defined]  # pytest-django's wrapper
    asked(people.alice, "nghỉ hằng năm bao nhiêu ngày")
    first = ask(people.alice, f"Nghỉ hằng năm của {CANARY} thế nào?")
    second = ask(people.alice, "thế còn người khuyết tật?", conversation=first.question.conversation)
    for answer in (first, second):
        list(produce(answer.pk, pause=lambda _seconds: None))
    assert "answering_question.text" in places_of(CANARY)
    actions.erase_conversations(people.alice)
    assert places_of(CANARY) == set()


def test_a_purge_takes_old_words_out_of_the_follow_ups_that_stay(
    people: People, asked: Asked, settings: object
) -> None:
    settings.CONGVU_EMBEDDER = "fake"  # type: ignore[attr-defined]  # pytest-django's wrapper
    asked(people.bob, "có luật để tìm")
    old = ask(people.alice, f"Nghỉ hằng năm của {CANARY} thế nào?")
    new = ask(people.alice, "thế còn người khuyết tật?", conversation=old.question.conversation)
    for answer in (old, new):
        list(produce(answer.pk, pause=lambda _seconds: None))
    Question.objects.filter(pk=old.question_id).update(asked_at=now() - dt.timedelta(days=400))
    new.refresh_from_db()
    assert CANARY in new.versions["resolved_question"]
    actions.purge()
    assert places_of(CANARY) == set()
    assert Question.objects.filter(conversation__user=people.alice).get() == new.question


def test_one_conversation_leaves_the_others_and_those_of_others(people: People, canary: Answer, asked: Asked) -> None:
    mine, theirs = asked(people.alice, "câu khác"), asked(people.bob, "câu của người khác")
    deleted = actions.erase_conversations(people.alice, only=canary.question.conversation_id)
    assert deleted.data() == {"conversations": 1, "questions": 1, "ratings": 1}
    assert set(Question.objects.all()) == {mine.question, theirs.question}
    actions.erase_conversations(people.alice)
    assert Question.objects.get() == theirs.question


@pytest.mark.parametrize("missing", [True, False])
def test_nobody_erases_what_is_not_theirs(people: People, canary: Answer, missing: bool) -> None:
    only = uuid.uuid4() if missing else canary.question.conversation_id
    with pytest.raises(NotAllowedError):
        actions.erase_conversations(people.bob, only=only)
    assert Question.objects.filter(pk=canary.question_id).exists()
    assert not AuditEvent.objects.filter(action="privacy.erased").exists()


def test_the_audit_tells_who_when_and_how_many(people: People, canary: Answer) -> None:
    actions.erase_conversations(people.alice, actor=people.alice)
    event = AuditEvent.objects.get(action="privacy.erased")
    assert (event.actor_label, event.object_type, event.object_id) == ("alice", "User", str(people.alice.pk))
    assert event.detail == {"what": "conversations", "conversations": 1, "questions": 1, "ratings": 1}


def test_counts_stay_with_the_agency(people: People, canary: Answer) -> None:
    actions.erase_conversations(people.alice)
    tally = ActivityTally.objects.get()
    assert (tally.user, tally.agency) == (people.alice, people.north)
    assert (tally.questions, tally.likes, tally.dislikes) == (1, 0, 1)


def test_an_ended_account_keeps_no_name(people: People, canary: Answer) -> None:
    alice, group = people.alice, AccessGroup.objects.create(name="Tổ công tác")
    group.members.add(alice)
    User.objects.filter(pk=alice.pk).update(email="an.thi.ly@tinh.example", username="an.thi.ly", last_login=now())
    Membership.objects.filter(user=alice).update(title="Chức danh chỉ một người có")
    Identity.objects.create(user=alice, issuer="https://sso.example", subject="chủ thể 17")
    store = SessionStore()
    store[SESSION_KEY] = str(alice.pk)
    store.create()
    other = SessionStore()
    other[SESSION_KEY] = str(people.bob.pk)
    other.create()
    SignOnSession.objects.create(
        session_key=store.session_key, user=alice, provider="p", issuer="https://sso.example", subject="chủ thể 17"
    )
    SamlExchange.objects.create(
        request_id="r", provider="p", purpose="sign_in", expires_at=now().replace(year=2999),
        said={"name_id": {"value": "chủ thể 17"}, "attributes": {"cn": ["An Thị Lý"]}},
    )  # fmt: skip
    alice.refresh_from_db()
    accept(alice)
    end_account(alice)
    label, _deleted = actions.erase_person(alice)
    alice.refresh_from_db()
    assert label.startswith("da-xoa-")
    assert (alice.username, alice.full_name, alice.email, str(alice)) == (label, label, "", label)
    assert not alice.has_usable_password()
    for words in ("An Thị Lý", "an.thi.ly@", "Chức danh chỉ", "chủ thể 17", CANARY):
        assert places_of(words) == set(), words
    assert places_of("an.thi.ly") == {"common_auditevent.actor_label"}, "the log is never changed"
    assert [row.session_key for row in Session.objects.all()] == [other.session_key]
    assert ActivityTally.objects.get().agency == people.north
    assert Membership.objects.filter(user=alice, agency=people.north).exists()
    assert not group.members.exists()
    assert actions.erase_person(alice)[0] == label, "twice changes nothing"
    assert AuditEvent.objects.filter(action="account.erased").count() == 1


def test_an_account_in_use_keeps_its_name_and_its_conversations(people: People, canary: Answer) -> None:
    with pytest.raises(NotAllowedError):
        actions.erase_person(people.alice)
    people.alice.refresh_from_db()
    assert people.alice.full_name == "An Thị Lý"
    assert Question.objects.filter(pk=canary.question_id).exists(), "all or nothing"


def test_a_question_or_rating_on_its_way_does_not_bring_a_conversation_back(people: People, canary: Answer) -> None:
    conversation = canary.question.conversation
    actions.erase_conversations(people.alice)
    with pytest.raises(NotAllowedError):
        ask(people.alice, "thế còn?", conversation=conversation)
    with pytest.raises(NotAllowedError):
        rate(people.alice, canary, True)
    assert not Conversation.objects.exists()
    assert not Rating.objects.exists()
    assert not AnswerBlock.objects.exists()
