"""From trial to erased: each move that the table knows happens, no other does, and none because of a fault of ours."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest

from billing.actions.life import (
    NotLateEnough,
    NotSure,
    confirm_suspension,
    lift_suspension,
    review_all,
    review_client,
)
from billing.lives import MOVES, Cause, NoSuchMove, Situation, after, next_cause
from billing.living import move
from billing.models import Debtor, GatewayCall, Hold, Invoice, Life, Payment, StatementEntry, StatementFile
from billing.queries.client_standing import overdue_of
from billing.settling import money_of
from motorblok.kernel.errors import NotAllowed
from motorblok.work.actions import receive_task
from motorblok.work.actions.receive import Draft
from tenants.actions import ClientIsSuspended, close_client, suspend_client
from tenants.models import Allowance, Client
from tests import cast
from tests.billing import agreed, paid
from tests.cast import OLGA

DUE = date(2026, 12, 1)
ALL = list(product(Life, Cause))


def days_after(n: int) -> datetime:
    return datetime(2026, 12, 1, 9, 0, tzinfo=paid.AT.tzinfo) + timedelta(days=n)


def subscribed(client: Client, **said: object) -> Debtor:
    debtor = paid.debtor(client, **said)
    agreed.subscription(debtor, agreed.plan())
    return debtor


def read(debtor: Debtor, *, at: datetime) -> None:
    StatementFile.objects.create(
        sha256="1", legal_entity=debtor.legal_entity, entries=0, new=0, read_at=at - timedelta(hours=2)
    )


def life_of(debtor: Debtor) -> str:
    return Debtor.objects.get(pk=debtor.pk).life


def late(client: Client, life: str, **said: object) -> tuple[Debtor, Invoice]:
    """A debtor that is late, moved to where it is as time would have."""
    debtor = subscribed(client)
    invoice = paid.owed(debtor, due_on=DUE)
    for day in (1, 14):
        if life_of(debtor) != life:
            review_client(debtor.pk, at=days_after(day))
    if life == Life.SUSPENDED:
        read(debtor, at=days_after(30))
        confirm_suspension(debtor.pk, actor=cast.olga().actor, at=days_after(30))
    return debtor, invoice


@pytest.mark.parametrize(("life", "cause"), [pair for pair in ALL if pair in MOVES])
def test_a_move_of_the_table_happens_and_is_told(acme, book, life, cause):
    debtor = paid.debtor(acme, life=life)

    with money_of(debtor.pk, and_client=True) as held:
        move(held, cause, actor=OLGA, at=paid.AT)

    told = "billing.life.changed" in book.kinds()
    assert (life_of(debtor), told) == (MOVES[life, cause], MOVES[life, cause] != life)


@pytest.mark.parametrize(("life", "cause"), [pair for pair in ALL if pair not in MOVES])
def test_what_is_not_in_the_table_is_refused(life, cause):
    with pytest.raises(NoSuchMove):
        after(life, cause)


@pytest.mark.parametrize(
    ("life", "found", "cause"),
    [
        ("trialing", Situation(), None),
        ("trialing", Situation(is_trial_over=True), Cause.TRIAL_ENDED),
        ("active", Situation(), None),
        ("active", Situation(days_late=1), Cause.OVERDUE),
        ("past_due", Situation(days_late=13), None),
        ("past_due", Situation(days_late=14), Cause.STILL_OVERDUE),
        ("past_due", Situation(), Cause.PAID),
        ("grace", Situation(days_late=400), None),
        ("grace", Situation(), Cause.PAID),
        ("suspended", Situation(days_late=400), None),
        ("suspended", Situation(), Cause.PAID),
        ("active", Situation(has_ended=True), Cause.ENDED),
        ("suspended", Situation(has_ended=True, days_late=9), Cause.ENDED),
        ("cancelled", Situation(has_ended=True), None),
        ("exported", Situation(has_ended=True), None),
        ("draft", Situation(days_late=9), None),
        ("erased", Situation(), None),
    ],
)
def test_time_moves_a_debtor_on(life, found, cause):
    assert next_cause(life, found, grace_after=14) == cause


@pytest.mark.parametrize(
    ("days", "life"), [(0, "active"), (1, "past_due"), (13, "past_due"), (14, "grace"), (99, "grace")]
)
def test_the_days_since_it_was_due_decide(acme, days, life):
    debtor = subscribed(acme)
    paid.owed(debtor, due_on=DUE)

    review_client(debtor.pk, at=days_after(days))

    assert life_of(debtor) == life


def test_a_trial_that_is_over_is_active(acme):
    debtor = paid.debtor(acme, life="trialing")
    agreed.subscription(debtor, agreed.plan(), trial_ends_on=DUE)

    before = review_client(debtor.pk, at=days_after(-1)).life
    review_client(debtor.pk, at=days_after(0))

    assert (before, life_of(debtor)) == ("trialing", "active")


@pytest.mark.parametrize("life", ["past_due", "grace", "suspended"])
def test_a_payment_that_settles_lifts_at_once(acme, life):
    debtor, invoice = late(acme, life)

    paid.paid(debtor, invoice.total, at=days_after(31))

    assert (life_of(debtor), Client.objects.get(pk=acme.pk).state) == ("active", "open")


@pytest.mark.parametrize("life", ["past_due", "grace", "suspended"])
def test_a_part_of_it_does_not(acme, life):
    debtor, _invoice = late(acme, life)

    paid.paid(debtor, 100, at=days_after(31))

    assert life_of(debtor) == life


def test_what_is_kept_pays_before_anything_is_held_against_a_client(acme):
    debtor = subscribed(acme)
    paid.paid(debtor, 12_100)
    invoice = paid.owed(debtor, due_on=DUE)

    review_client(debtor.pk, at=days_after(5))

    assert (life_of(debtor), paid.settled(invoice)) == ("active", [12_100])


def test_a_disputed_invoice_is_not_held_against_a_client(acme):
    debtor = subscribed(acme)
    invoice = paid.owed(debtor, due_on=DUE)
    Hold.objects.create(invoice=invoice, kind="disputed", reason="Hours", begun_by="", begun_at=paid.AT)

    review_client(debtor.pk, at=days_after(40))

    assert life_of(debtor) == "active"


@pytest.mark.parametrize("days", [1, 14, 40])
def test_nothing_goes_down_while_a_call_to_the_gateway_is_stuck(acme, days):
    debtor = subscribed(acme)
    paid.owed(debtor, due_on=DUE)
    GatewayCall.objects.create(
        gateway="bank", operation="issue", key="1", debtor=debtor, state="stuck", next_at=paid.AT, made_at=paid.AT
    )  # fmt: skip

    review_client(debtor.pk, at=days_after(days))

    assert life_of(debtor) == "active"


def entry(debtor: Debtor, **said: object) -> StatementEntry:
    usual = {
        "legal_entity": debtor.legal_entity, "iban": "NL1", "reference": "1", "digest": "1", "amount": 100,
        "currency": "EUR", "booked_on": DUE, "imported_at": paid.AT,
    }  # fmt: skip
    return StatementEntry.objects.create(**(usual | said))


def test_nothing_goes_down_while_money_is_not_matched(acme):
    debtor = subscribed(acme)
    paid.owed(debtor, due_on=DUE)
    entry(debtor)

    review_client(debtor.pk, at=days_after(40))

    assert life_of(debtor) == "active"


@pytest.mark.parametrize(
    ("said", "life"), [({"amount": -100}, "past_due"), ({"state": "ignored"}, "past_due")]
)
def test_money_that_went_out_or_is_not_ours_stands_in_no_ones_way(acme, said, life):
    debtor = subscribed(acme)
    paid.owed(debtor, due_on=DUE)
    entry(debtor, **said)

    review_client(debtor.pk, at=days_after(2))

    assert life_of(debtor) == life


def test_a_person_suspends_and_the_client_is_read_only(acme):
    debtor, _invoice = late(acme, "suspended")

    with pytest.raises(ClientIsSuspended):
        receive_task(
            Draft(title="Pay run", service_line="hr", is_internal=False),
            client_id=acme.id,
            actor=OLGA,
            at=days_after(31),
        )

    assert life_of(debtor) == "suspended"


def test_time_alone_never_suspends(acme):
    debtor, _invoice = late(acme, "grace")

    for days in (30, 60, 365):
        review_client(debtor.pk, at=days_after(days))

    assert (life_of(debtor), Client.objects.get(pk=acme.pk).state) == ("grace", "open")


def test_nobody_is_suspended_before_the_time_is_up(acme):
    debtor, _invoice = late(acme, "grace")
    read(debtor, at=days_after(29))

    with pytest.raises(NotLateEnough):
        confirm_suspension(debtor.pk, actor=cast.olga().actor, at=days_after(29))

    assert life_of(debtor) == "grace"


def test_nobody_is_suspended_before_the_banks_statement_was_read(acme):
    debtor, _invoice = late(acme, "grace")
    read(debtor, at=days_after(28))

    with pytest.raises(NotSure):
        confirm_suspension(debtor.pk, actor=cast.olga().actor, at=days_after(30))

    assert life_of(debtor) == "grace"


def test_nobody_is_suspended_while_money_waits_to_be_matched(acme):
    debtor, _invoice = late(acme, "grace")
    read(debtor, at=days_after(30))
    entry(debtor)

    with pytest.raises(NotSure):
        confirm_suspension(debtor.pk, actor=cast.olga().actor, at=days_after(30))


def test_who_has_paid_meanwhile_is_not_suspended(acme):
    debtor, invoice = late(acme, "grace")
    read(debtor, at=days_after(30))
    paid.paid(debtor, invoice.total, at=days_after(30))

    with pytest.raises(NotLateEnough):
        confirm_suspension(debtor.pk, actor=cast.olga().actor, at=days_after(30))

    assert life_of(debtor) == "active"


def test_only_an_owner_or_finance_suspends(acme):
    debtor, _invoice = late(acme, "grace")
    read(debtor, at=days_after(30))

    with pytest.raises(NotAllowed):
        confirm_suspension(debtor.pk, actor=cast.sam(acme).actor, at=days_after(30))


def test_a_person_lifts_a_suspension_without_a_payment(acme):
    debtor, _invoice = late(acme, "suspended")

    lift_suspension(debtor.pk, actor=cast.olga().actor, at=days_after(31))

    assert (life_of(debtor), Client.objects.get(pk=acme.pk).state) == ("grace", "open")


def test_a_payment_does_not_reopen_whom_somebody_else_suspended(acme):
    debtor, invoice = late(acme, "grace")
    suspend_client(acme, reason="Security", actor=OLGA, at=days_after(20))

    paid.paid(debtor, invoice.total, at=days_after(31))

    assert (life_of(debtor), Client.objects.get(pk=acme.pk).state) == ("active", "suspended")


def test_a_client_that_was_closed_by_hand_can_still_pay(acme):
    debtor, invoice = late(acme, "suspended")
    close_client(acme, reason="Left", actor=OLGA, at=days_after(31))

    paid.paid(debtor, invoice.total, at=days_after(32))

    assert (life_of(debtor), Client.objects.get(pk=acme.pk).state) == ("active", "closed")


@pytest.mark.parametrize(("life", "may_grow"), [("past_due", False), ("grace", False), ("suspended", False)])
def test_who_is_late_gets_nothing_new_until_it_has_paid(acme, life, may_grow):
    debtor, invoice = late(acme, life)
    before = Allowance.objects.get(client=acme).may_grow

    paid.paid(debtor, invoice.total, at=days_after(31))

    assert (before, Allowance.objects.get(client=acme).may_grow) == (may_grow, True)


def test_a_subscription_that_ended_makes_the_client_read_only(acme):
    debtor = paid.debtor(acme)
    agreed.subscription(debtor, agreed.plan(), cancels_on=DUE)

    before = review_client(debtor.pk, at=days_after(-1)).life
    review_client(debtor.pk, at=days_after(0))

    assert (before, life_of(debtor), Client.objects.get(pk=acme.pk).state) == (
        "active",
        "cancelled",
        "suspended",
    )


def test_one_that_cannot_be_reviewed_keeps_no_other_waiting(acme, globex, monkeypatch):
    broken, debtor = subscribed(acme), paid.debtor(globex)
    paid.owed(debtor, due_on=DUE)

    def broken_for_one(found: Debtor, *, at: datetime) -> Situation:
        return Situation(days_late=1 // int(found.pk != broken.pk))

    monkeypatch.setattr("billing.living.situation", broken_for_one)

    moved = review_all(at=days_after(2))

    assert (moved, life_of(debtor)) == (1, "past_due")


def test_no_move_before_the_erasure_deletes_anything(acme):
    debtor, _invoice = late(acme, "suspended")
    paid.paid(debtor, 100, at=days_after(31))
    kept = [model.objects.count() for model in (Invoice, Payment, Debtor, Client)]

    for cause in (Cause.ENDED, Cause.ARCHIVED):
        with money_of(debtor.pk, and_client=True) as held:
            move(held, cause, actor=OLGA, at=days_after(40))

    assert [model.objects.count() for model in (Invoice, Payment, Debtor, Client)] == kept


def test_what_is_owed_in_an_earlier_currency_is_late_all_the_same(acme):
    debtor = subscribed(acme)
    paid.owed(debtor, due_on=DUE)
    Debtor.objects.filter(pk=debtor.pk).update(currency="USD")

    review_client(debtor.pk, at=days_after(1))

    assert (life_of(debtor), Debtor.objects.get().must_pay_by_on) == ("past_due", DUE)


def test_sums_of_two_currencies_are_not_added_up(acme):
    debtor = subscribed(acme)
    paid.owed(debtor, due_on=DUE)
    paid.owed(debtor, due_on=DUE + timedelta(days=1), currency="USD")

    found = overdue_of(debtor.pk, at=days_after(5))

    assert found
    assert (found.owed, found.currency, found.many) == (12_100, "EUR", 1)
