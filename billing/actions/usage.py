"""The verbs on what was counted: correct a record by its opposite, and count again what was missed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from billing import ledger, periods
from billing.attributing import Attribution
from billing.billables import OURS
from billing.events import usage as events
from billing.finance import must_be_finance
from billing.models import UsageRecord
from billing.queries.uncounted import missing_in
from billing.rating.canonical import plain
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.audit.billable import FIELD, Billable, NotBillable, TakenBack
from motorblok.audit.models import Audience
from motorblok.audit.queries import entries
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound
from tenants.models import Client
from tenants.queries import client_by_id

LONGEST_REASON = 300


class UsageIsCorrected(Refused):
    """A record is corrected once; what is wrong again is corrected at the record that replaced it."""

    code = "usage-is-corrected"
    status = 409


class WrongCorrection(Refused):
    """The correction says nothing, or nothing that can be counted."""

    code = "wrong-correction"


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What a backfill counted: how many records, by meter and service line."""

    records: int
    by_meter: dict[tuple[str, str], int]


def correct_usage(
    record_id: UUID, *, reason: str, actor: Actor, at: datetime, quantity: Decimal | None = None
) -> UsageRecord:
    """Take a record back by its opposite, and put another quantity in its place where one is given; returns the opposite.

    Both belong to the period of the record: on an invoice that is not final they stand at once, after it they are late
    usage. Raises NotFound, NotAllowed unless the actor is in finance, WrongCorrection, UsageIsCorrected.
    """
    must_be_finance(actor)
    reason = _reason(reason)
    wrong = _record(record_id)
    with schema.entered(wrong.book), transaction.atomic():
        _must_not_be_corrected(wrong)
        told = record(
            events.CORRECTED,
            subject=f"usage:{wrong.id}",
            actor=actor,
            at=at,
            facts=_facts(wrong, quantity),
            private={"reason": reason},
            audience=Audience.INTERNAL if wrong.meter.startswith(OURS) else Audience.CLIENT,
        )
        ledger.enter(wrong.client, entries([told]), at=at)
        # Of two who correct at once the ledger takes one; the other must not stand in the book.
        made = UsageRecord.objects.filter(corrects=wrong, event_id=told).first()
        if made is None:
            raise _corrected()
    return made


def backfill(client_id: UUID, *, since: datetime, actor: Actor, at: datetime) -> Backfilled:
    """Count every billable fact of a client's book since an instant that the ledger lacks, by the way of the reader.

    What is counted so is late as from now: after its invoice, and more than 35 days on, a person decides whether it is
    charged. Running it again counts nothing. Raises NotFound.
    """
    client = client_by_id(client_id)
    missing = missing_in(client, since=since)
    by_meter: dict[tuple[str, str], int] = {}
    for each in missing:
        if each.billable:
            key = each.billable.meter, each.billable.service_line
            by_meter[key] = by_meter.get(key, 0) + 1
    if missing:
        with schema.entered(client.schema_name), transaction.atomic():
            ledger.enter(client, list({each.entry.id: each.entry for each in missing}.values()), at=at)
            _tell(client, since, len(missing), actor=actor, at=at)
    return Backfilled(len(missing), by_meter)


def _record(record_id: UUID) -> UsageRecord:
    with schema.entered(schema.PUBLIC):
        found = UsageRecord.objects.select_related("client").filter(pk=record_id).first()
    if found is None:
        raise NotFound
    return found


def _must_not_be_corrected(wrong: UsageRecord) -> None:
    if wrong.corrects_id:
        raise UsageIsCorrected(
            "This record is a correction itself; correct the record that replaced it.",
            "Deze regel is zelf een correctie; corrigeer de regel die ervoor in de plaats kwam.",
        )
    if wrong.corrections.exists():
        raise _corrected()


def _corrected() -> UsageIsCorrected:
    return UsageIsCorrected(
        "This record was corrected already. Look at it again.",
        "Deze regel is al gecorrigeerd. Bekijk hem opnieuw.",
    )


def _facts(wrong: UsageRecord, quantity: Decimal | None) -> dict[str, Any]:
    return {
        "number": wrong.number,
        "meter": wrong.meter,
        "service_line": wrong.service_line,
        "was": plain(wrong.quantity),
        "quantity": plain(quantity or Decimal(0)),
        FIELD: _billable(wrong, quantity),
    }


def _billable(wrong: UsageRecord, quantity: Decimal | None) -> list[dict[str, Any]]:
    back = TakenBack(wrong.event_id, wrong.part)
    found = [_like(wrong, quantity=-wrong.quantity, takes_back=back)]
    if quantity is not None:
        found.append(_instead(wrong, quantity))
    return [each.as_fact() for each in found]


def _like(wrong: UsageRecord, **said: Any) -> Billable:
    return Billable(meter=wrong.meter, unit=wrong.unit, service_line=wrong.service_line, **said)


def _instead(wrong: UsageRecord, quantity: Decimal) -> Billable:
    if quantity == wrong.quantity:
        raise _nothing_changes()
    try:
        return _like(wrong, quantity=quantity, on=_day(wrong))
    except NotBillable as error:
        raise WrongCorrection(
            "Give a quantity above 0 with at most 6 decimals, or none to take the record back.",
            "Geef een hoeveelheid boven 0 met hoogstens 6 decimalen, of geen om de regel terug te nemen.",
            field="quantity",
        ) from error


def _day(wrong: UsageRecord) -> date:
    """The day that it belongs to, so that what replaces it falls into the same period."""
    return Attribution(wrong.client).day(wrong.occurred_at)


def _nothing_changes() -> WrongCorrection:
    return WrongCorrection(
        "This is the quantity that was counted; nothing is to be corrected.",
        "Dit is de hoeveelheid die geteld is; er valt niets te corrigeren.",
        field="quantity",
    )


def _reason(text: str) -> str:
    kept = text.replace("\x00", "").strip()
    if not kept or len(kept) > LONGEST_REASON:
        raise WrongCorrection(
            "Say why in at most 300 characters; the client reads it.",
            "Schrijf in hoogstens 300 tekens waarom; de klant leest het.",
            field="reason",
        )
    return kept


def _tell(client: Client, since: datetime, records: int, *, actor: Actor, at: datetime) -> None:
    record(
        events.BACKFILLED,
        subject=f"client:{client.pk}",
        actor=actor,
        at=at,
        facts={"since_on": periods.day_of(since, zone=client.time_zone).isoformat(), "records": records},
    )
