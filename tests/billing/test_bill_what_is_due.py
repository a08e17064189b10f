"""Billing by the clock: each invoice once, in order, whatever was missed and however many do it at once."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from billing.actions.scheduling import Failure, bill_what_is_due
from billing.models import Invoice, SlaClause
from billing.periods import nth, starts_at
from tests.billing import missed
from tests.billing.billed import NOVEMBER, OCTOBER, noon, subscription, used
from tests.billing.missed import clocks
from tests.billing.sessions import at_once

AT_ONCE = 5


def made() -> list[tuple[str, str, str]]:
    return list(
        Invoice.objects.order_by("period_start_on", "purpose").values_list("period_key", "purpose", "state")
    )


def test_a_draft_is_made_at_the_edge_and_final_after_its_grace(acme):
    of = subscription(acme)
    edge = starts_at(OCTOBER.start, zone=of.time_zone)

    assert bill_what_is_due(at=edge - timedelta(seconds=1)).drafted == 0
    assert bill_what_is_due(at=edge).drafted == 1
    assert bill_what_is_due(at=edge + timedelta(days=3, seconds=-1)).finalised == 0
    assert bill_what_is_due(at=edge + timedelta(days=3)).finalised == 1
    assert made() == [("2026-10", "period", "final")]


def test_what_was_missed_is_made_in_order(acme):
    of = subscription(acme)
    used(of, noon(2026, 10, 5), 3)
    done = bill_what_is_due(at=noon(2026, 12, 10))

    assert (done.drafted, done.finalised, done.failures) == (3, 3, ())
    assert [each.number[-2:] for each in Invoice.objects.order_by("period_start_on")] == ["01", "02", "03"]
    assert Invoice.objects.get(period_key="2026-11").net == 10_600


@pytest.mark.parametrize(("fees_in", "purposes"), [("advance", ["period", "final"]), ("arrears", ["period"])])
def test_a_subscription_that_ends_has_its_last_invoice(acme, fees_in, purposes):
    of = subscription(acme, fees_in=fees_in, cancels_on=NOVEMBER.start, state="ended")
    of.prices.update(until_on=NOVEMBER.start, ended_at=noon(2026, 9, 20))
    used(of, noon(2026, 10, 5), 3)
    bill_what_is_due(at=noon(2026, 11, 20))

    assert sorted(purpose for _, purpose, state in made() if state == "final") == sorted(purposes)
    assert sum(each.net for each in Invoice.objects.all()) == 10_600


def test_what_comes_late_after_arrears_have_ended_has_a_final_invoice(acme):
    of = subscription(acme, fees_in="arrears", cancels_on=NOVEMBER.start, state="ended")
    of.prices.update(until_on=NOVEMBER.start, ended_at=noon(2026, 9, 20))
    bill_what_is_due(at=noon(2026, 11, 20))
    used(of, noon(2026, 10, 30), 3, recorded_at=noon(2026, 11, 21))
    bill_what_is_due(at=noon(2026, 12, 20))

    assert [(each.purpose, each.net) for each in Invoice.objects.order_by("made_at")] == [
        ("period", 10_000),
        ("final", 600),
    ]


def test_one_that_was_cancelled_in_its_trial_pays_nothing(acme):
    subscription(acme, trial_ends_on=OCTOBER.start, cancels_on=date(2026, 9, 20), state="ended")

    assert bill_what_is_due(at=noon(2026, 12, 1)).drafted == 0


def test_a_subscription_that_is_drawn_up_is_not_billed(acme):
    subscription(acme, state="draft")

    assert bill_what_is_due(at=noon(2026, 12, 1)).drafted == 0


def test_one_that_cannot_be_billed_keeps_no_other_waiting(acme, globex):
    broken = subscription(acme)
    subscription(globex)
    broken.prices.all().delete()
    done = bill_what_is_due(at=noon(2026, 10, 5))

    assert [(each.client, each.words) for each in done.failures] == [
        ("acme", "There is nothing to be billed: the agreement has no prices. Add a plan.")
    ]
    assert done.finalised == 1


def test_missed_months_are_proposed_and_earned_back(acme):
    of = subscription(acme, prices={"books": {"service_line": "finance"}})
    missed.clause(of, earn_back_months=1)
    clocks(acme, missed=4)
    first = bill_what_is_due(at=noon(2026, 11, 5))
    clocks(acme, met=4, at=noon(2026, 11, 15))
    again = bill_what_is_due(at=noon(2026, 12, 5))
    credit = SlaClause.objects.get().credits.get()

    assert (first.proposed, again.proposed) == (1, 0)
    assert (credit.state, credit.taken_back_by) == ("reversed", "system:motorblok")


def test_the_command_says_what_it_did_and_what_it_could_not(acme):
    said = StringIO()
    of = subscription(acme)
    call_command("bill", "--at", "2026-10-05T08:00+02:00", stdout=said)
    of.prices.all().delete()

    assert said.getvalue() == "1 drafts, 1 final invoices, 0 credits proposed.\n"
    with pytest.raises(CommandError, match="acme: There is nothing to be billed"):
        call_command("bill", "--at", "2026-11-05T08:00+01:00", stdout=said)


def run_at_once(at: datetime) -> list[Failure]:
    """As many runs as there are, all at the same instant; what could not be billed in any."""
    runs = at_once(lambda _n: bill_what_is_due(at=at).failures, range(AT_ONCE))
    return [failure for failures in runs for failure in failures]


@pytest.mark.parametrize(
    ("anchor_on", "zone", "keys"),
    [
        (date(2026, 10, 1), "Europe/Amsterdam", ["2026-10", "2026-11", "2026-12"]),
        (date(2026, 9, 25), "Europe/Amsterdam", ["2026-09-25", "2026-10-25", "2026-11-25"]),
        (date(2026, 10, 31), "Europe/Amsterdam", ["2026-10-31", "2026-11-30"]),
        (date(2027, 3, 14), "America/Havana", ["2027-03-14", "2027-04-14"]),
    ],
)
def test_five_runs_at_once_make_one_invoice_a_period(acme_committed, anchor_on, zone, keys):
    subscription(acme_committed, anchor_on=anchor_on, time_zone=zone, grace_days=0)
    for n in range(len(keys)):
        edge = starts_at(nth(anchor_on, n).start, zone=zone)
        for at in (edge - timedelta(seconds=1), edge, edge + timedelta(hours=1)):
            assert run_at_once(at) == []

    assert made() == [(key, "period", "final") for key in keys]
    assert [each.number[-2:] for each in Invoice.objects.order_by("period_start_on")] == ["01", "02", "03"][
        : len(keys)
    ]
