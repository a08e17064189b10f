"""To which period what a client used belongs: that of the subscription in force then, in its time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Min

from billing import periods
from billing.models import Subscription
from tenants.models import Client


@dataclass(frozen=True, slots=True)
class InForce:
    """When a subscription holds: from `start` up to, not including, `end`; its first day can be that of a trial."""

    start: date
    end: date | None
    anchor_on: date
    months: int
    zone: str

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day of its zone."""
        return self.start <= day and (self.end is None or day < self.end)


class Attribution:
    """The subscriptions of one client, read once. A draft is none: nothing was agreed yet."""

    def __init__(self, client: Client) -> None:
        self.zone = client.time_zone
        agreed = Subscription.objects.filter(debtor_id=client.pk).exclude(state=Subscription.State.DRAFT)
        rows = agreed.annotate(start=Min("prices__from_on")).order_by("-created_at")
        self.subscriptions = [
            InForce(row.start or row.anchor_on, row.cancels_on, row.anchor_on, row.months, row.time_zone)
            for row in rows
        ]

    def key(self, at: datetime) -> str:
        """The key of the period that an instant belongs to; "" where no subscription was in force."""
        for each in self.subscriptions:
            day = periods.day_of(at, zone=each.zone)
            if each.holds(day):
                return periods.on(day, anchor=each.anchor_on, months=each.months).key
        return ""

    def day(self, at: datetime) -> date:
        """The day of an instant, where the client has its subscription then, or else where the client is."""
        days = ((each, periods.day_of(at, zone=each.zone)) for each in self.subscriptions)
        return next((day for each, day in days if each.holds(day)), periods.day_of(at, zone=self.zone))

    def noon(self, day: date) -> datetime:
        """An instant that is surely of that day, where the client has its subscription, or else where the client is."""
        zone = next((each.zone for each in self.subscriptions if each.holds(day)), self.zone)
        return datetime.combine(day, time(12), ZoneInfo(zone))
