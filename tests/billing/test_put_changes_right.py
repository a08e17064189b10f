"""What was agreed after an invoice was final is put right on the next one, once, and to the cent."""

from datetime import UTC, date, datetime
from decimal import Decimal

from billing.models import Invoice, SubscribedPrice, Subscription
from billing.periods import Period
from billing.rating.shapes import Change
from billing.terms import changes_in, terms_of
from tests.billing import agreed

JANUARY, FEBRUARY = Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 2, 1), date(2026, 3, 1))
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
SIXTEENTH = date(2026, 1, 16)
FINAL, LATER = datetime(2026, 1, 4, tzinfo=UTC), datetime(2026, 1, 16, 12, tzinfo=UTC)


def replaced(made: Subscription, *, on: date, at: datetime, quantity: int) -> None:
    [row] = made.prices.filter(until_on=None)
    made.prices.filter(pk=row.pk).update(until_on=on, ended_at=at)
    SubscribedPrice.objects.create(
        subscription=made, price=row.price, from_on=on, made_at=at, quantity=quantity
    )


def told(changes: tuple[Change, ...]) -> list[tuple[date, int | None, int | None]]:
    return [
        (each.on, each.old and int(each.old.quantity), each.new and int(each.new.quantity))
        for each in changes
    ]


def billed(acme, **said) -> Subscription:
    made = agreed.subscription(agreed.debtor(acme), agreed.plan(prices={"payroll": said}))
    agreed.final_invoice(made, JANUARY, final_at=FINAL, number="1")
    return made


def test_a_change_after_the_invoice_is_a_pair_on_the_next(acme):
    made = billed(acme)

    replaced(made, on=SIXTEENTH, at=LATER, quantity=3)

    assert told(changes_in(made, FEBRUARY)) == [(SIXTEENTH, 1, 3)]
    assert changes_in(made, FEBRUARY)[0].period == JANUARY


def test_a_change_that_the_invoice_knew_is_not_told_again(acme):
    made = billed(acme)

    replaced(made, on=SIXTEENTH, at=FINAL, quantity=3)

    assert changes_in(made, FEBRUARY) == ()


def test_a_change_on_the_first_day_after_its_invoice_is_put_right_for_the_whole_period(acme):
    made = billed(acme)

    replaced(made, on=JANUARY.start, at=LATER, quantity=3)

    assert told(changes_in(made, FEBRUARY)) == [(JANUARY.start, None, 3)]
    assert [sub.quantity for sub in terms_of(made, on=JANUARY.start).items] == [3]


def test_a_change_at_the_edge_needs_nothing_put_right(acme):
    made = billed(acme)

    replaced(made, on=FEBRUARY.start, at=LATER, quantity=3)

    assert changes_in(made, FEBRUARY) == ()


def test_the_invoice_after_the_next_does_not_carry_it_again(acme):
    made = billed(acme)
    replaced(made, on=SIXTEENTH, at=LATER, quantity=3)
    agreed.final_invoice(made, FEBRUARY, final_at=datetime(2026, 2, 4, tzinfo=UTC), number="2")

    assert changes_in(made, MARCH) == ()


def test_a_draft_in_between_carries_it_alone(acme):
    made = billed(acme)
    draft = agreed.final_invoice(made, FEBRUARY, final_at=LATER, number="2")
    Invoice.objects.filter(pk=draft.pk).update(state="draft", number=None, final_at=None)
    replaced(made, on=SIXTEENTH, at=LATER, quantity=3)

    assert told(changes_in(made, FEBRUARY)) == [(SIXTEENTH, 1, 3)]
    assert changes_in(made, MARCH) == ()


def test_two_changes_in_one_period_are_two_pairs(acme):
    made = billed(acme)

    replaced(made, on=date(2026, 1, 10), at=LATER, quantity=3)
    replaced(made, on=SIXTEENTH, at=LATER, quantity=2)

    assert told(changes_in(made, FEBRUARY)) == [(date(2026, 1, 10), 1, 3), (SIXTEENTH, 3, 2)]


def test_a_one_off_that_is_added_late_is_charged_whole(acme):
    made = billed(acme)
    price = made.plan.versions.get().prices.get()
    price.pk, price.code, price.model, price.interval = None, "set-up", "one_off", "once"
    price.save()
    SubscribedPrice.objects.create(subscription=made, price=price, from_on=SIXTEENTH, made_at=LATER)

    [change] = changes_in(made, FEBRUARY)

    assert (change.on, change.period.days, change.new.item.code) == (SIXTEENTH, 1, "set-up")


def test_monthly_prices_in_a_year_that_is_billed_are_put_right_month_by_month(acme):
    made = agreed.subscription(agreed.debtor(acme), agreed.plan(interval_months=12))
    agreed.final_invoice(made, Period(date(2026, 1, 1), date(2027, 1, 1)), final_at=FINAL, number="1")

    replaced(made, on=date(2026, 10, 16), at=LATER, quantity=3)

    after = changes_in(made, Period(date(2027, 1, 1), date(2028, 1, 1)))
    assert [(each.on, each.period.start.month) for each in after] == [
        (date(2026, 10, 16), 10), (date(2026, 11, 1), 11), (date(2026, 12, 1), 12),
    ]  # fmt: skip
    assert all((each.old.quantity, each.new.quantity) == (1, 3) for each in after)


def test_a_yearly_price_is_credited_for_the_rest_of_its_year(acme):
    made = billed(acme, interval="year", unit_price=Decimal(365))

    made.prices.update(until_on=SIXTEENTH, ended_at=LATER)

    [change] = changes_in(made, FEBRUARY)
    assert (change.period, change.on, change.new) == (
        Period(JANUARY.start, date(2027, 1, 1)),
        SIXTEENTH,
        None,
    )


def test_what_is_counted_is_never_put_right_by_a_change(acme):
    made = billed(acme, model="piece", meter="invoices")

    replaced(made, on=SIXTEENTH, at=LATER, quantity=3)

    assert changes_in(made, FEBRUARY) == ()


def test_nothing_is_put_right_before_the_first_invoice(acme):
    made = agreed.subscription(agreed.debtor(acme), agreed.plan())

    replaced(made, on=SIXTEENTH, at=LATER, quantity=3)

    assert changes_in(made, FEBRUARY) == ()
