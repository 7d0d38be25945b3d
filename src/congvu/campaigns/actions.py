"""Writes of campaigns: make, change, close, take figures over. Operators only, all or nothing, audited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import Agency, User
from congvu.accounts.queries import viewer_for
from congvu.campaigns.imports import ReadFigures
from congvu.campaigns.models import Campaign, ImportedFigures, ImportedRow
from congvu.campaigns.policies import can_run_campaigns
from congvu.campaigns.rules import CURRENT, RULES
from congvu.common import audit
from congvu.common.errors import InvalidInputError, NotAllowedError

RESERVED = frozenset({"tao"})
"""Words that stand where a code would in addresses."""
MAX_TARGET = 10_000


@dataclass(frozen=True, slots=True)
class CampaignData:
    """What an operator decides; both days of the period are included, no ``agencies`` means all of them."""

    code: str
    title: str
    starts_on: dt.date
    ends_on: dt.date
    deadline: dt.date
    target: int
    agencies: tuple[Agency, ...] = ()
    rule: str = CURRENT
    level: str = Campaign.Level.PROVINCE

    def told(self) -> dict[str, object]:
        """For the audit log."""
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "agencies"}
        told = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}
        return {**told, "agencies": sorted(agency.code for agency in self.agencies)}


@transaction.atomic
def create_campaign(data: CampaignData, *, actor: User) -> Campaign:
    """A new campaign, open at once. Raises NotAllowedError or InvalidInputError."""
    _check(actor)
    _check_data(data)
    if Campaign.objects.filter(code=data.code).exists():
        raise InvalidInputError(_("The code “%(code)s” is taken.") % {"code": data.code}, _("Choose another code."))
    campaign = Campaign.objects.create(state=Campaign.State.OPEN, **_columns(data))
    campaign.agencies.set(data.agencies)
    audit.record("campaign.created", actor=actor, target=campaign, detail=data.told())
    return campaign


@transaction.atomic
def change_campaign(campaign: Campaign, data: CampaignData, *, actor: User) -> Campaign:
    """Everything but the code may change until the campaign is closed; nothing changes where nothing differs."""
    _check(actor)
    _check_data(data)
    held = _held(campaign)
    if data.code != held.code:
        raise InvalidInputError(_("The code of a campaign stays."), _("Make another campaign."))
    before = {name: getattr(held, name) for name in _columns(data)}
    same_scope = set(held.agencies.values_list("pk", flat=True)) == {agency.pk for agency in data.agencies}
    if before == _columns(data) and same_scope:
        return held
    for figures in held.imported.all():
        if not data.starts_on <= figures.starts_on <= figures.ends_on <= data.ends_on:
            raise InvalidInputError(
                _("Figures of “%(source)s” would lie outside the period.") % {"source": figures.source},
                _("Choose a period that holds them, or take them out first."),
            )
    for name, value in _columns(data).items():
        setattr(held, name, value)
    held.save()
    held.agencies.set(data.agencies)
    audit.record("campaign.changed", actor=actor, target=held, detail=data.told())
    return held


@transaction.atomic
def close_campaign(campaign: Campaign, *, actor: User) -> Campaign:
    """No more changes, imports or appeals; the figures stay where they are."""
    _check(actor)
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held.state != Campaign.State.CLOSED:
        held.state = Campaign.State.CLOSED
        held.save(update_fields=["state"])
        audit.record("campaign.closed", actor=actor, target=held)
    return held


@transaction.atomic
def import_figures(campaign: Campaign, read: ReadFigures, *, actor: User) -> ImportedFigures:
    """Take the figures of a document over, for a period that no other import of the campaign touches."""
    _check(actor)
    held = _held(campaign)
    if not held.starts_on <= read.starts_on <= read.ends_on <= held.ends_on:
        raise InvalidInputError(
            _("The period of the figures lies outside the campaign."), _("Check the days, or change the campaign.")
        )
    if not read.source.strip():
        raise InvalidInputError(_("The source document is missing."), _("Name the document that holds the figures."))
    if held.imported.filter(starts_on__lte=read.ends_on, ends_on__gte=read.starts_on).exists():
        raise InvalidInputError(
            _("Figures for some of these days are there already."), _("Take those out first, or check the days.")
        )
    _check_scope(held, [row.agency for row in read.rows])
    figures = ImportedFigures.objects.create(
        campaign=held, source=read.source.strip(), starts_on=read.starts_on, ends_on=read.ends_on, imported_by=actor
    )
    ImportedRow.objects.bulk_create(
        ImportedRow(
            figures=figures,
            ordinal=n,
            agency=row.agency,
            name=row.name,
            accounts=row.accounts,
            users=row.users,
            likes=row.likes,
            dislikes=row.dislikes,
            questions=row.questions,
        )
        for n, row in enumerate(read.rows, 1)
    )
    detail = {
        "campaign": held.code,
        "source": figures.source,
        "from": read.starts_on.isoformat(),
        "to": read.ends_on.isoformat(),
        "rows": len(read.rows),
        "questions": sum(row.questions for row in read.rows),
    }
    audit.record("figures.imported", actor=actor, target=figures, detail=detail)
    return figures


@transaction.atomic
def remove_figures(figures: ImportedFigures, *, actor: User) -> None:
    """Take imported figures out again, for instance to put right ones in."""
    _check(actor)
    held = _held(figures.campaign)
    if held.imported.filter(pk=figures.pk).exists():
        audit.record(
            "figures.removed", actor=actor, target=figures, detail={"campaign": held.code, "source": figures.source}
        )
        figures.delete()


def _columns(data: CampaignData) -> dict[str, object]:
    return {f.name: getattr(data, f.name) for f in fields(data) if f.name != "agencies"} | {"title": data.title.strip()}


def _check(actor: User) -> None:
    if not can_run_campaigns(viewer_for(actor)):
        raise NotAllowedError(_("Only an operator of the province may run campaigns."))


def _held(campaign: Campaign) -> Campaign:
    """The campaign, locked; refused once it is closed."""
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held.state == Campaign.State.CLOSED:
        raise InvalidInputError(_("This campaign is closed."), _("Make another campaign."))
    return held


def _check_data(data: CampaignData) -> None:
    if not data.title.strip():
        raise InvalidInputError(_("A campaign needs a title."), _("Write the title."))
    if data.code in RESERVED or not data.code:
        raise InvalidInputError(_("This code cannot be used."), _("Choose another code."))
    if data.ends_on < data.starts_on:
        raise InvalidInputError(_("The period ends before it begins."), _("Check the two days."))
    if data.deadline <= data.starts_on:
        raise InvalidInputError(_("The deadline comes before the campaign begins."), _("Check the days."))
    if not 1 <= data.target <= MAX_TARGET:
        raise InvalidInputError(_("The target must be from 1 to 10.000 questions."), _("Check the number."))
    if data.rule not in RULES:
        raise InvalidInputError(_("There is no such version of the counting rule."), _("Choose one from the list."))


def _check_scope(campaign: Campaign, agencies: Sequence[Agency]) -> None:
    scope = set(campaign.agencies.values_list("pk", flat=True))
    outside = [agency for agency in agencies if scope and agency.pk not in scope]
    if outside:
        raise InvalidInputError(
            _("“%(agency)s” does not take part in this campaign.") % {"agency": outside[0].name()},
            _("Add it to the campaign, or take its row out."),
        )
