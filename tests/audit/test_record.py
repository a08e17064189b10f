from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils.translation import override

from motorblok.audit import leaves
from motorblok.audit.actions import record
from motorblok.audit.models import Audience, Disclosure, Event, Unread, Unsealed
from motorblok.audit.queries import history, signals_of
from motorblok.kernel import schema
from tests.audit.kinds import BEGUN, NOTED, RITA

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _known_kind(monkeypatch):
    for kind in (NOTED, BEGUN):
        monkeypatch.setitem(__import__("motorblok.audit.catalogue").audit.catalogue._kinds, kind.name, kind)


def note(number="ACME-1", **changes):
    fields = {
        "subject": "task:1",
        "actor": RITA,
        "at": AT,
        "facts": {"number": number},
        "private": {"text": "call back"},
    }
    return record(NOTED, **{**fields, **changes})


def test_an_event_its_disclosures_and_both_queues_are_written_together(acme):
    event_id = note()

    assert Event.objects.get().id == event_id
    assert Unsealed.objects.get().event_id == event_id
    assert Unread.objects.get().event_id == event_id
    assert set(Disclosure.objects.values_list("field", "value")) == {("actor", "Rita"), ("text", "call back")}


def test_it_goes_into_the_book_of_the_schema_in_force(acme, globex_schema):
    note()

    with schema.entered(globex_schema):
        assert not Event.objects.exists()
    with schema.entered(schema.PUBLIC):
        assert not Event.objects.filter(kind=NOTED.name).exists()


def test_a_rollback_leaves_nothing(acme):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note()
        raise ZeroDivisionError

    assert not Event.objects.exists()
    assert not Unread.objects.exists()


def test_what_happened_reads_as_a_sentence(acme):
    note()

    assert history("task:1")[0].sentence == "Rita noted ACME-1: call back"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Rita begins on 23 November 2026"), ("nl", "Rita begins on 23 november 2026")],
)
def test_a_date_is_written_in_the_readers_language_and_kept_as_it_was_given(acme, language, words):
    record(BEGUN, subject="task:1", actor=RITA, at=AT, facts={"begins_on": "2026-11-23"}, private={})

    (entry,) = history("task:1")

    with override(language):
        assert entry.sentence == words
    assert entry.facts == {"begins_on": "2026-11-23"}


def test_an_erased_value_reads_as_an_ellipsis_and_its_commitment_stays(acme):
    note()
    before = bytes(Event.objects.get().leaf)

    Disclosure.objects.filter(field="text").delete()

    assert history("task:1")[0].sentence == "Rita noted ACME-1: …"
    assert bytes(Event.objects.get().leaf) == before


def test_history_is_in_the_order_in_which_things_happened(acme):
    note("second", at=AT.replace(hour=10))
    note("first", at=AT.replace(hour=9))

    assert [entry.facts["number"] for entry in history("task:1")] == ["first", "second"]


def test_things_of_one_instant_keep_the_order_of_their_recording(acme):
    for number in map(str, range(20)):
        note(number)

    assert [entry.facts["number"] for entry in history("task:1")] == [str(number) for number in range(20)]


def test_an_audience_can_be_narrowed_but_not_widened(acme):
    note(audience=Audience.INTERNAL)

    assert history("task:1", audience=Audience.CLIENT) == []
    assert leaves.read(bytes(Event.objects.get().leaf))["audience"] == "internal"


def test_signals_carry_the_facts_of_their_event(acme):
    note(signals=["started"])
    note(signals=[])

    (signal,) = signals_of("task:1")

    assert (signal.name, signal.at, signal.facts) == ("started", AT, {"number": "ACME-1"})


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(acme_committed):
    with pytest.raises(transaction.TransactionManagementError):
        note()
