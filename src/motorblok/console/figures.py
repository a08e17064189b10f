"""Figures as people write them in forms of billing: sums, quantities, percentages, and tiers line by line."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.rating.canonical import plain
from billing.rating.shapes import Tier

TIER = re.compile(r"(?P<reach>\*|[0-9.,]+)\s*:\s*(?P<price>[0-9.,]+)(\s*\+\s*(?P<flat>[0-9.,]+))?")
DECIMALS = 6


class FigureField(forms.DecimalField):
    """A number that is not negative, with a comma or a point and at most 6 decimals; `name` labels it where nothing else does."""

    default_error_messages = {"invalid": gettext_lazy("Write a number, such as 4 or 1.5.")}

    def __init__(self, *, name: str = "", **options: Any) -> None:
        shown = {"inputmode": "decimal", "autocomplete": "off", **({"aria-label": name} if name else {})}
        usual: dict[str, Any] = {
            "min_value": 0,
            "decimal_places": DECIMALS,
            "max_digits": 18,
            "widget": forms.TextInput(attrs=shown),
        }
        super().__init__(**(usual | options))

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value


class TiersField(forms.CharField):
    """Tiers, one a line: "10: 2.50" costs 2.50 each up to 10, "*: 2" each above; "10: 2.50 + 25" also 25 for reaching it."""

    def __init__(self, **options: Any) -> None:
        shown = {"rows": 3, "placeholder": "10: 2.50 + 25\n*: 2"}
        super().__init__(required=False, max_length=1000, widget=forms.Textarea(attrs=shown), **options)

    def clean(self, value: Any) -> tuple[Tier, ...]:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        return tuple(self._tier(line) for line in lines)

    def _tier(self, line: str) -> Tier:
        found = TIER.fullmatch(line)
        if not found:
            raise ValidationError(
                _("Write a tier as “10: 2.50”, the last one as “*: 2”: “%(line)s” is none.") % {"line": line}
            )
        reach = found["reach"]
        return Tier(
            up_to=None if reach == "*" else _figure(reach),
            unit_price=_figure(found["price"]),
            flat=_figure(found["flat"] or "0"),
        )


def tiers_written(tiers: Iterable[Tier]) -> str:
    """Tiers as they stand in the field."""
    return "\n".join(
        f"{'*' if tier.up_to is None else plain(tier.up_to)}: {plain(tier.unit_price)}"
        + (f" + {plain(tier.flat)}" if tier.flat else "")
        for tier in tiers
    )


def _figure(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValidationError(_("Write a number, such as 4 or 1.5.")) from None
