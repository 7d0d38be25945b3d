"""What the list of agencies is asked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AgencyForm(forms.Form):
    """A text to search, the day that is asked about, and whether those are listed that have ended; all optional."""

    q = forms.CharField(label=_("Name or code, of today or of before"), required=False, max_length=200)
    on = forms.DateField(
        label=_("As of"),
        required=False,
        help_text=_("Empty means today."),
        # What a date field of a browser gives and takes; people who type it write the day first.
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    ended = forms.BooleanField(required=False)
