"""Forms of the library: filters and supply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import AccessGroup, Agency
from congvu.accounts.policies import can_supply_documents
from congvu.accounts.queries import agencies_on
from congvu.accounts.types import Role, Viewer
from congvu.corpus.models import Document, Visibility


class FilterForm(forms.Form):
    """What the list is narrowed to; every field may be left out, and nonsense in one of them is ignored."""

    q = forms.CharField(label=_("Title or number"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    issuer = forms.ChoiceField(label=_("Issuer"), required=False)
    agency = forms.ModelChoiceField(
        label=_("Agency"), required=False, queryset=Agency.objects.none(), empty_label=_("All")
    )
    force = forms.ChoiceField(
        label=_("State of force"),
        required=False,
        choices=[("", _("All")), ("yes", _("In force today")), ("no", _("Not in force today"))],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("Newest issue first")),
            ("title", _("By title")),
            ("added", _("Newest supply first")),
        ],
    )

    def __init__(self, data: Any, viewer: Viewer) -> None:
        super().__init__(data)
        seen = Document.objects.visible_to(viewer)
        kinds = dict(seen.exclude(kind="").order_by("kind").values_list("kind", "kind_name"))
        issuers = seen.exclude(issuer="").order_by("issuer").values_list("issuer", flat=True).distinct()
        self.fields["kind"].choices = [("", _("All")), *kinds.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["issuer"].choices = [("", _("All")), *((i, i) for i in issuers)]  # type: ignore[attr-defined]  # same
        agencies = agencies_on().filter(pk__in=seen.exclude(agency=None).values("agency"))
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a ModelChoiceField

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was chosen."""
        return any(self.cleaned_data.get(name) for name in ("q", "kind", "issuer", "agency", "force"))


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; each is checked on its own, so that the message names the file."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        files: list[UploadedFile[Any]] = []
        for item in given:
            file = super().clean(item, initial)
            limit = settings.CONGVU_UPLOAD_MAX_BYTES
            if file.size > limit:
                raise forms.ValidationError(
                    _("“%(name)s” is larger than %(limit)d MB. Split it or supply it without pictures."),
                    params={"name": file.name, "limit": limit // 1024 // 1024},
                )
            files.append(file)
        return files


class SupplyForm(forms.Form):
    """Files, for whom they are supplied, and who may read them."""

    papers = ManyFilesField(
        label=_("Files"),
        help_text=_("PDF with text, Word (.docx, .doc), web pages (.html) or plain text; several of them as a ZIP."),
        allow_empty_file=True,
        widget=ManyFilesInput({"accept": ".pdf,.docx,.doc,.html,.htm,.txt,.zip"}),
    )
    agency = forms.ModelChoiceField(
        label=_("Supplied for"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("Whole province"),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read them"),
        choices=Visibility.choices,
        initial=Visibility.AGENCY,
        widget=forms.RadioSelect,
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"),
        queryset=AccessGroup.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = agencies_on()
        agency = self.fields["agency"]
        visibility = self.fields["visibility"]
        if viewer.has_role(Role.OPERATOR):
            visibility.initial = Visibility.PROVINCE
        else:
            own = [pk for role, pk in viewer.agency_roles if role == Role.COORDINATOR and pk is not None]
            agencies = agencies.filter(pk__in=own)
            agency.required = True
            agency.empty_label = None  # type: ignore[attr-defined]  # a ModelChoiceField
            visibility.choices = [c for c in Visibility.choices if c[0] != Visibility.PROVINCE]  # type: ignore[attr-defined]  # a ChoiceField
        agency.queryset = agencies  # type: ignore[attr-defined]  # a ModelChoiceField
        if not AccessGroup.objects.exists():
            del self.fields["groups"]
            visibility.choices = [c for c in visibility.choices if c[0] != Visibility.GROUPS]  # type: ignore[attr-defined]  # same
        self.viewer = viewer

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        agency = cleaned.get("agency")
        if "agency" in cleaned and not can_supply_documents(self.viewer, agency.pk if agency else None):
            refusal = forms.ValidationError(_("You supply documents only for your own agency."), code="not_yours")
            self.add_error("agency", refusal)
        if cleaned.get("visibility") == Visibility.AGENCY and agency is None:
            self.add_error("agency", _("Choose the agency whose people may read these documents."))
        if cleaned.get("visibility") == Visibility.GROUPS and not cleaned.get("groups"):
            self.add_error("groups", _("Choose at least one group."))
        return cleaned
