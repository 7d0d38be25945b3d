"""Writes of scoring: sets, drafts, statements and their confirmation, adoption. All or nothing, audited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from congvu.accounts.models import Agency, User
from congvu.accounts.queries import viewer_for
from congvu.campaigns.models import Campaign, IndicatorSet, ManualScore, ScoreRun
from congvu.campaigns.scoring.frozen import fits, freeze, hash_of, plain
from congvu.campaigns.scoring.policies import can_confirm, can_score, can_see_all_scores, can_state
from congvu.campaigns.scoring.queries import NO_CHANGES, about, scored
from congvu.campaigns.scoring.sets import parse
from congvu.campaigns.scoring.types import Change, Indicators, Kind
from congvu.common import audit
from congvu.common.clock import now, today
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.models import AuditEvent
from congvu.corpus.models import Document
from congvu.text import clean

MAX_NOTE = 500


@dataclass(frozen=True, slots=True)
class Stated:
    """What a coordinator states: the level, and the document that proves it."""

    level: int
    number: str
    title: str
    issued_on: dt.date


@transaction.atomic
def import_set(indicators: Indicators, *, actor: User) -> IndicatorSet:
    """Store a set; the very same one is there only once. Raises InvalidInputError for a version that is taken."""
    _operator(actor)
    content = plain(indicators.raw)
    digest = hash_of(content)
    held = IndicatorSet.objects.filter(code=indicators.code, version=indicators.version).first()
    if held is not None:
        if held.hash == digest:
            return held
        raise InvalidInputError(
            _("Version %(version)s of “%(code)s” is there already with another content.")
            % {"version": indicators.version, "code": indicators.code},
            _("Give the changed set a new version."),
        )
    made: IndicatorSet = IndicatorSet.objects.create(
        code=indicators.code,
        version=indicators.version,
        title=indicators.title,
        content=content,
        hash=digest,
        imported_by=actor,
    )
    detail = {"code": made.code, "version": made.version, "hash": digest}
    audit.record("indicators.imported", actor=actor, target=made, detail=detail)
    return made


@transaction.atomic
def open_draft(
    campaign: Campaign, indicators: IndicatorSet, *, actor: User, roll_up: str = ScoreRun.RollUp.AS_WAS
) -> ScoreRun:
    """The one draft of a campaign by a set; raises InvalidInputError where the set is for another time."""
    _operator(actor)
    if roll_up not in ScoreRun.RollUp.values:
        raise InvalidInputError(_("Agencies are told as_was or as_of_today."))
    data = parse(indicators.content)
    first, last = data.starts_on or campaign.starts_on, data.ends_on or campaign.ends_on
    if campaign.ends_on < first or campaign.starts_on > last:
        raise InvalidInputError(
            _("The set “%(set)s” is for another time than this campaign.") % {"set": indicators.title},
            _("Choose another set or a newer version."),
        )
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    draft, created = ScoreRun.objects.get_or_create(
        campaign=campaign,
        indicators=indicators,
        roll_up=roll_up,
        state=ScoreRun.State.DRAFT,
        defaults={"created_by": actor},
    )
    if created:
        detail = {"campaign": campaign.code, "set": indicators.code, "version": indicators.version, "roll_up": roll_up}
        audit.record("scores.drafted", actor=actor, target=draft, detail=detail)
    return draft


@transaction.atomic
def state(run: ScoreRun, agency: Agency, indicator: str, stated: Stated, *, actor: User) -> ManualScore:
    """A coordinator states a manual indicator of their agency; stating again asks for a confirmation again."""
    viewer = viewer_for(actor)
    if not can_state(viewer, agency.pk):
        raise NotAllowedError(_("Only the coordinator of this agency states its indicators."))
    held = _draft(run)
    if held.campaign.agencies.exists() and not held.campaign.agencies.filter(pk=agency.pk).exists():
        raise NotAllowedError(_("This agency is not scored here."))
    _check_statement(held, indicator, stated)
    number = _words(stated.number, 120)
    document = Document.objects.visible_to(viewer).filter(number=number).order_by("pk").first()
    made, _new = ManualScore.objects.update_or_create(
        run=held,
        agency=agency,
        indicator=indicator,
        defaults={
            "level": stated.level,
            "number": number,
            "title": _words(stated.title, 500),
            "issued_on": stated.issued_on,
            "document": document.pk if document else None,
            "state": ManualScore.State.STATED,
            "stated_by": actor,
            "stated_at": now(),
            "decided_by": None,
            "decided_at": None,
            "note": "",
        },
    )
    detail = {"agency": agency.code, "indicator": indicator, "level": stated.level, "document": number}
    audit.record("score.stated", actor=actor, target=made, detail=detail)
    return made


@transaction.atomic
def settle(stated: ManualScore, *, confirm: bool, actor: User, note: str = "") -> ManualScore:
    """An operator confirms a statement or returns it with a reason; never one's own."""
    _draft(stated.run)  # locked first, as in ``state``
    held = ManualScore.objects.select_for_update(of=("self",)).get(pk=stated.pk)
    if not can_confirm(viewer_for(actor), held.stated_by_id):
        raise NotAllowedError(_("An operator confirms this, and never whoever stated it."))
    if held.stated_at != stated.stated_at:
        raise InvalidInputError(_("It was stated anew in the meantime."), _("Look at it again."))
    if not confirm and not note.strip():
        raise InvalidInputError(_("What is returned needs a reason."), _("Say what is missing."))
    held.state = ManualScore.State.CONFIRMED if confirm else ManualScore.State.RETURNED
    held.decided_by, held.decided_at, held.note = actor, now(), _words(note, MAX_NOTE, needed=False)
    held.save(update_fields=["state", "decided_by", "decided_at", "note"])
    audit.record("score.settled", actor=actor, target=held, detail={"confirmed": confirm, "indicator": held.indicator})
    return held


@transaction.atomic
def adopt(run: ScoreRun, *, actor: User, changes: Mapping[str, Change] = NO_CHANGES) -> ScoreRun:
    """Freeze a draft with its figures of this moment, with the changes that were tried out; it never changes again."""
    _operator(actor)
    held = _draft(run)
    changes = {code: change for code, change in changes.items() if change != Change()}
    with translation.override("vi"):  # what is adopted is a text of the province
        made = scored(held, changes)
    if any(stated.state == ManualScore.State.STATED for stated in held.stated.all()):
        raise InvalidInputError(
            _("Statements of agencies still wait for a confirmation."), _("Confirm or return each of them.")
        )
    held.content = freeze(held.indicators.content, changes, made.sheets, about(held, made.last))
    held.hash = hash_of(held.content)
    held.state, held.adopted_by, held.adopted_at = ScoreRun.State.ADOPTED, actor, now()
    held.save()
    detail = {"hash": held.hash, "campaign": held.campaign.code, "changed": sorted(changes)}
    audit.record("scores.adopted", actor=actor, target=held, detail=detail)
    return held


def verify(run: ScoreRun, *, actor: User) -> str:
    """What is wrong with an adopted scoring, "" where it is what was adopted; the finding is an event of the log."""
    if not can_see_all_scores(viewer_for(actor)):
        raise NotAllowedError(_("You may not see these scores."))
    if run.content is None:
        raise InvalidInputError(_("This is a draft: there is nothing to prove yet."), _("Adopt it first."))
    problem = _problem(run)
    outcome = "broken" if problem else "ok"
    audit.record("scores.verified", actor=actor, target=run, outcome=outcome, detail={"hash": run.hash})
    return problem


def _problem(run: ScoreRun) -> str:
    content = run.content or {}
    if hash_of(content) != run.hash:
        return _("The content does not fit its hash.")
    event = AuditEvent.objects.filter(action="scores.adopted", object_type="ScoreRun", object_id=str(run.pk)).first()
    if event is not None and event.detail.get("hash") != run.hash:
        return _("The audit log tells another hash.")
    try:
        right = fits(content)
    except (KeyError, TypeError, ValueError, ArithmeticError, InvalidInputError) as error:
        return _("The scores cannot be read again: %(error)s") % {"error": error}
    return "" if right else _("The points do not follow from the figures.")


def _operator(actor: User) -> None:
    if not can_score(viewer_for(actor)):
        raise NotAllowedError(_("Only an operator of the province scores agencies."))


def _draft(run: ScoreRun) -> ScoreRun:
    """The run, locked; refused once it is adopted."""
    held = ScoreRun.objects.select_for_update(of=("self",)).select_related("campaign", "indicators").get(pk=run.pk)
    if not held.is_draft:
        raise InvalidInputError(_("This scoring is adopted and stays as it is."), _("Open a new draft."))
    return held


def _check_statement(run: ScoreRun, indicator: str, stated: Stated) -> None:
    found = {one.code: one for one in parse(run.indicators.content).indicators}.get(indicator)
    if found is None or found.formula.kind != Kind.MANUAL:
        raise InvalidInputError(_("Indicator “%(code)s” is not stated by agencies.") % {"code": indicator})
    if not 0 <= stated.level < len(found.formula.levels):
        raise InvalidInputError(_("There is no such level."), _("Choose one from the list."))
    if stated.issued_on > today():
        raise InvalidInputError(_("The document's date lies in the future."), _("Check the date."))


def _words(text: str, longest: int, *, needed: bool = True) -> str:
    words = " ".join(clean(text).split())
    if needed and not words:
        raise InvalidInputError(
            _("The document that proves it is missing."), _("Give its number, its date and what it is about.")
        )
    if len(words) > longest:
        raise InvalidInputError(_("This is longer than %(count)d characters.") % {"count": longest}, _("Shorten it."))
    return words
