"""The forms of a subscription: how much of each price, how it is billed, what holds for the whole, and a change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.agreeing import Agreed, ConditionsDraft
from billing.money import major, rounded
from billing.queries.plans import PlanRow, PriceRow, VersionRow
from billing.rating.shapes import ZERO
from billing.shown import PriceHeld
from billing.wanting import Wanted
from motorblok.console.dates import DayField
from motorblok.console.figures import FigureField
from motorblok.console.names import line_names
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import DomainError

COUNTED = ("piece", "hours")
WHEN = {
    "now": gettext_lazy("Today; what is charged already is settled by day"),
    "period_end": gettext_lazy("At the end of the period"),
}


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A price of a version with the fields of how much of it; no quantity where the work itself is counted."""

    row: PriceRow
    service_line: str
    quantity: BoundField | None
    discount: BoundField


class TakenForm(OnceForm):
    """A version of a plan, with how much of each of its prices, and a discount on each."""

    version = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, version: VersionRow, held: Sequence[PriceHeld] = (), **options: Any
    ) -> None:
        initial = {"version": version.id, **_held(version, held), **options.pop("initial", {})}
        super().__init__(data, initial=initial, **options)
        self.chosen = version
        for row in version.prices:
            words = {"price": row.name}
            if row.draft.item.model not in COUNTED:
                name = _("Quantity of %(price)s") % words
                self.fields[f"quantity-{row.code}"] = FigureField(name=name, required=False)
            name = _("Discount on %(price)s, in percent") % words
            self.fields[f"discount-{row.code}"] = FigureField(name=name, required=False, max_value=100)

    def wanted(self) -> Wanted:
        """What was filled in; nothing is none of it."""
        return Wanted(
            version_id=self.chosen.id,
            quantities=self._figures("quantity"),
            discounts=self._figures("discount"),
        )

    @property
    def rows(self) -> list[TakenRow]:
        """The prices with their fields."""
        names = line_names()
        return [
            TakenRow(
                row,
                names.get(row.draft.item.service_line, row.draft.item.service_line),
                self[name] if (name := f"quantity-{row.code}") in self.fields else None,
                self[f"discount-{row.code}"],
            )
            for row in self.chosen.prices
        ]

    def tell(self, refusal: DomainError) -> None:
        """Put a refusal beside the price or the field that it is about."""
        quantity = f"quantity-{refusal.field}"
        if quantity in self.fields:
            self.add_error(quantity, str(refusal))
        else:
            super().tell(refusal)

    def _figures(self, kind: str) -> Mapping[str, Decimal]:
        names = {row.code: f"{kind}-{row.code}" for row in self.chosen.prices}
        return {code: self.cleaned_data[name] or ZERO for code, name in names.items() if name in self.fields}


class ConditionsForm(OnceForm):
    """Minimum, discount and index."""

    minimum = FigureField(
        label=gettext_lazy("Minimum an invoice"),
        required=False,
        help_text=gettext_lazy("Before VAT and credits."),
    )
    discount_percent = FigureField(
        label=gettext_lazy("Discount on everything, in percent"), required=False, max_value=100
    )
    index_percent = FigureField(
        label=gettext_lazy("Prices rise by, in percent"),
        required=False,
        min_value=None,
        help_text=gettext_lazy("Over the prices of the plan's version, all years together."),
    )
    index_from_on = DayField(label=gettext_lazy("In periods from"), required=False)

    def draft(self, currency: str) -> ConditionsDraft:
        """What was filled in."""
        said = self.cleaned_data
        return ConditionsDraft(
            minimum=None if said["minimum"] is None else rounded(said["minimum"], currency=currency),
            discount_percent=said["discount_percent"] or ZERO,
            index_percent=said["index_percent"],
            index_from_on=said["index_from_on"],
        )


class SubscribeForm(TakenForm, ConditionsForm):
    """A new subscription: what of the plan, how it is billed, and what holds for the whole."""

    start_on = DayField(label=gettext_lazy("Begins on"))
    trial_days = forms.IntegerField(
        label=gettext_lazy("Trial, in days"), required=False, min_value=0, max_value=366
    )
    fees_in = forms.ChoiceField(
        label=gettext_lazy("Fees are charged"),
        choices=[("advance", gettext_lazy("in advance")), ("arrears", gettext_lazy("afterwards"))],
    )
    grace_days = forms.IntegerField(
        label=gettext_lazy("Invoices wait for late usage, in days"), min_value=0, max_value=30, initial=3
    )
    po_number = forms.CharField(label=gettext_lazy("PO number"), max_length=60, required=False)

    def agreed(self) -> Agreed:
        """How it is billed."""
        said = self.cleaned_data
        names = ("start_on", "trial_days", "fees_in", "grace_days", "po_number")
        return Agreed(**{name: said[name] for name in names})


class ChangeForm(TakenForm):
    """A change of what a subscription consists of; `seen` says what was looked at."""

    when = forms.ChoiceField(
        label=gettext_lazy("From when"),
        choices=list(WHEN.items()),
        initial="period_end",
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


def conditions_initial(kept: ConditionsDraft, currency: str) -> dict[str, Any]:
    """Conditions as they stand in the fields."""
    return {
        "minimum": None if kept.minimum is None else major(kept.minimum, currency=currency),
        "discount_percent": kept.discount_percent or None,
        "index_percent": kept.index_percent,
        "index_from_on": kept.index_from_on,
    }


def version_choices(plans: Iterable[PlanRow], *, current: UUID) -> list[tuple[str, str, bool]]:
    """The versions that can be changed to, each with its words and whether it is the one that is had now."""
    return [
        (
            str(version.id),
            _("%(plan)s, version %(number)s") % {"plan": plan.name, "number": version.number},
            version.id == current,
        )
        for plan in plans
        for version in plan.versions
        if version.is_final
    ]


def _held(version: VersionRow, held: Sequence[PriceHeld]) -> dict[str, Any]:
    had = {each.code: each for each in held}
    found: dict[str, Any] = {}
    for row in version.prices:
        each = had.get(row.code)
        usual = None if row.draft.item.model == "one_off" or held else Decimal(1)
        found[f"quantity-{row.code}"] = each.quantity if each else usual
        found[f"discount-{row.code}"] = (each.discount_percent or None) if each else None
    return found
