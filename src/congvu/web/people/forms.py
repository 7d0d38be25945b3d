"""Forms of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency, WorkField
from congvu.accounts.queries import agencies_on, fields
from congvu.accounts.types import AccountState, Role


class PeopleFilterForm(forms.Form):
    """What the roster is narrowed to; nonsense in a field is ignored."""

    q = forms.CharField(label=_("Name, user name or e-mail"), required=False, max_length=150)
    agency = forms.ModelChoiceField(
        label=_("Agency"), required=False, queryset=Agency.objects.none(), empty_label=_("All")
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *AccountState.choices])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["agency"].queryset = agencies_on()  # type: ignore[attr-defined]  # a ModelChoiceField

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


class PlaceForm(forms.Form):
    """Where somebody belongs from today on."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    title = forms.CharField(label=_("Position"), required=False, max_length=150)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["agency"].queryset = agencies_on()  # type: ignore[attr-defined]  # a ModelChoiceField


class PersonForm(PlaceForm):
    """One new person; a list is better for many."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    username = forms.RegexField(
        label=_("User name"),
        regex=r"^[^\s=+\-#][^\s]*$",
        max_length=150,
        help_text=_("As the province's single sign-on knows it."),
        error_messages={"invalid": _("A user name has no spaces.")},
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    field_order = ("full_name", "username", "email", "agency", "title")


class GrantForm(forms.Form):
    """A role with its scope; the action says which scope a role wants."""

    role = forms.ChoiceField(label=_("Role"), choices=[r for r in Role.choices if r[0] != Role.MEMBER])
    agency = forms.ModelChoiceField(
        label=_("Agency"),
        required=False,
        queryset=Agency.objects.none(),
        empty_label="-",
        help_text=_("For coordinators and leaders."),
    )
    field = forms.ModelChoiceField(
        label=_("Field of work"),
        required=False,
        queryset=WorkField.objects.none(),
        empty_label="-",
        help_text=_("For experts and reviewers."),
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["agency"].queryset = agencies_on()  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["field"].queryset = fields()  # type: ignore[attr-defined]  # a ModelChoiceField


class ListForm(forms.Form):
    """A file with people, and what it is."""

    paper = forms.FileField(
        label=_("List of people"), help_text=_("Excel (.xlsx, .xls) or CSV in UTF-8, one person per row.")
    )
    complete = forms.BooleanField(
        label=_("This is the whole list of its agencies: whoever is not in it has left"), required=False
    )
