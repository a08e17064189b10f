"""Usage that was recorded after its invoice: on the next one, at what it would have cost; a person decides after 35 days."""

from datetime import date, timedelta
from decimal import Decimal

from billing.actions.late_usage import charge_late_usage, let_late_usage_go
from billing.models import BilledUsage
from billing.periods import Period, nth
from billing.queries.late_usage import undecided, undecided_of_all
from tests.billing.billed import (
    DECEMBER,
    JANUARY,
    NOVEMBER,
    OCTOBER,
    PIECES,
    drafted,
    final,
    lines,
    noon,
    subscription,
    used,
)
from tests.billing.missed import fay

TIERS = [{"up_to": "10", "unit_price": "2", "flat": "0"}, {"up_to": None, "unit_price": "1", "flat": "0"}]


def with_october_billed(client, **said):
    of = subscription(client, **said)
    used(of, noon(2026, 10, 5), 8)
    final(of, OCTOBER)
    final(of, NOVEMBER)
    return of


def test_late_usage_costs_what_it_would_have_cost_in_time(acme):
    of = with_october_billed(acme, prices={"invoices": PIECES | {"tiers": TIERS}})
    used(of, noon(2026, 10, 30), 4, recorded_at=noon(2026, 11, 9))
    invoice = drafted(of, DECEMBER)

    assert lines(invoice) == [("late_usage", 400), ("late_usage", 200)]
    assert invoice.lines.first().period_start_on == OCTOBER.start


def test_late_usage_is_charged_once(acme):
    of = with_october_billed(acme)
    late = used(of, noon(2026, 10, 30), 4, recorded_at=noon(2026, 11, 9))
    invoice = final(of, DECEMBER)

    assert BilledUsage.objects.get(record=late).invoice == invoice
    assert [kind for kind, _ in lines(final(of, JANUARY))] == ["flat"]


def test_a_late_correction_gives_money_back(acme):
    of = with_october_billed(acme)
    used(of, noon(2026, 10, 5), -3, recorded_at=noon(2026, 11, 9))

    assert ("late_usage", -600) in lines(drafted(of, DECEMBER))


def test_what_is_later_than_35_days_waits_for_a_decision(acme):
    of = with_october_billed(acme)
    happened = noon(2026, 10, 20)
    used(of, happened, 4, recorded_at=happened + timedelta(days=35, seconds=1))
    assert [kind for kind, _ in lines(drafted(of, DECEMBER))] == ["flat"]

    used(of, happened, 1, recorded_at=happened + timedelta(days=35))
    assert ("late_usage", 200) in lines(drafted(of, DECEMBER))


def test_a_person_may_charge_it_after_all(acme, book):
    of = with_october_billed(acme)
    used(of, noon(2026, 10, 1), 4, recorded_at=noon(2026, 11, 20))
    charge_late_usage(of.id, OCTOBER.key, reason="Agreed by phone", actor=fay(), at=noon(2026, 11, 25))
    used(of, noon(2026, 10, 1), 9, recorded_at=noon(2026, 11, 26))

    assert ("late_usage", 800) in lines(drafted(of, DECEMBER))
    assert "billing.late_usage.charged" in book.kinds()


def test_what_waits_for_a_decision_is_listed_until_there_is_one(acme):
    of = with_october_billed(acme)
    used(of, noon(2026, 10, 1), 4, recorded_at=noon(2026, 11, 20))
    used(of, noon(2026, 10, 30), 9, recorded_at=noon(2026, 11, 20))
    waiting = [(each.period_key, each.meter, each.quantity, each.records) for each in undecided(of)]
    let_late_usage_go(of.id, OCTOBER.key, reason="Too late", actor=fay(), at=noon(2026, 11, 21))

    assert waiting == [("2026-10", "invoices", 4, 1)]
    assert undecided(of) == []


def test_what_was_let_go_stays_so_when_more_is_charged_later(acme):
    of = with_october_billed(acme)
    used(of, noon(2026, 10, 1), 4, recorded_at=noon(2026, 11, 20))
    let_late_usage_go(of.id, OCTOBER.key, reason="Too late", actor=fay(), at=noon(2026, 11, 21))
    used(of, noon(2026, 10, 1), 1, recorded_at=noon(2026, 11, 22))
    charge_late_usage(of.id, OCTOBER.key, reason="Agreed", actor=fay(), at=noon(2026, 11, 23))

    assert ("late_usage", 200) in lines(drafted(of, DECEMBER))


def test_usage_of_an_open_period_is_never_too_late(acme):
    of = subscription(acme, plan={"interval_months": 12}, fees_in="arrears")
    used(of, noon(2026, 10, 5), 4, recorded_at=noon(2027, 9, 1))

    year = nth(OCTOBER.start, 0, months=12)
    assert ("usage", 800) in lines(drafted(of, year, at=noon(2027, 10, 1)))


def test_late_usage_of_an_anchor_on_the_31st_names_its_whole_period(acme):
    anchor = date(2026, 1, 31)
    of = subscription(acme, anchor_on=anchor)
    for n in range(3):
        final(of, nth(anchor, n))
    used(of, noon(2026, 3, 30), 4, recorded_at=noon(2026, 4, 9))
    line = drafted(of, nth(anchor, 3)).lines.get(kind="late_usage")

    assert Period(line.period_start_on, line.period_end_on) == Period(date(2026, 2, 28), date(2026, 3, 31))
    assert line.amount == Decimal(800)


def test_what_waits_is_listed_for_all_clients_at_once(acme, globex, django_assert_num_queries):
    for client in (acme, globex):
        of = with_october_billed(client)
        used(of, noon(2026, 10, 1), 4, recorded_at=noon(2026, 11, 20))
        used(of, noon(2026, 10, 2), 1, recorded_at=noon(2026, 11, 2))

    with django_assert_num_queries(5):  # one of them chooses the schema
        found = undecided_of_all()

    waiting = [(each.subscription.debtor_id, each.period_key, each.counted[0].quantity) for each in found]
    assert waiting == [(acme.pk, "2026-10", 4), (globex.pk, "2026-10", 4)]
