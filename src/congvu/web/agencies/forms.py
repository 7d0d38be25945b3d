"""What the list of agencies is asked for, and what operators say of an agency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency, Succession
from congvu.accounts.queries import agencies_on
from congvu.web.fields import DayField


class AgencyForm(forms.Form):
    """A text to search, the day that is asked about, and whether those are listed that have ended; all optional."""

    q = forms.CharField(label=_("Name or code, of today or of before"), required=False, max_length=200)
    on = DayField(label=_("As of"), required=False, help_text=_("Empty means today."))
    ended = forms.BooleanField(required=False)


class _OrderedForm(forms.Form):
    """What a decision changed: ``on`` is the first day on which it holds."""

    on = DayField(label=_("From"))
    ordered_by = forms.CharField(
        label=_("By which text"), required=False, max_length=300, help_text=_("Its kind, number and day.")
    )


if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Agency]
else:
    _Choice = forms.ModelChoiceField


class _UnitField(_Choice):
    """One of the agencies that exist, under the name of today."""

    def __init__(self, **values: Any) -> None:
        super().__init__(queryset=Agency.objects.none(), **values)


class RenameForm(_OrderedForm):
    """Another name of the same agency."""

    name = forms.CharField(label=_("Name"), max_length=250)
    short_name = forms.CharField(label=_("Short name"), required=False, max_length=60)
    field_order = ("name", "short_name", "on", "ordered_by")


class CodeForm(forms.Form):
    """A code that others use for it, for a period that may be open at both ends."""

    code = forms.CharField(label=_("Code"), max_length=60, help_text=_("As it is in the decision: H62.01."))
    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(label=_("Until, not including that day"), required=False)


class MoveForm(_OrderedForm):
    """Under which unit it is."""

    parent = _UnitField(label=_("Under"), required=False, empty_label=_("None"))
    field_order = ("parent", "on", "ordered_by")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["parent"].queryset = agencies_on()  # type: ignore[attr-defined]  # a ModelChoiceField


class SuccessionForm(_OrderedForm):
    """Who took over from it, and what."""

    kind = forms.ChoiceField(label=_("What happened"), choices=Succession.Kind.choices)
    successor = _UnitField(label=_("Who took over"))
    function = forms.CharField(
        label=_("Which work"), required=False, max_length=300, help_text=_("Where it was not all of it.")
    )
    field_order = ("kind", "successor", "function", "on", "ordered_by")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["successor"].queryset = agencies_on()  # type: ignore[attr-defined]  # a ModelChoiceField


class EndForm(_OrderedForm):
    """It ends without anybody who takes over all of it."""

    on = DayField(label=_("First day without it"))


class NewAgencyForm(_OrderedForm):
    """An agency that was founded, or one that was always there and is not recorded yet."""

    name = forms.CharField(label=_("Name"), max_length=250)
    short_name = forms.CharField(label=_("Short name"), required=False, max_length=60)
    code = forms.CharField(
        label=_("Code in this system"), max_length=40, help_text=_("Small letters, digits and hyphens: so-noi-vu.")
    )
    kind = forms.ChoiceField(label=_("Kind of agency"), choices=Agency.Kind.choices, initial=Agency.Kind.DEPARTMENT)
    parent = _UnitField(label=_("Under"), required=False, empty_label=_("None"))
    on = DayField(label=_("Exists since"), required=False, help_text=_("Empty means that it has always been."))
    field_order = ("name", "short_name", "code", "kind", "parent", "on", "ordered_by")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["parent"].queryset = agencies_on()  # type: ignore[attr-defined]  # a ModelChoiceField
