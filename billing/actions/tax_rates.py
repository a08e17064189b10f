"""The verb of VAT: say what a country charges for a category from a day on."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from billing.events import parties as events
from billing.models import TaxRate
from billing.rating.canonical import plain
from billing.rating.checking import WrongTerms
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor

COUNTRY, CATEGORY = re.compile(r"[A-Z]{2}"), re.compile(r"[a-z][a-z-]{0,19}")


def set_tax_rate(
    country: str, *, category: str, percent: Decimal, from_on: date, actor: Actor, at: datetime
) -> TaxRate:
    """Say the percentage from a day on, or correct it; the same again changes nothing. Final invoices stay as they are.

    Raises WrongTerms.
    """
    _check(country, category, percent)
    key = {"country": country, "category": category, "from_on": from_on}
    with schema.entered(schema.PUBLIC), transaction.atomic():
        found, is_new = TaxRate.objects.select_for_update().get_or_create(
            **key, defaults={"percent": percent}
        )
        if is_new or found.percent != percent:
            found.percent = percent
            found.save(update_fields=["percent"])
            facts = {**key, "from_on": from_on.isoformat(), "percent": plain(percent)}
            record(events.TAX_RATE_SET, subject=f"tax_rate:{found.pk}", actor=actor, at=at, facts=facts)
    return found


def _check(country: str, category: str, percent: Decimal) -> None:
    if not COUNTRY.fullmatch(country):
        raise WrongTerms(
            "Give the country as two letters, as in NL.",
            "Geef het land in twee letters, zoals NL.",
            field="country",
        )
    if not CATEGORY.fullmatch(category):
        raise WrongTerms(
            "A category has at most 20 small letters: reduced.",
            "Een categorie heeft hoogstens 20 kleine letters: reduced.",
            field="category",
        )
    if not percent.is_finite() or not 0 <= percent <= 100 or percent != round(percent, 3):
        raise WrongTerms(
            "VAT is 0 to 100 percent, with at most 3 decimals.",
            "Btw is 0 tot 100 procent, met hoogstens 3 decimalen.",
            field="percent",
        )
