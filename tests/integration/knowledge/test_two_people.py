"""Two people, or nothing: through actions and through the rows themselves, which the database keeps to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from congvu.accounts.models import RoleGrant, User
from congvu.accounts.types import Role
from congvu.common.clock import now, today
from congvu.common.errors import CongVuError, InvalidInputError, NotAllowedError
from congvu.corpus.models import Document, DocumentVersion
from congvu.knowledge import actions, correcting, expiry, publishing, reviewing
from congvu.knowledge.models import Correction, CorrectionSource, EvidenceMark, KnowledgeEntry, Review
from tests.integration.knowledge.conftest import (
    QUESTION,
    TEXT,
    Cast,
    Disliked,
    answered,
    approved,
    is_approved,
    submitted,
    unit_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def correction(cast: Cast, law: Document, disliked: Disliked) -> Correction:
    """Submitted by the expert, who may review in that field too."""
    RoleGrant.objects.create(user=cast.expert, role=Role.REVIEWER, field=cast.field)
    return submitted(disliked(), cast.expert, law)


def review_by(correction: Correction, user: User, **values: object) -> Callable[[], object]:
    given = {"decision": "approved", "content_hash": correction.hash, "at": now(), **values}
    return lambda: Review.objects.create(correction=correction, reviewer=user, **given)


def refused(*ways: Callable[[], object]) -> None:
    for way in ways:
        with pytest.raises(DatabaseError), transaction.atomic():
            way()


def test_an_author_does_not_approve_their_own(cast: Cast, correction: Correction) -> None:
    with pytest.raises(NotAllowedError):
        reviewing.decide(correction, cast.expert, "approved", seen=correction.hash)
    refused(review_by(correction, cast.expert))


def test_nobody_becomes_another_author_so_that_the_author_may_approve(cast: Cast, correction: Correction) -> None:
    rows = Correction.objects.filter(pk=correction.pk)
    refused(lambda: rows.update(author=cast.reviewer), lambda: rows.update(field=cast.foreign.grants.first().field))
    correction.author = cast.reviewer
    refused(correction.save, review_by(correction, cast.expert))


def test_reviewers_of_another_field_and_of_none_do_not_approve(cast: Cast, correction: Correction) -> None:
    for user in (cast.foreign, cast.people.alice, cast.people.eve):
        with pytest.raises(NotAllowedError):
            reviewing.decide(correction, user, "approved", seen=correction.hash)
        refused(review_by(correction, user))


def test_a_reviewer_whose_grant_has_ended_does_not_approve(cast: Cast, correction: Correction) -> None:
    RoleGrant.objects.filter(user=cast.reviewer).update(ends_on=today())
    with pytest.raises(NotAllowedError):
        reviewing.decide(correction, cast.reviewer, "approved", seen=correction.hash)
    refused(review_by(correction, cast.reviewer))


def test_an_expert_of_another_field_neither_takes_nor_writes(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    case = disliked()
    with pytest.raises(NotAllowedError):
        actions.claim(case, cast.foreign)
    with pytest.raises(NotAllowedError):
        correcting.begin(case, cast.foreign)
    assert actions.claim_next(cast.foreign) is None
    refused(lambda: Correction.objects.create(case=case, field=cast.field, author=cast.foreign))


def test_a_text_that_was_submitted_does_not_change(cast: Cast, law: Document, correction: Correction) -> None:
    rows = Correction.objects.filter(pk=correction.pk)
    source = correction.sources.get()
    refused(
        lambda: rows.update(text="Khác."),
        lambda: rows.update(paraphrases=["Câu khác?"]),
        lambda: rows.update(hash="0" * 64),
        lambda: rows.update(state="draft"),
        lambda: rows.update(state="approved"),
        rows.delete,
        lambda: CorrectionSource.objects.filter(pk=source.pk).update(unit=unit_of(law, "d3")),
        lambda: CorrectionSource.objects.filter(pk=source.pk).delete(),
        lambda: EvidenceMark.objects.create(correction=correction, passage=source.passage, right=False),
    )
    with pytest.raises(NotAllowedError):
        correcting.save_draft(correction, cast.expert, QUESTION, [], "Khác.")


def test_what_was_approved_is_what_was_looked_at(cast: Cast, correction: Correction) -> None:
    with pytest.raises(InvalidInputError, match="not the one"):
        reviewing.decide(correction, cast.reviewer, "approved", seen="0" * 64)
    refused(review_by(correction, cast.reviewer, content_hash="0" * 64))


def test_a_draft_with_a_false_hash_is_never_approved(cast: Cast, law: Document, disliked: Disliked) -> None:
    case = actions.claim(disliked(), cast.expert)
    draft = correcting.begin(case, cast.expert)
    correcting.save_draft(draft, cast.expert, QUESTION, [], TEXT)
    Correction.objects.filter(pk=draft.pk).update(state="submitted", hash="0" * 64, submitted_at=now())
    draft.refresh_from_db()
    with pytest.raises(CongVuError):
        reviewing.decide(draft, cast.reviewer, "approved", seen=draft.hash)


def test_reviews_are_only_added(cast: Cast, correction: Correction) -> None:
    reviewing.decide(correction, cast.reviewer, "returned", seen=correction.hash, comment="Xem lại")
    rows = Review.objects.filter(correction=correction)
    refused(lambda: rows.update(decision="approved"), rows.delete)
    with pytest.raises(InvalidInputError, match="decided already"):
        reviewing.decide(correction, cast.reviewer, "approved", seen=correction.hash)
    refused(lambda: Correction.objects.filter(pk=correction.pk).update(state="approved"))


def test_knowledge_without_an_approving_review_cannot_be_made(
    cast: Cast, law: Document, correction: Correction
) -> None:
    review = reviewing.decide(correction, cast.reviewer, "rejected", seen=correction.hash, comment="Sai")
    version = law.current

    def made() -> object:
        return KnowledgeEntry.objects.create(
            correction=correction, review=review, document=law, version=version, content_hash=correction.hash,
            published_at=now(),
        )  # fmt: skip

    refused(made)
    with pytest.raises(DatabaseError), transaction.atomic():
        publishing.publish(correction, review)


def test_approved_text_does_not_change_and_what_ended_stays_ended(cast: Cast, correction: Correction) -> None:
    entry = approved(correction, cast.reviewer)
    versions = DocumentVersion.objects.filter(pk=entry.version_id)
    entries = KnowledgeEntry.objects.filter(pk=entry.pk)
    refused(
        lambda: versions.update(text="Khác"),
        lambda: versions.update(front={}),
        lambda: entries.update(content_hash="0" * 64),
        lambda: entries.update(version=entry.correction.sources.get().version),
        entries.delete,
    )
    publishing.withdraw(entry, cast.reviewer, "thử")
    refused(lambda: entries.update(state="live", ended_at=None))


def test_an_alteration_by_whoever_rules_the_database_is_found(cast: Cast, correction: Correction) -> None:
    entry = approved(correction, cast.reviewer)
    assert not expiry.check(KnowledgeEntry.objects.get(pk=entry.pk))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction goes first
        cursor.execute("ALTER TABLE corpus_documentversion DISABLE TRIGGER two_people")
        DocumentVersion.objects.filter(pk=entry.version_id).update(text=entry.version.text.replace("14", "41"))
        cursor.execute("ALTER TABLE corpus_documentversion ENABLE TRIGGER two_people")
    assert expiry.check(KnowledgeEntry.objects.get(pk=entry.pk))
    assert not is_approved(answered(cast.people.bob, QUESTION))
