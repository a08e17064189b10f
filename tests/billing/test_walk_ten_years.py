"""Ten years of a subscription that is changed, paused and resumed: every day of it is charged once, and none twice."""

from collections import Counter
from datetime import date, timedelta
from itertools import islice
from random import Random

import pytest

from billing import periods
from billing.actions.changing import change_subscription, preview_change
from billing.actions.pausing import pause, resume
from billing.models import Subscription
from billing.periods import Period
from billing.rating.rate import rate
from billing.rating.shapes import Rated
from billing.terms import changes_in, tax_of, terms_of
from tests.billing import agreed, deals

ZONES = ("Europe/Amsterdam", "Pacific/Auckland", "America/St_Johns", "Africa/Casablanca")
YEARS = 10


@pytest.mark.slow
@pytest.mark.parametrize("day", [28, 29, 30, 31])
@pytest.mark.parametrize("zones", [ZONES[:2], ZONES[2:]], ids=["east", "west"])
def test_every_day_of_ten_years_is_charged_once(acme, day, zones):
    dice = Random(day)
    made = deals.running(acme, deals.plan(), start_on=date(2026, 1, day))
    Subscription.objects.update(time_zone=zones[day % 2])
    charged: Counter[date] = Counter()

    walked = list(islice(periods.walk(made.anchor_on), 12 * YEARS))
    for number, period in enumerate(walked):
        charged.update(days(billed(made, period, number=number)))
        if number % 4 == 1:
            changed(made, day=period.start + timedelta(days=dice.randrange(5, period.days)), dice=dice)

    last = rated(made, periods.nth(made.anchor_on, 12 * YEARS))
    charged.update(days(last))
    assert [each for each in span(Period(made.anchor_on, walked[-1].end)) if charged[each] != 1] == []


@pytest.mark.parametrize("day", [28, 31])
def test_no_day_of_a_pause_is_charged_and_every_other_is_once(acme, day):
    made = deals.running(acme, deals.plan(), start_on=date(2027, 12, day))
    charged: Counter[date] = Counter()
    halted: set[date] = set()

    for number, period in enumerate(islice(periods.walk(made.anchor_on), 24)):
        charged.update(days(billed(made, period, number=number)))
        asked = deals.on(period.start + timedelta(days=9))
        if number % 6 == 1:
            pause(made.pk, **asked)
        if number % 6 == 4:
            halted |= set(
                span(Period(Subscription.objects.get().paused_on, period.start + timedelta(days=9)))
            )
            resume(made.pk, **asked)

    assert {charged[each] for each in halted} == {0}
    assert {charged[each] for each in span(Period(made.anchor_on, period.start)) if each not in halted} == {1}


def billed(made: Subscription, period: Period, *, number: int) -> Rated:
    """What a period's invoice comes to, made final three days after its edge."""
    result = rated(made, period)
    final_at = deals.at(period.start + timedelta(days=3))
    agreed.final_invoice(made, period, final_at=final_at, number=f"MB-{number}")
    return result


def rated(made: Subscription, period: Period) -> Rated:
    made = Subscription.objects.get(pk=made.pk)
    terms, tax = terms_of(made, on=period.start), tax_of(made.debtor, on=period.start)
    return rate(terms, period=period, changes=changes_in(made, period), tax=tax)


def changed(made: Subscription, *, day: date, dice: Random) -> None:
    asked = {
        "wanted": deals.wanted(made.plan, payroll=dice.randrange(2, 900)),
        "when": dice.choice(["now", "period_end"]),
    }
    seen = preview_change(made.pk, **asked, at=deals.at(day)).seen
    change_subscription(made.pk, **asked, seen=seen, **deals.on(day))


def days(result: Rated) -> Counter[date]:
    """How often each day is charged, less how often it is credited."""
    found: Counter[date] = Counter()
    for line in result.lines:
        for each in span(line.period):
            found[each] += 1 if line.amount > 0 else -1
    return found


def span(period: Period) -> list[date]:
    return [period.start + timedelta(days=n) for n in range(period.days)]
