"""What an hour of work costs the provider, by service line: margins are counted with it."""

from datetime import date, datetime

from django.db import transaction

from billing.events import invoices as events
from billing.finance import must_be_finance
from billing.models import CostRate
from billing.money import exponent
from billing.rating.metered import NegativeQuantity
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor


def set_cost_rate(
    service_line: str, *, per_hour: int, currency: str, from_on: date, actor: Actor, at: datetime
) -> CostRate:
    """Set what an hour costs from a day on, in minor units. The same again changes nothing.

    Raises NotAllowed, UnknownCurrency, NegativeQuantity.
    """
    must_be_finance(actor)
    exponent(currency)
    if per_hour < 0:
        raise NegativeQuantity(
            "An hour does not cost less than nothing.",
            "Een uur kost niet minder dan niets.",
            field="per_hour",
        )
    with schema.entered(schema.PUBLIC), transaction.atomic():
        known = (
            CostRate.objects.select_for_update()
            .filter(service_line=service_line, currency=currency, from_on=from_on, per_hour=per_hour)
            .first()
        )
        if known:
            return known
        made, _ = CostRate.objects.update_or_create(
            service_line=service_line, currency=currency, from_on=from_on, defaults={"per_hour": per_hour}
        )
        facts = {
            "service_line": service_line,
            "from_on": str(from_on),
            "amount": str(per_hour),
            "currency": currency,
        }
        record(events.COST_RATE_SET, subject=f"cost_rate:{made.id}", actor=actor, at=at, facts=facts)
    return made
