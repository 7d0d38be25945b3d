"""Who may read a document, and changing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from congvu.accounts.models import AccessGroup
from congvu.accounts.types import Viewer
from congvu.common.errors import InvalidInputError
from congvu.corpus.models import Document, Visibility
from congvu.corpus.policies import can_give_to, can_manage
from congvu.ingestion.actions import set_visibility
from congvu.web.objects import Refused, note_refused_choices, visible_or_404
from congvu.web.request import PersonRequest


class ReadersForm(forms.Form):
    """The readers that this person may give this document."""

    visibility = forms.ChoiceField(label=gettext_lazy("Who may read it"), widget=forms.RadioSelect)
    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Groups"),
        queryset=AccessGroup.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, viewer: Viewer, document: Document, data: Any = None) -> None:
        super().__init__(data, initial={"visibility": document.visibility, "groups": document.groups.all()})
        anybody = AccessGroup.objects.exists()
        if not anybody:
            del self.fields["groups"]
        self.fields["visibility"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (value, label)
            for value, label in Visibility.choices
            if can_give_to(viewer, document, value) and (anybody or value != Visibility.GROUPS)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("visibility") == Visibility.GROUPS and "groups" in cleaned and not cleaned["groups"]:
            self.add_error("groups", _("Choose at least one group."))
        return cleaned


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: PersonRequest, pk: int) -> HttpResponse:
    """The form; the choice holds from the next question on, and may take the document from who made it."""
    document = visible_or_404(Document.objects.visible_to(request.viewer).select_related("agency"), pk)
    if not can_manage(request.viewer, document):
        raise Refused(document)
    form = ReadersForm(request.viewer, document, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            set_visibility(request.user, document, chosen["visibility"], chosen.get("groups", ()))
        except InvalidInputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The readers of “%(title)s” are changed.") % {"title": document.title})
            still = Document.objects.visible_to(request.viewer).filter(pk=pk).exists()
            return HttpResponseRedirect(document.get_absolute_url() if still else reverse("library:list"))
    if request.method == "POST":
        note_refused_choices(request, form)
    status = 422 if request.method == "POST" else 200
    return render(request, "library/readers.html", {"document": document, "form": form}, status=status)
