"""Forms of reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.campaigns.models import Campaign
from congvu.campaigns.queries import campaigns
from congvu.reports.definitions import APPENDIX, LETTER, REPORT, SHEET
from congvu.reports.models import ReportRun
from congvu.web.fields import DayField

KINDS = {
    LETTER: _("Letter with its appendix"),
    APPENDIX: _("Appendix alone"),
    REPORT: _("Report with worded figures"),
    SHEET: _("One agency's own sheet"),
}


class ReportForm(forms.Form):
    """What an operator settles when a report is issued."""

    campaign = forms.ModelChoiceField(label=_("Campaign"), queryset=Campaign.objects.none())
    first = DayField(label=_("From"), required=False, help_text=_("The campaign's first day where it is left open."))
    last = DayField(label=_("To, included"), required=False)
    kind = forms.ChoiceField(label=_("Kind of report"), choices=list(KINDS.items()))
    agency = forms.CharField(
        label=_("Agency"), required=False, max_length=250, help_text=_("For an agency's own sheet: its name.")
    )
    roll_up = forms.ChoiceField(
        label=_("Figures by agencies"), choices=[("as_was", _("As they were")), ("as_of_today", _("As they are today"))]
    )
    accounts = forms.IntegerField(
        label=_("Accounts in all"), required=False, min_value=1, help_text=_("Where the figures do not tell.")
    )
    number = forms.IntegerField(
        label=_("Number of the document"), required=False, min_value=1, help_text=_("Left open without it.")
    )
    issued_on = DayField(label=_("Date of the document"), required=False)
    authority = forms.CharField(
        label=_("Signer's office"),
        required=False,
        max_length=200,
        help_text=_("One line each, as “KT. GIÁM ĐỐC” and “PHÓ GIÁM ĐỐC”; that of the kind of report where left open."),
        widget=forms.Textarea({"rows": 2}),
    )
    signer = forms.CharField(label=_("Signer's name"), required=False, max_length=100)
    electronic = forms.BooleanField(
        label=_("An electronic document: the appendix names no number and date"), required=False
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["campaign"].queryset = campaigns()  # type: ignore[attr-defined]  # a ModelChoiceField


class OtherForm(forms.Form):
    """The run to compare with: another one of the same campaign."""

    other = forms.ModelChoiceField(label=_("Compare with"), queryset=ReportRun.objects.none())

    def __init__(self, run: ReportRun, others: Any, data: Any = None) -> None:
        super().__init__(data)
        found = others.filter(campaign=run.campaign).exclude(pk=run.pk)
        self.fields["other"].queryset = found  # type: ignore[attr-defined]  # a ModelChoiceField
