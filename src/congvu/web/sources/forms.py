"""Forms of connected sources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency
from congvu.accounts.queries import agencies_on
from congvu.corpus.models import Visibility
from congvu.ingestion.connector_models import SourceConnection, UnknownOrgan
from congvu.ingestion.sources import SourceData
from congvu.web.library.forms import ManyFilesField, ManyFilesInput

_READERS = [(value, label) for value, label in Visibility.choices if value in (Visibility.PROVINCE, Visibility.AGENCY)]


class SourceForm(forms.Form):
    """A source as it is set up; the action judges it."""

    code = forms.SlugField(label=_("Code"), max_length=60, help_text=_("Part of the address; it stays."))
    name = forms.CharField(label=_("Name of the source"), max_length=200)
    connector = forms.ChoiceField(label=_("How documents come"), choices=SourceConnection.Connector.choices)
    reading = forms.ChoiceField(label=_("What comes"), choices=SourceConnection.Reading.choices)
    visibility = forms.ChoiceField(label=_("Who may read them"), choices=_READERS)
    agency = forms.ModelChoiceField(
        label=_("Agency"), required=False, queryset=Agency.objects.none(), empty_label=_("Whole province")
    )
    address = forms.CharField(
        label=_("Folder or address"),
        max_length=500,
        required=False,
        help_text=_("For a folder: its path below the drop folder; for a gateway or a website: https://…"),
    )
    hosts = forms.CharField(
        label=_("Allowed hosts"),
        max_length=1000,
        required=False,
        help_text=_("For a website: the hosts whose files may be fetched, with blanks between them."),
    )
    private_hosts = forms.BooleanField(label=_("These hosts are in the internal network"), required=False)
    organ = forms.CharField(
        label=_("Our code (OrganId)"),
        max_length=60,
        required=False,
        help_text=_("When it is given, senders are told what became of their messages."),
    )
    organ_name = forms.CharField(label=_("Our name there"), max_length=200, required=False)
    every_minutes = forms.IntegerField(
        label=_("Looked at every … minutes"), min_value=0, max_value=10_080, initial=5, help_text=_("0: only by hand.")
    )
    enabled = forms.BooleanField(label=_("Switched on"), required=False, initial=True)

    def __init__(self, *args: Any, connection: SourceConnection | None = None, **values: Any) -> None:
        if connection is not None:
            given = {name: getattr(connection, name) for name in self.base_fields if name not in ("code", "name")}
            values["initial"] = given | {"code": connection.source.code, "name": connection.source.name}
        super().__init__(*args, **values)
        if connection is not None:
            self.fields["code"].disabled = True
            self.fields["connector"].disabled = True
        agency = self.fields["agency"]
        agency.queryset = agencies_on()  # type: ignore[attr-defined]  # a ModelChoiceField

    def data_of(self) -> SourceData:
        return SourceData(**self.cleaned_data)


class KeyForm(forms.Form):
    """Whose key it will be."""

    name = forms.CharField(label=_("Name of the client"), max_length=60)


class PapersForm(forms.Form):
    """Files for a source by hand; the source knows how they are read."""

    papers = ManyFilesField(label=_("Files"), widget=ManyFilesInput())


class OrganForm(forms.Form):
    """Whose code it is."""

    decision = forms.ChoiceField(
        label=_("What it is"),
        choices=[choice for choice in UnknownOrgan.Decision.choices if choice[0] != UnknownOrgan.Decision.OPEN],
    )
    agency = forms.ModelChoiceField(
        label=_("Agency, where it is one of ours"),
        required=False,
        queryset=Agency.objects.none(),
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["agency"].queryset = agencies_on()  # type: ignore[attr-defined]  # a ModelChoiceField
