"""Form fields that several parts of the site share."""

from __future__ import annotations

from typing import Any

from django import forms


class DayField(forms.DateField):
    """A day; a browser's date field gives and takes the year first, people who type it write the day first."""

    def __init__(self, **values: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **values)
