"""Subscriptions that live through months of runs: started, changed, paused, resumed, ended; every day and every piece once."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from billing.actions.cancelling import cancel, withdraw_cancellation
from billing.actions.changing import change_subscription, preview_change
from billing.actions.pausing import pause, resume
from billing.actions.scheduling import bill_what_is_due
from billing.actions.sending import send
from billing.actions.standing import SubscriptionIsCancelled
from billing.actions.subscriptions import SubscriptionExists, start, subscribe
from billing.agreeing import Agreed
from billing.models import GatewayCall, Invoice, Subscription
from billing.queries.gateways import waiting_calls
from tests.billing import deals
from tests.billing.billed import used

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MARCH = date(2026, 3, 1)


def night(day: date) -> datetime:
    """Five past midnight in Amsterdam, when runs are made."""
    return datetime.combine(day, time(0, 5), AMSTERDAM)


def lived(until: date, verbs: dict[date, object] | None = None, *, since: date = date(2026, 3, 2)) -> None:
    """A run each night up to and with a day, and at noon of some days what is done then; gateways are asked."""
    for day in (since + timedelta(days=n) for n in range((until - since).days + 1)):
        assert bill_what_is_due(at=night(day)).failures == ()
        (verbs or {}).get(day, lambda _day: None)(day)
        for each in waiting_calls(at=deals.at(day, 13), most=100):
            send(each, at=deals.at(day, 13))


def paused(of: Subscription):
    return lambda day: pause(of.pk, **deals.on(day))


def resumed(of: Subscription):
    return lambda day: resume(of.pk, **deals.on(day))


def cancelled(of: Subscription, *, on: date | None = None):
    return lambda day: cancel(of.pk, on=on, **deals.on(day))


def changed(of: Subscription, **quantities: int):
    asked = {"wanted": deals.wanted(of.plan, **quantities), "when": "now"}

    def change(day: date) -> None:
        seen = preview_change(of.pk, **asked, at=deals.at(day)).seen
        change_subscription(of.pk, **asked, seen=seen, **deals.on(day))

    return change


def running(client, *prices, **said) -> Subscription:
    plan = deals.plan(*(prices or (deals.price(), deals.pieces())), trial_days=said.pop("trial_days", 0))
    return deals.running(client, plan, start_on=MARCH, **said)


def made() -> list[tuple[str, str, str, list[int]]]:
    """Each invoice: its period, purpose and state, and what its lines come to."""
    found = Invoice.objects.order_by("period_start_on", "made_at").prefetch_related("lines")
    return [
        (
            each.period_key[5:],
            each.purpose,
            each.state,
            [line.amount for line in sorted(each.lines.all(), key=lambda line: line.position)],
        )
        for each in found
    ]


def test_what_is_counted_in_a_pause_is_billed_and_no_fees_are(acme):
    of = running(acme)
    used(of, deals.at(date(2026, 4, 10)), 5)
    lived(date(2026, 6, 4), {date(2026, 3, 11): paused(of)})

    assert made() == [
        ("03", "period", "final", [10_000]),
        ("04", "period", "dropped", []),
        ("05", "period", "final", [1_000]),
        ("06", "period", "dropped", []),
    ]


def test_who_resumes_pays_by_day_what_no_invoice_holds_yet(acme):
    of = running(acme)
    lived(date(2026, 6, 4), {date(2026, 3, 11): paused(of), date(2026, 4, 16): resumed(of)})

    assert made()[1:] == [
        ("04", "period", "dropped", []),
        ("05", "period", "final", [10_000, 5_000]),
        ("06", "period", "final", [10_000]),
    ]


def test_who_resumes_on_the_first_day_of_a_pause_that_is_billed_already_pays_for_it(acme):
    of = running(acme, grace_days=0)
    lived(date(2026, 5, 1), {date(2026, 3, 11): paused(of), date(2026, 4, 1): resumed(of)})

    assert made()[1:] == [("04", "period", "dropped", []), ("05", "period", "final", [10_000, 10_000])]


@pytest.mark.parametrize(
    ("fees_in", "last"),
    [
        ("advance", [("period", "final", [10_000]), ("final", "final", [600, -3_548])]),
        ("arrears", [("period", "final", [10_000, -3_548, 600]), ("final", "dropped", [])]),
    ],
)
def test_the_last_invoice_holds_what_is_left_and_the_subscription_has_ended(acme, fees_in, last):
    of = running(acme, fees_in=fees_in)
    used(of, deals.at(date(2026, 3, 12)), 3)
    lived(date(2026, 5, 10), {date(2026, 3, 16): cancelled(of, on=date(2026, 3, 21))})

    assert sorted(each[1:] for each in made()) == sorted(last)
    assert Subscription.objects.get().state == "ended"


def test_a_subscription_goes_on_until_the_day_on_which_it_ends(acme, book):
    of = running(acme)
    lived(date(2026, 3, 31), {date(2026, 3, 16): cancelled(of)})
    assert Subscription.objects.get().state == "active"

    lived(date(2026, 4, 2), since=date(2026, 4, 1))
    assert Subscription.objects.get().state == "ended"
    assert book.kinds().count("billing.subscription.ended") == 1


def test_what_is_cancelled_in_its_trial_ends_and_pays_nothing(acme):
    of = running(acme, trial_days=14)
    lived(date(2026, 5, 4), {date(2026, 3, 11): cancelled(of)})

    assert (made(), Subscription.objects.get().state) == ([], "ended")


def test_another_subscription_begins_on_the_day_the_one_before_ends(acme):
    of = running(acme, fees_in="arrears")
    lived(date(2026, 3, 31), {date(2026, 3, 16): cancelled(of)})
    first = date(2026, 4, 1)
    asked = {"wanted": deals.wanted(of.plan), "terms": Agreed(start_on=first)}
    again = subscribe(of.debtor_id, **asked, **deals.on(first))
    start(again.pk, **deals.on(first))
    lived(date(2026, 4, 4), since=date(2026, 4, 2))

    assert made() == [("03", "period", "final", [10_000]), ("04", "period", "final", [10_000])]
    states = Subscription.objects.order_by("created_at").values_list("state", flat=True)
    assert list(states) == ["ended", "active"]


def test_nobody_has_another_subscription_before_the_one_before_has_ended(acme):
    of = running(acme)
    cancel(of.pk, **deals.on(date(2026, 3, 16)))
    asked = {"wanted": deals.wanted(of.plan), "terms": Agreed(start_on=date(2026, 4, 1))}

    with pytest.raises(SubscriptionExists):
        subscribe(of.debtor_id, **asked, **deals.on(date(2026, 3, 31)))


def test_a_pause_that_would_begin_with_the_end_falls_away(acme):
    of = running(acme)
    pause(of.pk, **deals.on(date(2026, 3, 11)))
    ending = cancel(of.pk, **deals.on(date(2026, 3, 12)))
    assert (ending.state, ending.paused_on) == ("active", None)
    withdraw_cancellation(of.pk, **deals.on(date(2026, 3, 13)))
    lived(date(2026, 4, 4), since=date(2026, 3, 14))

    assert made()[-1] == ("04", "period", "final", [10_000])


def test_what_is_paused_and_ends_later_is_not_resumed_but_withdrawn_first(acme):
    of = running(acme)
    pause(of.pk, **deals.on(date(2026, 3, 11)))
    cancel(of.pk, on=date(2026, 4, 21), **deals.on(date(2026, 4, 2)))

    with pytest.raises(SubscriptionIsCancelled):
        resume(of.pk, **deals.on(date(2026, 4, 11)))
    withdraw_cancellation(of.pk, **deals.on(date(2026, 4, 11)))
    assert resume(of.pk, **deals.on(date(2026, 4, 11))).state == "active"


def test_a_change_after_a_period_of_nothing_is_shown_as_it_will_be_billed(acme):
    of = running(acme)
    lived(date(2026, 4, 16), {date(2026, 3, 11): paused(of), date(2026, 4, 16): resumed(of)})
    wanted = deals.wanted(of.plan, payroll=2)
    shown = preview_change(of.pk, wanted=wanted, when="period_end", at=deals.at(date(2026, 4, 17)))

    assert (shown.period.start, shown.after.net) == (date(2026, 5, 1), 25_000)


def test_six_months_by_bank_over_a_change_of_the_clock(acme):
    of = running(acme)
    last_of_march = night(date(2026, 4, 1)) - timedelta(minutes=10)
    for at in (night(date(2026, 3, 28)), last_of_march, night(date(2026, 5, 29))):
        used(of, at, 5)
    verbs = {
        date(2026, 3, 29): changed(of, payroll=3),
        date(2026, 4, 20): paused(of),
        date(2026, 6, 16): resumed(of),
        date(2026, 8, 11): cancelled(of),
    }
    lived(date(2026, 9, 10), verbs)

    assert made() == [
        ("03", "period", "final", [10_000]),
        ("04", "period", "final", [30_000, 2_000, -968, 2_903]),
        ("05", "period", "dropped", []),
        ("06", "period", "final", [1_000]),
        ("07", "period", "final", [30_000, 15_000]),
        ("08", "period", "final", [30_000]),
        ("08", "final", "dropped", []),
    ]
    assert set(GatewayCall.objects.values_list("gateway", "state")) == {("bank", "done")}
    assert Subscription.objects.get().state == "ended"
