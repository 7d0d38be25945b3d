"""The question box and the verdict on an answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.feedback.models import Reason

LIKE, DISLIKE, NONE = "like", "dislike", "none"


class AskForm(forms.Form):
    """A question. ``answering.actions.ask`` judges the text itself, so that every way of asking has one rule."""

    text = forms.CharField(label=_("Your question"), required=False, strip=False)
    on = forms.DateField(label=_("Date of the law"), required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"])
    conversation = forms.UUIDField(required=False)
    token = forms.UUIDField(required=False)
    live = forms.BooleanField(required=False)


class RatingForm(forms.Form):
    """Thumb up, thumb down with reasons, or neither."""

    verdict = forms.ChoiceField(choices=[(LIKE, LIKE), (DISLIKE, DISLIKE), (NONE, NONE)])
    reasons = forms.MultipleChoiceField(label=_("What is wrong with it?"), choices=Reason.choices, required=False)
    comment = forms.CharField(label=_("What should it say? (optional)"), max_length=2000, required=False)
