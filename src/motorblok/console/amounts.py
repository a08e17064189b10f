"""Targets as people write them: hours and minutes beside each other, kept as seconds."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from motorblok.sla.terms import Target

HOUR, MINUTE = 3600, 60


class AmountField(forms.DecimalField):
    """Hours or minutes, with a comma or a point; to a hundredth, so that whole seconds come back as they were."""

    default_error_messages = {"invalid": gettext_lazy("Write a number, such as 4 or 1.5.")}

    def __init__(self, *, name: str) -> None:
        shown = {"aria-label": name, "inputmode": "decimal", "autocomplete": "off"}
        super().__init__(
            required=False,
            min_value=0,
            max_value=99_999,
            decimal_places=2,
            widget=forms.TextInput(attrs=shown),
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


def seconds_of(target: Target, cleaned: Mapping[str, Any]) -> int:
    """The seconds that a target's two fields ask for; 0 where both are empty."""
    hours, minutes = (cleaned.get(f"{target.value}_{unit}") for unit in ("hours", "minutes"))
    return round((hours or 0) * HOUR + (minutes or 0) * MINUTE)


def amounts_of(targets: Mapping[str, int]) -> dict[str, Any]:
    """What stands in the fields for some targets in seconds."""
    found: dict[str, Any] = {}
    for kind, seconds in targets.items():
        hours, rest = divmod(seconds, HOUR)
        found[f"{kind}_hours"] = hours or None
        found[f"{kind}_minutes"] = _minutes(rest) if rest else None
    return found


def _minutes(seconds: int) -> int | Decimal:
    whole, rest = divmod(seconds, MINUTE)
    return (Decimal(seconds) / MINUTE).quantize(Decimal("0.01")) if rest else whole
