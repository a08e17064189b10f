"""What a client may have follows from its subscription and its life; less of it takes nothing away."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.actions import entitlements as intake
from billing.actions.life import review_client
from billing.models import Subscription
from billing.queries.entitlements import excess, of
from motorblok.accounts import actions as accounts
from motorblok.accounts.models import Person
from motorblok.kernel import schema
from tenants.actions import Allowed, set_allowance
from tenants.models import Client
from tests.billing import agreed, paid
from tests.cast import MONDAY, OLGA

SEATS = {"service_line": "hr", "model": "seat"}
COUNTED = {"service_line": "hr", "model": "seat", "meter": "seats"}


def subscribed(client: Client, **prices: dict) -> Subscription:
    debtor = paid.debtor(client)
    made = agreed.subscription(debtor, agreed.plan(prices=prices))
    review_client(debtor.pk, at=paid.AT)
    return made


def test_a_client_without_a_subscription_is_entitled_to_everything(acme):
    found = of(acme)

    assert (found.seats, found.service_lines, found.may_write, found.may_grow) == (None, None, True, True)


@pytest.mark.parametrize(
    ("prices", "seats"),
    [
        ({"payroll": {}}, None),
        ({"seats": SEATS}, 1),
        ({"seats": SEATS | {"included": Decimal(5)}}, 6),
        ({"seats": COUNTED}, None),
        ({"seats": SEATS, "more": SEATS}, 2),
    ],
)
def test_seats_that_are_charged_as_subscribed_are_a_limit(acme, prices, seats):
    subscribed(acme, **prices)

    assert of(acme).seats == seats


def test_its_prices_are_its_features(acme):
    subscribed(acme, payroll={}, seats=SEATS)

    assert of(acme).features == {"payroll", "seats"}


def test_work_of_other_lines_is_refused_where_the_subscription_says_so(acme):
    made = subscribed(acme, payroll={})
    before = of(acme).service_lines

    intake.limit_intake(made.pk, actor=OLGA, at=paid.AT)

    assert (before, of(acme).service_lines) == (None, {"hr"})


def test_and_is_taken_again_where_it_says_so_no_more(acme, book):
    made = subscribed(acme, payroll={})
    for _ in range(2):
        intake.limit_intake(made.pk, actor=OLGA, at=paid.AT)

    for _ in range(2):
        intake.open_intake(made.pk, actor=OLGA, at=paid.AT)

    limits = [kind for kind in book.kinds() if kind.startswith("billing.intake")]
    assert (of(acme).service_lines, limits) == (None, ["billing.intake.limited", "billing.intake.opened"])


def test_a_price_that_ended_entitles_to_nothing_more(acme):
    made = subscribed(acme, payroll={}, seats=SEATS)
    made.prices.filter(price__code="seats").update(until_on=date(2026, 12, 1), ended_at=paid.AT)

    review_client(made.debtor_id, at=paid.AT + timedelta(days=1))

    assert (of(acme).seats, of(acme).features) == (None, {"payroll"})


def test_who_pays_for_no_seats_in_a_pause_has_as_many_as_before(acme):
    made = subscribed(acme, payroll={}, seats=SEATS | {"included": Decimal(5)})
    made.prices.update(until_on=date(2026, 12, 1), ended_at=paid.AT)
    Subscription.objects.update(state="paused", paused_on=date(2026, 12, 1))

    review_client(made.debtor_id, at=paid.AT + timedelta(days=1))

    assert (of(acme).seats, of(acme).features) == (6, frozenset())


def test_fewer_seats_show_what_exceeds_and_take_nothing_away(acme):
    with schema.entered(schema.PUBLIC):
        for n in range(3):
            accounts.invite_contact(
                acme, name=f"n{n}", email=f"n{n}@acme.test", role="requester", actor=OLGA, at=MONDAY
            )

    set_allowance(acme, Allowed(seats=1), actor=OLGA, at=paid.AT)

    found = excess(acme)
    assert found is not None
    assert (found.over, len(found.people), Person.objects.circle(acme).count()) == (2, 3, 3)


def test_nothing_exceeds_where_there_are_seats_enough(acme):
    set_allowance(acme, Allowed(seats=1), actor=OLGA, at=paid.AT)

    assert excess(acme) is None
