"""Forms of reminders."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.campaigns.models import ReminderPlan
from congvu.campaigns.reminders.actions import MAX_DAYS, PlanData
from congvu.web.fields import DayField


def _days(label: Any, help_text: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, required=required, min_value=1, max_value=MAX_DAYS)


class PlanForm(forms.Form):
    """A campaign's plan; a rule whose field is empty is left out."""

    not_started_after = _days(
        _("Nothing asked: days after the beginning"), _("Whoever has asked nothing by then. Empty: never.")
    )
    before_deadline = _days(
        _("Below the target: days before the deadline"), _("Whoever is below the target by then. Empty: never.")
    )
    weekly_on = forms.TypedChoiceField(
        label=_("Figures of the week for coordinators"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Never")), *ReminderPlan.Weekday.choices],
    )
    gap_days = _days(
        _("Days between two reminders to one person"), _("Whatever campaign they are about."), required=True
    )
    at_most = _days(
        _("Reminders to one person at most"), _("In this campaign; a coordinator's weekly figures do not count."),
        required=True,
    )  # fmt: skip
    quiet_until = forms.IntegerField(label=_("Not before (hour)"), min_value=0, max_value=23)
    quiet_from = forms.IntegerField(label=_("Not from (hour) on"), min_value=1, max_value=24)
    weekends = forms.BooleanField(label=_("Also on Saturdays and Sundays"), required=False)
    by_email = forms.BooleanField(label=_("Also by e-mail, to those whose address is known"), required=False)

    def data_of(self) -> PlanData:
        """What was decided; the form must be valid."""
        return PlanData(**self.cleaned_data)


class DayForm(forms.Form):
    """The day of a preview."""

    on = DayField(label=_("On"), required=False)

    def day(self, default: dt.date) -> dt.date:
        """The day that was chosen, else ``default``."""
        chosen: dt.date | None = self.cleaned_data.get("on") if self.is_valid() else None
        return chosen or default
