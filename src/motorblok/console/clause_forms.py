"""The forms about missed promises: what a clause says, the days that are left out of it, and its end."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.actions.clauses import ClauseDraft
from billing.attaining import Tier
from billing.models import SlaClause
from billing.rating.canonical import plain
from motorblok.console.figures import FigureField

TIER = re.compile(r"(?P<below>[0-9]+([.,][0-9]+)?)\s*:\s*(?P<percent>[0-9]+([.,][0-9]+)?)")
METRICS = [
    ("", gettext_lazy("All promises")),
    ("first_response", gettext_lazy("First response")),
    ("next_response", gettext_lazy("Next response")),
    ("resolution", gettext_lazy("Resolution")),
]


class CreditTiersField(forms.CharField):
    """Tiers, one a line: "99: 5" gives 5 % of the month's fee below 99 %."""

    def __init__(self, **options: Any) -> None:
        shown = {"rows": 3, "placeholder": "99: 5\n95: 10"}
        super().__init__(max_length=500, widget=forms.Textarea(attrs=shown), **options)

    def clean(self, value: Any) -> tuple[Tier, ...]:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        return tuple(_tier(line) for line in lines)


class ClauseForm(forms.Form):
    """What the client gets when a promise is missed too often."""

    service_line = forms.ChoiceField(label=gettext_lazy("Service line"))
    metric = forms.ChoiceField(label=gettext_lazy("Promise"), choices=METRICS, required=False)
    target = FigureField(label=gettext_lazy("Promised, in percent"), max_value=100, initial=Decimal(95))
    tiers = CreditTiersField(
        label=gettext_lazy("Credits"),
        help_text=gettext_lazy(
            "One a line: below so many percent, so many percent of the month's fee. “99: 5” gives 5 % below 99 %."
        ),
    )
    cap_percent = FigureField(
        label=gettext_lazy("At most, in percent of the fee"), max_value=100, initial=Decimal(25)
    )
    min_sample = forms.IntegerField(
        label=gettext_lazy("Smallest number of promises"),
        min_value=0,
        max_value=100_000,
        initial=0,
        help_text=gettext_lazy("With fewer in a month no credit is given."),
    )
    earn_back_months = forms.IntegerField(
        label=gettext_lazy("Earned back after so many good months in a row"),
        min_value=0,
        max_value=36,
        initial=0,
        help_text=gettext_lazy("0 is never."),
    )
    claim_days = forms.IntegerField(
        label=gettext_lazy("Only on request, within so many days"),
        required=False,
        min_value=0,
        max_value=365,
        help_text=gettext_lazy("Days after the month. Empty: credits are proposed by themselves."),
    )
    alert_missed = forms.IntegerField(
        label=gettext_lazy("Alert after so many missed months"),
        required=False,
        min_value=1,
        max_value=24,
        initial=3,
    )
    alert_months = forms.IntegerField(
        label=gettext_lazy("Of the last so many"), required=False, min_value=1, max_value=24, initial=3
    )
    from_on = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("For the months that begin on this day or later."),
    )

    def draft(self) -> ClauseDraft:
        """What was written, as it is agreed."""
        return ClauseDraft(**self._said())

    def row(self) -> SlaClause:
        """The same as a clause that is not kept, to try it."""
        tiers = [
            {"below": plain(tier.below), "percent": plain(tier.percent)}
            for tier in self.cleaned_data["tiers"]
        ]
        return SlaClause(**{**self._said(), "tiers": tiers})

    def _said(self) -> dict[str, Any]:
        """What was filled in; for what was left empty holds what is usual."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class ExclusionForm(forms.Form):
    """Days that count for nothing, and why."""

    from_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until_on = forms.DateField(
        label=gettext_lazy("Up to, not including"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class EndingForm(forms.Form):
    """The first day without it."""

    until_on = forms.DateField(
        label=gettext_lazy("Ends on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def written(row: SlaClause) -> dict[str, Any]:
    """A clause as it stands in the form."""
    names = (
        *("service_line", "metric", "target", "cap_percent", "min_sample", "earn_back_months"),
        *("claim_days", "alert_missed", "alert_months"),
    )
    tiers = "\n".join(f"{each['below']}: {each['percent']}" for each in row.tiers)
    return {name: getattr(row, name) for name in names} | {"tiers": tiers}


def _tier(line: str) -> Tier:
    found = TIER.fullmatch(line)
    if not found:
        raise ValidationError(_("Write a tier as “99: 5”: “%(line)s” is none.") % {"line": line})
    return Tier(_percent(found["below"]), _percent(found["percent"]))


def _percent(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValidationError(_("Write a number, such as 4 or 1.5.")) from None
