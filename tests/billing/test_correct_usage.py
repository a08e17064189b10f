"""Corrections of what was counted: the opposite of a record, once, with another in its place, told in the client's book."""

from decimal import Decimal

import pytest

from billing.actions.usage import backfill, correct_usage
from billing.models import UsageRecord
from billing.models.usage import ParkedUsage
from billing.readers import record_usage
from motorblok.audit.models import Audience, Event
from motorblok.audit.queries import entries
from motorblok.kernel import schema
from motorblok.kernel.errors import DomainError, NotAllowed, NotFound
from motorblok.kernel.ids import new_id
from tests import cast
from tests.billing.metered import fact, read, records, subscription, sums, told
from tests.cast import MONDAY
from tests.work.tasks import as_actor


@pytest.fixture
def counted(acme):
    subscription(acme)
    told(fact(quantity="5"), number="ACME-7")
    read()
    return records(acme)[0]


@pytest.fixture
def olga(db):
    return as_actor(cast.olga())


def corrected(record, by, **said):
    return correct_usage(record.id, **({"reason": "Counted twice", "at": MONDAY} | said), actor=by)


def test_a_record_is_taken_back_by_its_opposite_in_its_own_period(acme, counted, olga):
    counter = corrected(counted, olga)

    assert (counter.corrects_id, counter.quantity, counter.reason) == (counted.id, -5, "Counted twice")
    assert (counter.period_key, counter.occurred_at, counter.number) == (
        "2026-11",
        counted.occurred_at,
        "ACME-7",
    )
    assert sums(acme) == {"tasks_resolved": 0}


def test_another_quantity_stands_in_its_place_and_can_be_corrected_again(acme, counted, olga):
    corrected(counted, olga, quantity=Decimal("3.5"))
    (instead,) = [row for row in records(acme) if row.quantity == Decimal("3.5")]

    corrected(instead, olga, quantity=Decimal(2))

    assert (instead.period_key, instead.number, sums(acme)) == ("2026-11", "ACME-7", {"tasks_resolved": 2})


def test_the_correction_is_told_in_the_clients_book_and_reading_it_again_changes_nothing(acme, counted, olga):
    corrected(counted, olga, quantity=Decimal(3))
    event = Event.objects.get(kind="billing.usage.corrected")

    read()
    record_usage(entries([event.id]))

    assert (event.audience, event.subject) == (Audience.CLIENT, f"usage:{counted.id}")
    assert len(records(acme)) == 3


def test_a_record_is_corrected_once(acme, counted, olga):
    counter = corrected(counted, olga)

    for record in (counted, counter):
        with pytest.raises(DomainError) as refusal:
            corrected(record, olga)
        assert (refusal.value.code, refusal.value.status) == ("usage-is-corrected", 409)
    assert Event.objects.filter(kind="billing.usage.corrected").count() == 1


def test_of_two_who_correct_at_once_the_second_leaves_no_event(acme, counted, olga, monkeypatch):
    monkeypatch.setattr("billing.actions.usage._must_not_be_corrected", lambda _wrong: None)
    corrected(counted, olga)

    with pytest.raises(DomainError, match="corrected already"):
        corrected(counted, olga)

    assert Event.objects.filter(kind="billing.usage.corrected").count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"quantity": Decimal(-1)}, "quantity"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal("0.0000001")}, "quantity"),
        ({"quantity": Decimal("NaN")}, "quantity"),
        ({"quantity": Decimal(5)}, "quantity"),
    ],
)
def test_nonsense_is_refused_and_nothing_changes(acme, counted, olga, said, field):
    with pytest.raises(DomainError) as refusal:
        corrected(counted, olga, **said)

    assert (refusal.value.code, refusal.value.field) == ("wrong-correction", field)
    assert len(records(acme)) == 1


def test_only_finance_corrects(counted):
    with pytest.raises(NotAllowed):
        corrected(counted, as_actor(cast.rita()))


def test_what_is_not_there_is_not_corrected(olga):
    with pytest.raises(NotFound):
        correct_usage(new_id(), reason="Gone", actor=olga, at=MONDAY)


def test_a_resolution_that_finance_corrected_is_not_taken_back_once_more(acme, counted, olga):
    corrected(counted, olga)
    told(fact(quantity="-5", takes_back={"event": str(counted.event_id), "part": 0}))
    read()

    assert sums(acme) == {"tasks_resolved": 0}


def missed(acme, *facts):
    """Events whose reader never came."""
    event_id = told(*facts)
    schema.current()
    return event_id


def test_a_backfill_counts_what_was_missed_once(acme, olga):
    read()
    missed(acme, fact(), fact("calls", "3"))
    missed(acme, fact())

    done = [backfill(acme.id, since=MONDAY, actor=olga, at=MONDAY) for _ in range(2)]

    assert [each.records for each in done] == [3, 0]
    assert done[0].by_meter == {("tasks_resolved", "finance"): 2, ("calls", "finance"): 1}
    assert Event.objects.filter(kind="billing.usage.backfilled").count() == 1


def test_a_backfill_leaves_imported_history_alone_and_takes_back_what_was_taken_back(acme, olga):
    event_id = told(fact())
    told(fact(), source="import")
    told(fact(quantity="-1", takes_back={"event": str(event_id), "part": 0}))

    backfill(acme.id, since=MONDAY, actor=olga, at=MONDAY)
    again = backfill(acme.id, since=MONDAY, actor=olga, at=MONDAY)

    assert (sums(acme), again.records) == ({"tasks_resolved": 0}, 0)


def test_nonsense_stays_parked_through_a_backfill(acme, olga):
    told(fact(unit="hour"))
    read()

    assert backfill(acme.id, since=MONDAY, actor=olga, at=MONDAY).records == 0
    assert (ParkedUsage.objects.count(), UsageRecord.objects.count()) == (1, 0)
