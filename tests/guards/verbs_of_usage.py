"""The verbs on what was counted, each ready to run."""

from datetime import timedelta
from functools import partial

from billing.actions import parked_usage, seats, usage
from billing.models.usage import ParkedUsage
from motorblok.audit.models import Event
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tests import cast, world
from tests.billing import billed, metered
from tests.billing.test_read_seats import SEATS
from tests.cast import MONDAY
from tests.guards.deeds import LATER, Deed, Rows, by_rita
from tests.work.tasks import as_actor

ROWS = Rows()


def told() -> None:
    with schema.entered("c_acme"):
        metered.told(metered.fact(quantity="5"))


@ROWS.add("billing.correct_usage", about="usage", c_acme=["billing.usage.corrected"])
def correct_usage() -> Deed:
    told()
    with schema.entered("c_acme"):
        metered.read()
    by, (wrong,) = as_actor(cast.olga()), metered.records(world.client("acme"))
    do = partial(usage.correct_usage, wrong.id, reason="Counted twice", actor=by, at=LATER)
    return Deed(do, by=by)


@ROWS.add("billing.backfill", about="client", c_acme=["billing.usage.backfilled"])
def backfill() -> Deed:
    told()
    return by_rita(usage.backfill, world.client("acme").id, since=MONDAY)


@ROWS.add("billing.read_all_seats", about="client", c_acme=["billing.seats.read"])
def read_all_seats() -> Deed:
    yesterday = LATER.date() - timedelta(days=1)
    client = world.client("acme")
    billed.subscription(client, prices={"seats": SEATS}, anchor_on=yesterday, time_zone="UTC")
    return Deed(partial(seats.read_all_seats, at=LATER), by=SYSTEM)


def parked(*, fault: str = "") -> ParkedUsage:
    """A fact that could not be counted when it was read first, though it can be now."""
    told()
    with schema.entered("c_acme"):
        event = Event.objects.latest("id")
    said = {"event_id": event.id, "fact": {}, "fault": fault or "There was no such meter yet."}
    return ParkedUsage.objects.create(book="c_acme", part=0, parked_at=MONDAY, **said)


@ROWS.add("billing.retry_parked", about="client", c_acme=["billing.usage.counted_after_all"])
def retry_parked() -> Deed:
    by = as_actor(cast.olga())
    return Deed(partial(parked_usage.retry_parked, parked().id, actor=by, at=LATER), by=by)


@ROWS.add("billing.let_parked_go", about="client", c_acme=["billing.usage.parked_let_go"])
def let_parked_go() -> Deed:
    by = as_actor(cast.olga())
    do = partial(parked_usage.let_parked_go, parked().id, reason="A trial run", actor=by, at=LATER)
    return Deed(do, by=by)
