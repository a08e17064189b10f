"""The forms of a plan: its names, and its prices as rows."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from billing.money import OFFERED
from billing.planning import PlanDraft
from billing.pricing import PriceDraft
from billing.rating.shapes import ZERO, Interval, PriceItem
from motorblok.console.dates import DayField
from motorblok.console.figures import FigureField, TiersField, tiers_written
from motorblok.console.names import line_names
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import offer, unchosen

EMPTY_ROWS = 3
MODELS = {
    "flat": gettext_lazy("Fixed fee"),
    "seat": gettext_lazy("Per seat"),
    "piece": gettext_lazy("Per piece"),
    "hours": gettext_lazy("Per hour"),
    "one_off": gettext_lazy("One-off"),
}
INTERVALS = {"month": pgettext_lazy("interval", "a month"), "year": pgettext_lazy("interval", "a year")}
TIER_MODES = {
    "graduated": gettext_lazy("each tier at its own price"),
    "volume": gettext_lazy("all at the price of the tier reached"),
}
SEAT_RULES = {"peak": gettext_lazy("most of any day"), "snapshot": gettext_lazy("those of the last day")}
CATEGORIES = {
    "standard": gettext_lazy("Standard rate"),
    "reduced": gettext_lazy("Reduced rate"),
    "zero": gettext_lazy("Zero rate"),
}
METERS = {
    "tasks_received": gettext_lazy("tasks received"),
    "tasks_resolved": gettext_lazy("tasks resolved"),
    "time": gettext_lazy("time booked"),
    "seats": gettext_lazy("seats in use"),
}
PLAIN = ("code", "name_en", "name_nl", "service_line", "model", "meter", "vat_category", "tier_mode")


class PlanForm(forms.Form):
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"),
        max_length=120,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    name_nl = forms.CharField(label=gettext_lazy("Name in Dutch"), max_length=120)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Small letters, digits, hyphens. It stays for good."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(each, each) for each in OFFERED])
    interval_months = forms.TypedChoiceField(
        label=gettext_lazy("Billed"),
        coerce=int,
        choices=[(1, gettext_lazy("every month")), (12, gettext_lazy("every year"))],
    )
    trial_days = forms.IntegerField(
        label=gettext_lazy("Trial, in days"), min_value=0, max_value=366, initial=0
    )

    def draft(self) -> PlanDraft:
        """The plan as it is written down."""
        return PlanDraft(**self.cleaned_data)


class PricesForm(forms.Form):
    """What all prices of a version share."""

    valid_from_on = DayField(
        label=gettext_lazy("For subscriptions from"),
        help_text=gettext_lazy("Who subscribed before keeps its prices until it is changed."),
    )


class PriceForm(forms.Form):
    """One row; one that was left empty is none."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40, required=False)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    name_nl = forms.CharField(label=gettext_lazy("Name in Dutch"), max_length=120, required=False)
    service_line = forms.ChoiceField(label=gettext_lazy("Service line"), required=False)
    model = forms.ChoiceField(label=gettext_lazy("Charged"), choices=list(MODELS.items()), required=False)
    interval = forms.ChoiceField(label=gettext_lazy("Each"), choices=list(INTERVALS.items()), required=False)
    unit_price = FigureField(label=gettext_lazy("Price"), required=False)
    included = FigureField(label=gettext_lazy("Included"), required=False)
    meter = forms.ChoiceField(
        label=gettext_lazy("Counts"),
        required=False,
        help_text=gettext_lazy(
            "Pieces and hours are counted as the work is done. Seats: those in use, or as many as are subscribed."
        ),
    )
    seat_rule = forms.ChoiceField(
        label=gettext_lazy("Seats of a period"), choices=list(SEAT_RULES.items()), required=False
    )
    tiers = TiersField(
        label=gettext_lazy("Tiers"),
        help_text=gettext_lazy("Instead of a price: one a line, as 10: 2.50, the last one as *: 2."),
    )
    tier_mode = forms.ChoiceField(
        label=gettext_lazy("Tiers count"), choices=list(TIER_MODES.items()), required=False
    )
    vat_category = forms.ChoiceField(label=gettext_lazy("VAT"), required=False)
    left_out = forms.BooleanField(label=gettext_lazy("Leave this price out"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "service_line", [unchosen(), *line_names().items()])
        self._offer("vat_category", CATEGORIES, self.initial.get("vat_category", "standard"))
        self._offer(
            "meter", {"": pgettext("what a price counts", "nothing"), **METERS}, self.initial.get("meter", "")
        )

    def _offer(self, name: str, choices: Mapping[str, Any], known: str) -> None:
        # What is no choice any more stays one here: it must not turn into another unseen.
        offer(self, name, [*choices.items(), *([] if known in choices else [(known, known)])])

    @property
    def is_written(self) -> bool:
        """Whether the row is a price."""
        chosen = set(self.changed_data) & {"code", "name_en", "name_nl", "unit_price", "tiers"}
        return bool(self.initial.get("code") or chosen) and not self.cleaned_data.get("left_out")

    def draft(self) -> PriceDraft:
        """The price as it is written down."""
        found = self.cleaned_data
        interval: Interval = "once" if found["model"] == "one_off" else found["interval"]
        item = PriceItem(
            **{name: found[name] for name in PLAIN},
            interval=interval,
            unit_price=found["unit_price"],
            included=found["included"] or ZERO,
            tiers=found["tiers"],
        )
        return PriceDraft(item=item, seat_rule=found["seat_rule"] or "peak")


class BasePrices(forms.BaseFormSet):  # type: ignore[type-arg]  # generic in the stubs alone
    """The rows together."""

    def written(self) -> list[PriceForm]:
        """The rows that are prices, in order."""
        return [form for form in self.forms if form.is_written]

    def drafts(self) -> list[PriceDraft]:
        """The prices."""
        return [form.draft() for form in self.written()]

    def clean(self) -> None:
        """Refuse what the verb would refuse without a row to point at."""
        if not any(self.errors) and not self.written():
            raise ValidationError(_("Write at least one price."))

    def tell(self, refusal: DomainError) -> None:
        """Put a refusal beside the price that it is about, if it is about one."""
        for form in self.written():
            if refusal.field and form.cleaned_data["code"] == refusal.field:
                form.add_error(None, str(refusal))
                return


def prices_form(data: QueryDict | None, *, drafts: Sequence[PriceDraft] = ()) -> BasePrices:
    """The rows for some prices, and a few empty ones."""
    made = forms.formset_factory(PriceForm, formset=BasePrices, extra=EMPTY_ROWS, max_num=100)
    return cast(BasePrices, made(data, initial=[_initial(draft) for draft in drafts], prefix="prices"))


def _initial(draft: PriceDraft) -> dict[str, Any]:
    item = draft.item
    return {
        **{name: getattr(item, name) for name in PLAIN},
        "interval": "month" if item.interval == "once" else item.interval,
        "unit_price": item.unit_price,
        "included": item.included or None,
        "tiers": tiers_written(item.tiers),
        "seat_rule": draft.seat_rule,
    }
