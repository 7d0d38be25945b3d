"""What the log is narrowed to; nonsense in one field is ignored and said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.common.audit_log import LogFilter, kinds
from congvu.web.audit.naming import kind_name
from congvu.web.fields import DayField


class LogForm(forms.Form):
    """Days, who, what kind, to what."""

    first = DayField(label=_("From day"), required=False)
    last = DayField(label=_("To day"), required=False)
    actor = forms.CharField(label=_("Who (user name)"), required=False, max_length=150)
    action = forms.ChoiceField(label=_("Kind of event"), required=False)
    target = forms.CharField(
        label=_("To what"),
        required=False,
        max_length=130,
        help_text=_("A kind, a key or both: Document, 12, Document:12."),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        choices = sorted(((kind, kind_name(kind)) for kind in kinds()), key=lambda choice: choice[1])
        self.fields["action"].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]  # a ChoiceField

    def wanted(self) -> LogFilter:
        """The filter of the fields that could be read."""
        self.is_valid()
        chosen = self.cleaned_data
        return LogFilter(
            first=chosen.get("first"),
            last=chosen.get("last"),
            actor=chosen.get("actor", ""),
            action=chosen.get("action", ""),
            target=chosen.get("target", ""),
        )
