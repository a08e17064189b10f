"""Revenue and margin: what each client and service line brought in, month by month, and what its booked hours cost."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from billing.csv_files import answer
from billing.money import OFFERED, half_up, major
from billing.periods import months_after
from billing.queries.revenue import Earned, Wanted, revenue
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.asked import plain
from motorblok.console.door import draw, now
from motorblok.console.names import line_names
from motorblok.kernel.charts import Point
from motorblok.kernel.errors import NotFound
from tenants.models import Client

SPANS = (3, 6, 12)
HEADINGS = (
    "month",
    "client",
    "service_line",
    "currency",
    "net",
    "cost",
    "margin",
    "hours",
    "hours_without_rate",
)
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """So many months up to and with this one, in one currency; of one client, if one is named."""

    months: int
    currency: str
    client: Client | None

    def wanted(self, today: date) -> Wanted:
        """The same as days."""
        end_on = months_after(today.replace(day=1), 1)
        return Wanted(
            start_on=months_after(end_on, -self.months),
            end_on=end_on,
            client_id=self.client.id if self.client else None,
        )

    def query(self, **changes: object) -> str:
        """The query string of this, with some of it changed."""
        slug = self.client.slug if self.client else ""
        fields = {"months": self.months, "currency": self.currency, "client": slug} | changes
        return "?" + urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True)
class Total:
    """What some rows come to; `share` is the part of the largest, in percent, for its bar."""

    name: str
    url: str
    net: int
    cost: int
    seconds: int
    unrated: int
    share: int = 0

    @property
    def margin(self) -> int:
        """What is left."""
        return self.net - self.cost

    @property
    def percent(self) -> int | None:
        """The same in percent of the net."""
        return half_up(Fraction(100 * self.margin, self.net)) if self.net > 0 else None


@staff_only(*MONEY_ROLES)
@require_safe
def billing_revenue(request: StaffRequest) -> HttpResponse:
    """Figures by client, by service line and by month, one currency at a time: sums of two say nothing."""
    asked = _asked(request)
    rows = revenue(asked.wanted(timezone.localtime(now()).date()))
    mine = [row for row in rows if row.currency == asked.currency]
    lines = line_names()
    slugs = dict(Client.objects.values_list("id", "slug"))
    context: dict[str, Any] = {
        "asked": asked,
        "spans": [(span, asked.query(months=span)) for span in SPANS],
        "currencies": [(each, asked.query(currency=each)) for each in OFFERED],
        "clients": _by(mine, lambda row: (row.client, asked.query(client=slugs[row.client_id]))),
        "lines": _by(
            mine, lambda row: (lines.get(row.service_line, row.service_line) or _("All service lines"), "")
        ),
        "months": _months(mine, asked),
        "points": [],
        "whole": _sum("", "", mine),
        "unrated": _unrated(mine, lines),
        "everybody": asked.query(client=""),
        "csv": asked.query(),
    }
    context["points"] = [Point(max(0, each.net), each.name) for each in context["months"]]
    return draw(request, "console/billing/revenue.html", section="billing", tab="revenue", **context)


@staff_only(*MONEY_ROLES)
@require_safe
def billing_revenue_file(request: StaffRequest) -> HttpResponse:
    """Every figure of those months in all currencies, as CSV."""
    rows = revenue(_asked(request).wanted(timezone.localtime(now()).date()))
    return answer("revenue", HEADINGS, map(_cells, rows))


def _asked(request: StaffRequest) -> Asked:
    months, currency = request.GET.get("months", ""), request.GET.get("currency", "")
    slug = plain(request.GET.get("client", ""))
    client = Client.objects.filter(slug=slug).first() if slug else None
    if slug and client is None:
        raise NotFound
    known = int(months) if months in map(str, SPANS) else SPANS[1]
    return Asked(known, currency if currency in OFFERED else OFFERED[0], client)


def _by(rows: Iterable[Earned], key: Callable[[Earned], tuple[str, str]]) -> list[Total]:
    """The sums of the rows of each key, the largest first, with their bars."""
    groups: dict[tuple[str, str], list[Earned]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    sums = sorted(
        (_sum(*name, found) for name, found in groups.items()), key=lambda each: (-each.net, each.name)
    )
    most = max((each.net for each in sums), default=0)
    return [_sum(each.name, each.url, groups[each.name, each.url], most=most) for each in sums]


def _months(rows: Iterable[Earned], asked: Asked) -> list[Total]:
    months: dict[date, list[Earned]] = {}
    for row in rows:
        months.setdefault(row.month_on, []).append(row)
    return [_sum(date_format(month, "F Y"), "", months[month]) for month in sorted(months)]


def _sum(name: str, url: str, rows: Iterable[Earned], *, most: int = 0) -> Total:
    found = list(rows)
    net = sum(row.net for row in found)
    return Total(
        name,
        url,
        net,
        sum(row.cost for row in found),
        sum(row.seconds for row in found),
        sum(row.unrated_seconds for row in found),
        share=max(0, round(100 * net / most)) if most > 0 else 0,
    )


def _unrated(rows: Iterable[Earned], lines: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """The service lines of which hours were booked without a rate: code, name and seconds, the most first."""
    seconds: dict[str, int] = {}
    for row in rows:
        seconds[row.service_line] = seconds.get(row.service_line, 0) + row.unrated_seconds
    found = sorted(((many, code) for code, many in seconds.items() if many), reverse=True)
    return [(code, lines.get(code, code), many) for many, code in found]


def _cells(row: Earned) -> Iterator[object]:
    yield from (f"{row.month_on:%Y-%m}", row.client, row.service_line, row.currency)
    yield from (major(each, currency=row.currency) for each in (row.net, row.cost, row.margin))
    yield from (f"{row.seconds / HOUR:.2f}", f"{row.unrated_seconds / HOUR:.2f}")
