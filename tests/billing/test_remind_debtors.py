"""Each step of a reminder is taken once, on its day; never of what is paid, paused or disputed, never while we are not sure."""

from datetime import date, datetime, timedelta

import pytest

from billing.actions import holds
from billing.actions.life import review_client
from billing.actions.reminders import remind_what_is_due
from billing.models import Debtor, GatewayCall, Reminder, StatementEntry
from billing.queries.dunning import late_debtors
from motorblok.kernel.errors import NotAllowed
from tests import cast
from tests.billing import paid

DUE = date(2026, 12, 1)


def days_after(n: int) -> datetime:
    return datetime(2026, 12, 1, 9, 0, tzinfo=paid.AT.tzinfo) + timedelta(days=n)


def steps() -> list[int]:
    return list(Reminder.objects.order_by("step").values_list("step", flat=True))


def walked(*days: int) -> list[int]:
    for day in days:
        remind_what_is_due(at=days_after(day))
    return steps()


@pytest.mark.parametrize(
    ("days", "taken"),
    [
        ([-1], []),
        ([0], [1]),
        ([0, 1, 2], [1]),
        ([0, 3], [1, 2]),
        ([0, 3, 7, 14, 30], [1, 2, 3, 4]),
        ([9], [3]),
        ([9, 14], [3, 4]),
    ],
)
def test_each_step_is_taken_once_on_its_day(acme, days, taken):
    paid.owed(paid.debtor(acme), due_on=DUE)

    assert walked(*days) == taken


def test_the_same_day_again_reminds_nobody_again(acme, book):
    paid.owed(paid.debtor(acme), due_on=DUE)

    walked(0, 0, 0)

    assert book.kinds() == ["billing.invoice.reminded"]


def test_what_was_paid_is_not_asked_for(acme):
    debtor = paid.debtor(acme)
    paid.paid(debtor, invoice=paid.owed(debtor, due_on=DUE))

    assert walked(5) == []


def test_what_is_kept_for_the_client_pays_before_it_is_asked(acme):
    debtor = paid.debtor(acme)
    paid.paid(debtor, 12_100)
    invoice = paid.owed(debtor, due_on=DUE)

    assert (walked(5), paid.settled(invoice)) == ([], [12_100])


def test_what_is_kept_lets_the_client_go_on_at_once_and_its_book_tells(acme, book):
    debtor = paid.debtor(acme, life="past_due")
    paid.paid(debtor, 12_100)
    Debtor.objects.filter(pk=debtor.pk).update(life="past_due")
    paid.owed(debtor, due_on=DUE)

    walked(5)

    assert Debtor.objects.get().life == "active"
    assert book.kinds()[-2:] == ["billing.payment.allocated", "billing.life.changed"]


def test_nobody_is_reminded_who_was_erased(acme, book):
    paid.owed(paid.debtor(acme), due_on=DUE)
    Debtor.objects.update(life="erased")

    assert (walked(5), book.kinds()) == ([], [])


def test_the_days_are_those_of_the_debtor(acme):
    paid.owed(paid.debtor(acme, time_zone="Pacific/Auckland"), due_on=DUE)

    remind_what_is_due(at=datetime(2026, 11, 30, 11, 30, tzinfo=paid.AT.tzinfo))

    assert steps() == [1]


def test_what_is_disputed_is_not_asked_for_until_that_is_settled(acme):
    invoice, olga = paid.owed(paid.debtor(acme), due_on=DUE), cast.olga().actor
    holds.dispute_invoice(invoice.pk, reason="Hours", actor=olga, at=days_after(0))
    before = walked(5)

    holds.settle_dispute(invoice.pk, actor=olga, at=days_after(6))

    assert (before, walked(6)) == ([], [2])


def test_a_dispute_lifts_what_was_held_against_the_client(acme):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor, due_on=DUE)
    review_client(debtor.pk, at=days_after(2))

    holds.dispute_invoice(invoice.pk, reason="Hours", actor=cast.olga().actor, at=days_after(3))

    assert Debtor.objects.get(pk=debtor.pk).life == "active"


def test_what_is_paused_is_asked_for_from_the_day_on_that_was_said(acme):
    invoice = paid.owed(paid.debtor(acme), due_on=DUE)
    holds.pause_reminders(
        invoice.pk, until_on=date(2026, 12, 6), reason="On holiday", actor=cast.olga().actor, at=days_after(0)
    )

    assert (walked(4), walked(5)) == ([], [2])


def test_a_pause_is_ended_before_its_day(acme):
    invoice, olga = paid.owed(paid.debtor(acme), due_on=DUE), cast.olga().actor
    until = date(2026, 12, 30)
    holds.pause_reminders(invoice.pk, until_on=until, reason="Holiday", actor=olga, at=days_after(0))

    holds.resume_reminders(invoice.pk, actor=olga, at=days_after(3))

    assert walked(3) == [2]


@pytest.mark.parametrize("said", [{"until_on": DUE}, {"reason": " "}])
def test_a_pause_needs_a_reason_and_a_day_to_come(acme, said):
    invoice = paid.owed(paid.debtor(acme), due_on=DUE)
    usual = {"until_on": date(2026, 12, 9), "reason": "On holiday"}

    with pytest.raises(holds.WrongHold):
        holds.pause_reminders(invoice.pk, **(usual | said), actor=cast.olga().actor, at=days_after(0))


def test_nothing_is_paused_of_what_is_paid(acme):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor, due_on=DUE)
    paid.paid(debtor, invoice=invoice)

    with pytest.raises(holds.NothingIsOwed):
        holds.dispute_invoice(invoice.pk, reason="Hours", actor=cast.olga().actor, at=days_after(0))


def test_only_an_owner_or_finance_pauses(acme):
    invoice = paid.owed(paid.debtor(acme), due_on=DUE)

    with pytest.raises(NotAllowed):
        holds.dispute_invoice(invoice.pk, reason="Hours", actor=cast.sam(acme).actor, at=days_after(0))


def test_nobody_is_reminded_while_a_call_is_stuck(acme):
    debtor = paid.debtor(acme)
    paid.owed(debtor, due_on=DUE)
    GatewayCall.objects.create(
        gateway="bank", operation="issue", key="1", debtor=debtor, state="stuck", next_at=paid.AT, made_at=paid.AT
    )  # fmt: skip

    assert walked(5) == []


def test_nobody_is_reminded_while_money_waits_to_be_matched(acme):
    debtor = paid.debtor(acme)
    paid.owed(debtor, due_on=DUE)
    StatementEntry.objects.create(
        legal_entity=debtor.legal_entity, iban="NL1", reference="1", digest="1", amount=100, currency="EUR",
        booked_on=DUE, imported_at=paid.AT,
    )  # fmt: skip

    assert walked(5) == []


def test_the_page_tells_who_is_late_and_what_comes_next(acme, globex):
    first, second = paid.debtor(acme), paid.debtor(globex)
    paid.owed(first, due_on=DUE)
    paid.owed(second, due_on=date(2026, 11, 20), total=5_000)
    walked(4)

    found = late_debtors(at=days_after(4))

    assert [(each.debtor.pk, each.owed, each.days) for each in found] == [
        (second.pk, 5_000, 15),
        (first.pk, 12_100, 4),
    ]
    assert [each.invoices[0].next_on for each in found] == [None, date(2026, 12, 8)]


def test_the_page_asks_as_much_for_many_as_for_one(acme, globex, django_assert_num_queries):
    for debtor in (paid.debtor(acme), paid.debtor(globex)):
        for _ in range(3):
            paid.owed(debtor, due_on=DUE)

    with django_assert_num_queries(4):
        late_debtors(at=days_after(4))
