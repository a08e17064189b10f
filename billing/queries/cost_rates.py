"""What an hour of each service line costs the provider: what holds today, what held before, and what is to hold."""

from dataclasses import dataclass
from datetime import date

from billing.models import CostRate
from motorblok.kernel import schema


@dataclass(frozen=True, slots=True)
class RateShown:
    """One rate from a day on, in minor units an hour; `standing` is past, now or later."""

    from_on: date
    per_hour: int
    standing: str


@dataclass(frozen=True, slots=True)
class LineRates:
    """The rates of a service line in one currency, the newest first."""

    service_line: str
    currency: str
    rates: tuple[RateShown, ...]

    @property
    def now(self) -> RateShown | None:
        """The one that holds today."""
        return next((each for each in self.rates if each.standing == "now"), None)


def cost_rates(*, today: date) -> list[LineRates]:
    """All rates, by service line and currency. One statement."""
    found: dict[tuple[str, str], list[CostRate]] = {}
    with schema.entered(schema.PUBLIC):
        for row in CostRate.objects.order_by("service_line", "currency", "-from_on"):
            found.setdefault((row.service_line, row.currency), []).append(row)
    return [LineRates(*key, _shown(rows, today)) for key, rows in found.items()]


def _shown(rows: list[CostRate], today: date) -> tuple[RateShown, ...]:
    now = next((row for row in rows if row.from_on <= today), None)
    return tuple(RateShown(row.from_on, row.per_hour, _standing(row, now, today)) for row in rows)


def _standing(row: CostRate, now: CostRate | None, today: date) -> str:
    if row == now:
        return "now"
    return "later" if row.from_on > today else "past"
