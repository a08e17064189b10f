"""Who is late, how late and with how much, and what comes next: the page of reminders, and what the sweep works off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Max, OuterRef, Prefetch, QuerySet, Subquery

from billing.models import Debtor, HandPayment, Hold, Invoice, Life, Reminder
from billing.periods import day_of
from billing.queries.life import suspend_after
from motorblok.kernel import schema


@dataclass(frozen=True, slots=True)
class Late:
    """An invoice that is due and not settled; sums in minor units. `step` is the last reminder, 0 before the first.

    `next_on` is the day of the next reminder, None after the last one and while it is held.
    """

    id: UUID
    number: str
    due_on: date
    days: int
    owed: int
    currency: str
    step: int
    next_on: date | None
    hold: Hold | None
    dispute: Hold | None
    by_hand: HandPayment | None


@dataclass(frozen=True, slots=True)
class LateDebtor:
    """A client with what is late of it; `may_be_suspended` says that its time is up: whether we are sure is asked then."""

    debtor: Debtor
    invoices: tuple[Late, ...]
    may_be_suspended: bool

    @property
    def owed(self) -> int:
        """What is late in all."""
        return sum(each.owed for each in self.invoices)

    @property
    def days(self) -> int:
        """How late the oldest is."""
        return max(each.days for each in self.invoices)


def steps() -> Sequence[int]:
    """On which days after it was due somebody is reminded."""
    return sorted(settings.MOTORBLOK_REMINDER_DAYS)


def step_due(days: int) -> int:
    """The number of the last step whose day has come, from 1; 0 before the first."""
    return sum(1 for day in steps() if days >= day)


def due_invoices(*, on: date) -> QuerySet[Invoice]:
    """The final invoices that are due on a day or were before, and not settled; each with the last `step` taken."""
    last = Reminder.objects.filter(invoice=OuterRef("pk")).values("invoice").annotate(step=Max("step"))
    final = Invoice.objects.filter(state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE)
    due = final.filter(due_on__lte=on, total__gt=F("settled"))
    return due.annotate(step=Subquery(last.values("step")[:1]))


def late_debtors(*, at: datetime) -> tuple[LateDebtor, ...]:
    """All clients with something late, the latest first: four queries, however many there are."""
    with schema.entered(schema.PUBLIC):
        held = Prefetch("holds", Hold.objects.filter(ended_at=None), to_attr="held")
        by_hand = Prefetch("by_hand", HandPayment.objects.filter(state="proposed"), to_attr="claimed")
        found = due_invoices(on=at.date() + timedelta(days=1)).select_related("debtor__client")
        rows = list(found.prefetch_related(held, by_hand).order_by("due_on", "number"))
    late = [row for row in rows if _days(row, at) > 0]
    debtors = {row.debtor_id: row.debtor for row in late}
    grouped = [
        (debtor, tuple(_late(row, at) for row in late if row.debtor_id == key))
        for key, debtor in debtors.items()
    ]
    shown = (LateDebtor(debtor, invoices, _may(debtor, invoices)) for debtor, invoices in grouped)
    return tuple(sorted(shown, key=lambda each: (-each.days, each.debtor.legal_name)))


def suspended_debtors() -> list[Debtor]:
    """The clients that billing has made read-only because they did not pay."""
    with schema.entered(schema.PUBLIC):
        found = Debtor.objects.filter(life=Life.SUSPENDED).select_related("client")
        return list(found.order_by("life_since_at", "pk"))


def _days(row: Invoice, at: datetime) -> int:
    today = day_of(at, zone=row.debtor.time_zone)
    return (today - row.due_on).days if row.due_on else 0


def _late(row: Invoice, at: datetime) -> Late:
    held = {each.kind: each for each in row.held}  # type: ignore[attr-defined]  # prefetched
    days, step = _days(row, at), row.step or 0  # type: ignore[attr-defined]  # annotated
    pause = held.get(Hold.Kind.PAUSED)
    today = day_of(at, zone=row.debtor.time_zone)
    if pause and pause.until_on and pause.until_on <= today:
        pause = None
    dispute = held.get(Hold.Kind.DISPUTED)
    return Late(
        id=row.pk,
        number=row.number or "",
        due_on=row.due_on or date.max,
        days=days,
        owed=row.owed,
        currency=row.currency,
        step=step,
        next_on=None if dispute else _next_on(row, step, pause, today),
        hold=pause,
        dispute=dispute,
        by_hand=next(iter(row.claimed), None),  # type: ignore[attr-defined]  # prefetched
    )


def _next_on(row: Invoice, step: int, pause: Hold | None, today: date) -> date | None:
    left = steps()[step:]
    if not left or row.due_on is None:
        return None
    planned = max(row.due_on + timedelta(days=left[0]), today)
    return max(planned, pause.until_on) if pause and pause.until_on else planned


def _may(debtor: Debtor, invoices: Sequence[Late]) -> bool:
    late = [each.days for each in invoices if not each.dispute]
    return debtor.life == Life.GRACE and max(late, default=0) >= suspend_after()
