"""Revenue and margin: net of final invoices by month, less what the booked hours cost."""

from datetime import date

import pytest

from billing.actions.cost_rates import set_cost_rate
from billing.actions.credit_notes import credit_invoice
from billing.money import UnknownCurrency
from billing.queries.revenue import Wanted, revenue
from billing.rating.metered import NegativeQuantity
from motorblok.kernel.errors import NotAllowed
from tests.billing.billed import NOVEMBER, OCTOBER, drafted, final, noon, subscription, used
from tests.billing.missed import fay
from tests.cast import RITA

AUTUMN = Wanted(start_on=OCTOBER.start, end_on=date(2026, 12, 1))


def rate(per_hour, from_on=date(2026, 1, 1), service_line="finance", currency="EUR"):
    said = {"per_hour": per_hour, "currency": currency, "from_on": from_on}
    return set_cost_rate(service_line, actor=fay(), at=noon(2026, 1, 1), **said)


def earned(wanted=AUTUMN):
    return {(each.client, each.service_line, each.month_on.month): each for each in revenue(wanted)}


def test_usage_is_earned_in_the_month_it_was_done(acme):
    of = subscription(acme)
    used(of, noon(2026, 10, 5), 3)
    final(of, OCTOBER)
    final(of, NOVEMBER)

    assert {key[1:]: each.net for key, each in earned().items()} == {
        ("hr", 10): 10_000, ("hr", 11): 10_000, ("finance", 10): 600,
    }  # fmt: skip


def test_drafts_are_not_earned_and_credit_notes_taken_off(acme):
    of = subscription(acme)
    invoice = final(of, OCTOBER)
    said = {"reason_en": "Correction", "reason_nl": "Correctie", "actor": fay(), "at": noon(2026, 10, 9)}
    credit_invoice(invoice.id, amounts={1: 2_500}, **said)
    drafted(of, NOVEMBER)

    assert [each.net for each in earned().values()] == [7_500]


def test_hours_cost_what_was_set_for_their_day(acme):
    of = subscription(acme)
    rate(6_000)
    rate(9_000, from_on=date(2026, 10, 15))
    for day in (14, 15):
        used(of, noon(2026, 10, day), 5_400, unit="second", meter="hours")
    [each] = earned().values()

    assert (each.cost, each.seconds, each.unrated_seconds, each.margin) == (22_500, 10_800, 0, -22_500)


def test_hours_without_a_rate_in_the_clients_currency_are_told_apart(acme):
    of = subscription(acme)
    rate(6_000, currency="USD")
    used(of, noon(2026, 10, 14), 3_600, unit="second", meter="hours")
    [each] = earned().values()

    assert (each.cost, each.unrated_seconds) == (0, 3_600)


def test_margin_is_what_is_left(acme):
    of = subscription(acme)
    rate(3_333, service_line="hr")
    used(of, noon(2026, 10, 14), 7_200, unit="second", meter="hours", service_line="hr")
    final(of, OCTOBER)
    [each] = earned().values()

    assert (each.net, each.cost, each.margin, each.margin_percent) == (10_000, 6_666, 3_334, 33)


def test_the_months_and_the_client_that_were_asked_for(acme, globex):
    for client in (acme, globex):
        of = subscription(client)
        final(of, OCTOBER)
        final(of, NOVEMBER)
    asked = Wanted(start_on=NOVEMBER.start, end_on=NOVEMBER.end, client_id=acme.id)

    assert list(earned(asked)) == [("Acme Bakeries", "hr", 11)]


def test_asking_for_more_clients_takes_no_more_statements(acme, globex, django_assert_num_queries):
    for client in (acme, globex):
        final(subscription(client), OCTOBER)

    with django_assert_num_queries(2):
        assert len(revenue(AUTUMN)) == 2


def test_a_rate_is_set_once_and_can_be_put_right(acme, public, book):
    rate(5_000)
    rate(5_000)
    rate(5_500)

    assert [kind for kind in book.kinds() if kind.startswith("billing.")] == ["billing.cost_rate.set"] * 2


@pytest.mark.parametrize(
    ("per_hour", "currency", "refusal"), [(-1, "EUR", NegativeQuantity), (1, "XXX", UnknownCurrency)]
)
def test_what_cannot_be_a_cost_is_refused(acme, per_hour, currency, refusal):
    with pytest.raises(refusal):
        rate(per_hour, currency=currency)


def test_only_finance_says_what_an_hour_costs(acme):
    with pytest.raises(NotAllowed):
        set_cost_rate(
            "finance", per_hour=1, currency="EUR", from_on=OCTOBER.start, actor=RITA, at=noon(2026, 1, 1)
        )
