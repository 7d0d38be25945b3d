"""Forms of scores."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.campaigns.models import Campaign, IndicatorSet, ScoreRun
from congvu.campaigns.queries import campaigns
from congvu.campaigns.scoring.queries import indicator_sets
from congvu.campaigns.scoring.sets import SHIPPED, shipped
from congvu.campaigns.scoring.types import Change, Indicator, Indicators, Kind
from congvu.web.fields import DayField


class DraftForm(forms.Form):
    """Which campaign is scored by which set."""

    campaign = forms.ModelChoiceField(label=_("Campaign"), queryset=Campaign.objects.none())
    indicators = forms.ModelChoiceField(label=_("Indicator set"), queryset=IndicatorSet.objects.none())
    roll_up = forms.ChoiceField(
        label=_("Figures by agencies"), choices=[(v.value, v.label) for v in ScoreRun.RollUp], required=False
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["campaign"].queryset = campaigns()  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["indicators"].queryset = indicator_sets()  # type: ignore[attr-defined]  # a ModelChoiceField


class SetForm(forms.Form):
    """A set of one's own as a file, or one that comes with the program."""

    code = forms.ChoiceField(label=_("A set that comes with the program"), required=False)
    paper = forms.FileField(
        label=_("Or a file of your own"), required=False, help_text=_("TOML; every error is told with its place.")
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        choices = [("", "–"), *((code, shipped(code).title) for code in SHIPPED)]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class StatementForm(forms.Form):
    """What a coordinator states of a manual indicator; ids are told apart by the indicator's code."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=int)
    number = forms.CharField(label=_("Number and symbol of the document"), max_length=120)
    issued_on = DayField(label=_("Its date"))
    title = forms.CharField(label=_("What it is about"), max_length=500)

    def __init__(self, indicator: Indicator, *args: Any, **values: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id-{indicator.code}-%s", **values})
        levels = [(place, title) for place, (title, _share) in enumerate(indicator.formula.levels)]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]  # a ChoiceField


class WhatIfForm(forms.Form):
    """Another maximum or threshold for each indicator; what is left as it is changes nothing."""

    def __init__(self, indicators: Indicators, data: Any, target: int) -> None:
        super().__init__()
        self.indicators = indicators
        for indicator in indicators.indicators:
            self.fields[f"max-{indicator.code}"] = _number(
                _("%(code)s: points at most") % {"code": indicator.code}, indicator.maximum
            )
            if indicator.formula.kind != Kind.MANUAL:
                self.fields[f"full-{indicator.code}"] = _number(
                    _("%(code)s: all points at") % {"code": indicator.code}, _full(indicator, target)
                )

        if data is not None:  # what was not sent is as the set says
            self.is_bound = True
            self.data = {name: data.get(name, str(field.initial)) for name, field in self.fields.items()}

    def changes(self) -> dict[str, Change]:
        """Only what differs from the set."""
        found = {}
        for one in self.indicators.indicators:
            change = Change(self._other(f"max-{one.code}"), self._other(f"full-{one.code}"))
            if change != Change():
                found[one.code] = change
        return found

    def _other(self, name: str) -> Decimal | None:
        value: Decimal | None = self.cleaned_data.get(name)
        return None if value is None or value == self.fields[name].initial else value

    def rows(self) -> list[tuple[Indicator, Any, Any]]:
        """(indicator, field of its maximum, field of its threshold or None)."""
        return [
            (one, self[f"max-{one.code}"], self[f"full-{one.code}"] if f"full-{one.code}" in self.fields else None)
            for one in self.indicators.indicators
        ]


def _full(indicator: Indicator, target: int) -> Decimal:
    formula = indicator.formula
    if formula.kind == Kind.TIERS:
        return formula.tiers[-1][0]
    return Decimal(target) if formula.full is None else formula.full


def _number(label: Any, initial: Decimal) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        initial=initial,
        min_value=Decimal("0.0001"),
        max_value=Decimal(1_000_000),
        widget=forms.NumberInput({"step": "any"}),
    )
