"""A fact that could not be counted is read again when a person asks, or let go with a reason; it is never lost or doubled."""

import pytest

from billing.actions.parked_usage import StillParked, let_parked_go, retry_parked
from billing.models.usage import ParkedUsage
from billing.queries.uncounted import count_parked, parked
from billing.reasons import NoReasonGiven
from motorblok.audit.models import Event
from motorblok.kernel.errors import NotAllowed
from motorblok.kernel.ids import new_id
from tests import cast
from tests.billing import metered
from tests.billing.paid import AT


@pytest.fixture
def by(acme):
    return {"actor": cast.olga().actor, "at": AT}


def set_aside(event_id=None):
    """A fact of the newest event that was set aside when it was read first."""
    said = {"fact": {}, "fault": "There was no such meter yet."}
    event_id = event_id or Event.objects.latest("id").id
    return ParkedUsage.objects.create(book="c_acme", event_id=event_id, parked_at=AT, **said)


def test_what_can_be_counted_now_is_counted_once(acme, by):
    metered.told(metered.fact(quantity="5"))
    known = set_aside()

    for _ in range(2):
        retry_parked(known.id, **by)

    assert [record.quantity for record in metered.records(acme)] == [5]
    assert (parked(), count_parked()) == ([], 0)


def test_what_still_makes_no_sense_stays_and_is_said_so(acme, by):
    known = set_aside(new_id())

    with pytest.raises(StillParked):
        retry_parked(known.id, **by)

    assert parked() == [known]


def test_what_is_let_go_waits_no_more_but_is_kept(by):
    known = set_aside(new_id())

    let_parked_go(known.id, reason="A trial run of the source", **by)

    kept = ParkedUsage.objects.get()
    assert (parked(), kept.let_go_because, kept.fault) == ([], "A trial run of the source", known.fault)


def test_it_is_let_go_for_a_reason(by):
    known = set_aside(new_id())

    with pytest.raises(NoReasonGiven):
        let_parked_go(known.id, reason=" ", **by)


@pytest.mark.parametrize("verb", [retry_parked, let_parked_go])
def test_only_finance_decides_about_it(acme, verb):
    known, more = set_aside(new_id()), {"reason": "Why not"} if verb is let_parked_go else {}

    with pytest.raises(NotAllowed):
        verb(known.id, actor=cast.RITA, at=AT, **more)
