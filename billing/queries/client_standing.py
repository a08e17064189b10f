"""How a client stands with us, for its own people: where it is in its life, until when, and what is overdue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Max

from billing.models import Debtor, Life
from billing.periods import day_of
from billing.queries.life import overdue, suspend_after
from motorblok.kernel import schema

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientStanding:
    """Where a client is in its life; days are its own (`today` too).

    `trial_last_on` is the last day of its trial, `must_pay_by_on` the oldest due date that is not met, `readable_until_on` how
    long it can be read at least once its erasure is proposed, `archived_at` when all of it was put into one file. `holds_client` says that it is billing that made it
    read-only. `write_to` is the address of who invoices.
    """

    life: str
    holds_client: bool
    today: date
    trial_last_on: date | None
    must_pay_by_on: date | None
    readable_until_on: date | None
    archived_at: datetime | None
    write_to: str

    @property
    def may_close_on(self) -> date | None:
        """From which day on somebody of ours may make it read-only; None while nothing is overdue."""
        return self.must_pay_by_on and self.must_pay_by_on + timedelta(days=suspend_after())


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """What is overdue and not disputed in the currency of the oldest invoice, in minor units, and that invoice."""

    owed: int
    currency: str
    many: int
    oldest_id: UUID
    number: str
    due_on: date


def client_standing(client_id: UUID, *, at: datetime) -> ClientStanding | None:
    """How a client stands; None for one that pays for nothing. One statement."""
    asked = Debtor.objects.filter(pk=client_id).annotate(
        trial_ends_on=Max("subscriptions__trial_ends_on"),
        readable_until_on=F("farewell__not_before_on"),
        archived_at=F("farewell__archived_at"),
        write_to=F("legal_entity__email"),
    )
    same = ("life", "holds_client", "must_pay_by_on", "readable_until_on", "archived_at", "write_to")
    with schema.entered(schema.PUBLIC):
        found = asked.values(*same, "trial_ends_on", "time_zone").first()
    if found is None:
        return None
    trial, zone = found["trial_ends_on"], found["time_zone"]
    if found["life"] != Life.EXPORTED:  # of a client that came back the archive is old, and so is its day
        found |= {"readable_until_on": None, "archived_at": None}
    return ClientStanding(
        **{name: found[name] for name in same},
        today=day_of(at, zone=zone),
        trial_last_on=trial and trial - DAY,
    )


def overdue_of(client_id: UUID, *, at: datetime) -> Overdue | None:
    """What a client should have paid by now; None where it is nothing. Two statements, however many invoices there are."""
    with schema.entered(schema.PUBLIC):
        debtor = Debtor.objects.filter(pk=client_id).first()
        rows = list(overdue(debtor, at=at).defer("inputs", "rated")) if debtor else []
    if not rows:
        return None
    oldest = rows[0]
    same = [row for row in rows if row.currency == oldest.currency]
    return Overdue(
        owed=sum(row.owed for row in same),
        currency=oldest.currency,
        many=len(same),
        oldest_id=oldest.id,
        number=oldest.number or "",
        due_on=oldest.due_on or date.max,
    )
