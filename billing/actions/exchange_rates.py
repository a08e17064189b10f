"""The verb of exchange rates: say what a euro was in another currency on a day."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from billing.events import exchange as events
from billing.finance import must_be_finance
from billing.models import ExchangeRate, LegalEntity
from billing.money import EURO, EXPONENTS
from billing.periods import day_of
from billing.rating.canonical import plain
from billing.rating.checking import WrongTerms
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor

MOST = Decimal(10) ** 9


def set_exchange_rate(
    currency: str, *, per_euro: Decimal, published_on: date, source: str, actor: Actor, at: datetime
) -> ExchangeRate:
    """Say what one euro was on a day, or correct it; the same again changes nothing. Final invoices keep theirs.

    Raises NotAllowed unless the actor is in finance, WrongTerms.
    """
    must_be_finance(actor)
    source = source.strip()
    with schema.entered(schema.PUBLIC), transaction.atomic():
        _check(currency, per_euro, published_on, source, today=_today(at))
        found, is_new = ExchangeRate.objects.select_for_update().get_or_create(
            currency=currency, published_on=published_on, defaults={"per_euro": per_euro, "source": source}
        )
        if is_new or (found.per_euro, found.source) != (per_euro, source):
            found.per_euro, found.source = per_euro, source
            found.save(update_fields=["per_euro", "source"])
            facts = {
                "currency": currency,
                "published_on": published_on.isoformat(),
                "per_euro": plain(per_euro),
                "source": source,
            }
            record(
                events.EXCHANGE_RATE_SET, subject=f"exchange_rate:{found.pk}", actor=actor, at=at, facts=facts
            )
    return found


def _today(at: datetime) -> date:
    """The day where the provider's own company is."""
    zones = LegalEntity.objects.filter(is_default=True).values_list("time_zone", flat=True)
    return day_of(at, zone=zones.first() or "UTC")


def _check(currency: str, per_euro: Decimal, published_on: date, source: str, *, today: date) -> None:
    if currency == EURO or currency not in EXPONENTS:
        others = ", ".join(each for each in EXPONENTS if each != EURO)
        raise WrongTerms(
            f"Choose one of these currencies: {others}.",
            f"Kies een van deze valuta: {others}.",
            field="currency",
        )
    if not per_euro.is_finite() or not 0 < per_euro < MOST or per_euro != round(per_euro, 6):
        raise WrongTerms(
            "Give what one euro was: a number above 0 with at most 6 decimals.",
            "Geef wat één euro waard was: een getal boven 0 met hoogstens 6 decimalen.",
            field="per_euro",
        )
    if published_on > today:
        raise WrongTerms(
            "This day is still to come; a rate is known when it was published.",
            "Deze dag moet nog komen; een koers is bekend zodra hij is gepubliceerd.",
            field="published_on",
        )
    if not 0 < len(source) <= 80:
        raise WrongTerms(
            "Say who published it, in at most 80 signs: European Central Bank.",
            "Zeg wie de koers publiceerde, in hoogstens 80 tekens: Europese Centrale Bank.",
            field="source",
        )
