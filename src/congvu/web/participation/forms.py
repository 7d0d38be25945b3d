"""Forms of campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency
from congvu.accounts.queries import agencies_on
from congvu.campaigns.actions import MAX_TARGET, CampaignData
from congvu.campaigns.models import Campaign
from congvu.campaigns.rules import CURRENT
from congvu.web.fields import DayField


class CampaignForm(forms.Form):
    """A campaign; no agency chosen means all of them."""

    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Part of the address; it stays."))
    title = forms.CharField(label=_("Title"), max_length=250)
    level = forms.ChoiceField(
        label=_("Campaign"), choices=Campaign.Level.choices, initial=Campaign.Level.PROVINCE, required=False
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("To, included"))
    deadline = DayField(label=_("Target reached before"))
    target = forms.IntegerField(label=_("Questions per person"), min_value=1, max_value=MAX_TARGET, initial=50)
    agencies = forms.ModelMultipleChoiceField(
        label=_("Agencies"),
        required=False,
        queryset=Agency.objects.none(),
        help_text=_("None chosen: all of them. Several with Ctrl."),
    )

    def __init__(self, *args: Any, campaign: Campaign | None = None, **values: Any) -> None:
        super().__init__(*args, **values)
        choices = agencies_on()
        if campaign is not None:
            self.fields["code"].disabled = True
            chosen = campaign.agencies.values_list("pk", flat=True)
            choices = Agency.objects.filter(pk__in=[*chosen, *choices.values_list("pk", flat=True)])
        self.fields["agencies"].queryset = choices.prefetch_related("names")  # type: ignore[attr-defined]
        self.fields["agencies"].label_from_instance = lambda agency: agency.known_as()  # type: ignore[attr-defined]

    def data_of(self, rule: str = CURRENT) -> CampaignData:
        chosen = self.cleaned_data
        return CampaignData(
            chosen["code"],
            chosen["title"],
            chosen["starts_on"],
            chosen["ends_on"],
            chosen["deadline"],
            chosen["target"],
            tuple(chosen["agencies"]),
            rule,
            chosen["level"] or Campaign.Level.PROVINCE,
        )


class FiguresForm(forms.Form):
    """Figures of a time before this system."""

    source = forms.CharField(
        label=_("Source document"), max_length=250, help_text=_("Number, day and issuer, as it is cited.")
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("To, included"))
    paper = forms.FileField(
        label=_("Table of figures"), help_text=_("Excel or CSV in UTF-8, one agency per row, as in the document.")
    )


class PeriodForm(forms.Form):
    """Some days of a campaign, and whether agencies that have ended stand under those that took their place."""

    tu = DayField(label=_("From"), required=False)
    den = DayField(label=_("To, included"), required=False)
    hom_nay = forms.BooleanField(label=_("Agencies as they are today"), required=False)
