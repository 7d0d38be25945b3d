"""The second person's decision. What the rules of this module refuse, the database refuses too (migration 0002)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import current_agency, viewer_for
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.corpus.models import DocumentVersion
from congvu.knowledge.actions import locked, settle, short
from congvu.knowledge.content import hash_of
from congvu.knowledge.correcting import MAX_TEXT
from congvu.knowledge.events import note, tell
from congvu.knowledge.models import Correction, Review
from congvu.knowledge.policies import can_review
from congvu.knowledge.publishing import publish
from congvu.knowledge.types import CaseState, CorrectionState, Decision, NoticeKind, Outcome
from congvu.text import clean

_TOLD = {
    Decision.APPROVED: NoticeKind.APPROVED,
    Decision.RETURNED: NoticeKind.RETURNED,
    Decision.REJECTED: NoticeKind.REJECTED,
}


@transaction.atomic
def decide(
    correction: Correction, actor: User, decision: str, *, seen: str, comment: str = "", suggestion: str = ""
) -> Review:
    """Approve, return or reject a submitted correction; ``seen`` is the hash of the text that was looked at.

    Approving publishes it, settles the case and tells everybody who asked. Returned or rejected it goes back to its
    author, who must be told why. Raises NotAllowedError and InvalidInputError.
    """
    case = locked(correction.case)
    held = Correction.objects.select_for_update(of=("self",)).select_related("author").get(pk=correction.pk)
    viewer = viewer_for(actor)
    if not can_review(viewer, held):
        raise NotAllowedError(_("This is not for you to decide."), _("A reviewer of the field does, never the author."))
    if decision not in Decision.values:
        raise InvalidInputError(_("Say how you decide."), _("Choose from the list."))
    if held.state != CorrectionState.SUBMITTED:
        raise InvalidInputError(_("This correction is decided already."), _("Look at the history of its case."))
    if not held.hash == seen == hash_of(held):
        raise InvalidInputError(_("The text is not the one that you looked at."), _("Open the page again."))
    words, wording = short(comment), clean(suggestion).strip()[:MAX_TEXT]
    if decision != Decision.APPROVED and not (words or wording):
        raise InvalidInputError(_("Say what is wrong with it."), _("Its author reads your comment."))
    versions = {source.version_id for source in held.sources.all()}
    if DocumentVersion.objects.visible_to(viewer).filter(pk__in=versions).count() != len(versions):
        raise NotAllowedError(_("You may not read all of its sources."), _("Another reviewer has to decide."))
    review: Review = Review.objects.create(
        correction=held,
        reviewer=actor,
        agency=current_agency(actor),
        decision=decision,
        comment=words,
        suggestion="" if wording == held.text else wording,
        content_hash=held.hash,
        at=now(),
    )
    held.state = decision
    held.save(update_fields=["state"])
    audit.record("correction.decided", actor=actor, target=held, detail={"decision": decision, "hash": held.hash})
    if decision == Decision.APPROVED:
        publish(held, review)
        settle(case, Outcome.CORRECTED, actor=actor, tell=NoticeKind.CORRECTED)
    else:
        case.state = CaseState.CLAIMED
        case.save(update_fields=["state"])
        note(case, decision, actor=actor, words=words, correction=held.pk)
    tell(held.author, _TOLD[Decision(decision)], case)
    return review
