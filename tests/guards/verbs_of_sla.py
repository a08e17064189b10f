"""The verbs on calendars, agreements and fired alarms, each ready to run."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

from motorblok.board.sweeper import sweep_all
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.sla import actions
from motorblok.sla.copies import agreement_copy
from motorblok.sla.seeds import Holiday
from tests import world
from tests.cast import MONDAY, RITA
from tests.guards.deeds import LATER, Deed, Rows, by_rita
from tests.sla.promised import DESK, EVERY_EPOCH, HOUR, LONG_AGO, a_calendar, an_agreement
from tests.work.tasks import received

ROWS = Rows()
NEW_YEAR = date(2027, 1, 1)
# Far enough ahead that no threshold has passed when the test records the start.
OPENING = datetime(2035, 1, 8, 8, tzinfo=UTC)
PROMISED = {"targets": {"resolution": 4 * HOUR}}


@ROWS.add("sla.create_calendar", within="c_acme", about="calendar", c_acme=["sla.calendar.created"])
def create_calendar() -> Deed:
    return by_rita(actions.create_calendar, name="Shop hours", content=DESK, effective_on=EVERY_EPOCH)


@ROWS.add("sla.confirm_calendar", within="c_acme", about="calendar", c_acme=["sla.calendar.confirmed"])
def confirm_calendar() -> Deed:
    asked = {"name": "Shop hours", "content": DESK, "effective_on": EVERY_EPOCH}
    drawn = actions.create_calendar(**asked, actor=RITA, at=MONDAY)
    return by_rita(actions.confirm_calendar, drawn.calendar_id, holidays=[NEW_YEAR])


@ROWS.add(
    "sla.publish_calendar_version", within="c_acme", about="calendar", c_acme=["sla.calendar.published"]
)
def publish_calendar_version() -> Deed:
    known = a_calendar().calendar_id
    return by_rita(actions.publish_calendar_version, known, content=DESK, effective_on=NEW_YEAR)


@ROWS.add("sla.create_agreement", within="c_acme", about="agreement", c_acme=["sla.agreement.created"])
def create_agreement() -> Deed:
    content = {"lines": [{"calendar": str(a_calendar().calendar_id), **PROMISED}]}
    return by_rita(actions.create_agreement, name="Legal", content=content, effective_at=LONG_AGO)


@ROWS.add(
    "sla.publish_agreement_version", within="c_acme", about="agreement", c_acme=["sla.agreement.published"]
)
def publish_agreement_version() -> Deed:
    first = an_agreement(PROMISED)
    again = {"content": first.content, "effective_at": LATER}
    return by_rita(actions.publish_agreement_version, first.agreement_id, **again)


@ROWS.add("sla.copy_agreement", within="c_acme", about="agreement", c_acme=["sla.agreement.created"])
def copy_agreement() -> Deed:
    with schema.entered("c_globex"):
        first = an_agreement(PROMISED)
        copy = agreement_copy(first.agreement_id, client="Globex Energy", at=MONDAY)
    a_calendar()
    return by_rita(actions.copy_agreement, copy, effective_at=LATER)


@ROWS.add("sla.add_holidays", within="c_acme", about="calendar", c_acme=["sla.calendar.published"])
def add_holidays() -> Deed:
    known = a_calendar().calendar_id
    return by_rita(actions.add_holidays, known, holidays=[Holiday(date(2027, 1, 1), "Nieuwjaar")])


def fired(warn: list[int], *, hours: int, at: datetime) -> Deed:
    acme = world.client("acme")
    content = {"lines": [{"calendar": str(a_calendar().calendar_id), **PROMISED}], "warn": warn}
    actions.create_agreement(name="Legal", content=content, effective_at=LONG_AGO, actor=RITA, at=MONDAY)
    received(acme, at=OPENING)
    sweep_all(at=OPENING + timedelta(hours=hours))
    return Deed(partial(actions.tell_fired, acme.id, at=OPENING + timedelta(days=1)), by=SYSTEM, at=at)


@ROWS.add("sla.tell_fired", within="c_acme", about="task", c_acme=["sla.clock.warned"])
def tell_of_a_warning() -> Deed:
    return fired([75], hours=3, at=OPENING + timedelta(hours=3))


@ROWS.add("sla.tell_fired", case="too late", within="c_acme", about="task", c_acme=["sla.clock.breached"])
def tell_of_a_breach() -> Deed:
    return fired([], hours=5, at=OPENING + timedelta(hours=4, seconds=1))


@ROWS.add("sla.amend_reopened", within="c_acme", about="task", c_acme=["sla.clocks.amended"])
def amend_reopened() -> Deed:
    agreed = an_agreement(PROMISED)
    calendar_id = UUID(agreed.content["lines"][0]["calendar"])
    acme = world.client("acme")
    task = received(acme, at=OPENING - timedelta(days=9999))
    given = {"content": DESK, "effective_on": OPENING.date(), "actor": RITA, "at": MONDAY}
    actions.publish_calendar_version(calendar_id, **given)
    about = {"client_id": acme.id, "audience": task.audience}
    verb = partial(actions.amend_reopened, task.subject, **about, at=OPENING)
    return Deed(verb, by=SYSTEM, at=OPENING)


@ROWS.add("sla.amend_open_clocks", within="c_acme", about="task", c_acme=["sla.clocks.amended"])
def amend_open_clocks() -> Deed:
    acme, agreed = world.client("acme"), an_agreement(PROMISED)
    calendar_id = UUID(agreed.content["lines"][0]["calendar"])
    received(acme, at=OPENING - timedelta(days=9999))
    shorter = {**DESK, "holidays": [NEW_YEAR.isoformat()]}
    given = {"content": shorter, "effective_on": NEW_YEAR, "actor": RITA, "at": MONDAY}
    version = actions.publish_calendar_version(calendar_id, **given)
    return by_rita(actions.amend_open_clocks, calendar_id, version=version.id, client_id=acme.id)
