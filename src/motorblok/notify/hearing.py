"""Who hears of what: for each kind of event the people whom it concerns, of the staff and of the client."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from uuid import UUID

from motorblok.accounts.models import StaffRole
from motorblok.audit.models import Audience
from motorblok.audit.queries import Entry
from motorblok.notify.circles import Circle, Member
from motorblok.sla import events as sla
from motorblok.work import events as work
from motorblok.work.models import Task

Choose = Callable[[Entry, Task, Circle], Iterable[Member | None]]

# A warning at half of the time is for the workboard; from here on it is for a person.
PERCENT_WORTH_TELLING = 75


def _named(fact: str) -> Choose:
    def choose(entry: Entry, task: Task, circle: Circle) -> Iterable[Member | None]:
        _kind, _colon, person_id = str(entry.facts[fact]).partition(":")
        return [circle.staff.get(UUID(person_id))]

    return choose


def _doer(entry: Entry, task: Task, circle: Circle) -> Iterable[Member | None]:
    """Who has the task; nobody where that person left or does this work no longer."""
    doer = circle.staff.get(task.assignee_id) if task.assignee_id else None
    return [doer] if doer and doer.may_see(task.service_line) else []


def _doer_or_who_could(entry: Entry, task: Task, circle: Circle) -> Iterable[Member | None]:
    return _doer(entry, task, circle) or circle.working_on(task.service_line)


def _doer_or_leads(entry: Entry, task: Task, circle: Circle) -> Iterable[Member | None]:
    if not task.is_open or entry.facts["percent"] < PERCENT_WORTH_TELLING:
        return []
    return _doer(entry, task, circle) or circle.leading(task.service_line)


def _doer_leads_and_owners(entry: Entry, task: Task, circle: Circle) -> Iterable[Member | None]:
    return [
        *_doer(entry, task, circle),
        *circle.leading(task.service_line),
        *circle.in_role(StaffRole.OWNER),
    ]


def _asker_and_who_looks_after(entry: Entry, task: Task, circle: Circle) -> Iterable[Member | None]:
    asker = circle.contacts.get(task.requester_id) if task.requester_id else None
    return [asker, *circle.looking_after(task.service_line)]


def _asker_unless_it_wrote(entry: Entry, task: Task, circle: Circle) -> Iterable[Member | None]:
    """What staff wrote down for a client is news to it; what its own people or machines asked for is not."""
    is_theirs = entry.actor.startswith(("contact:", "key:"))
    return [] if is_theirs else _asker_and_who_looks_after(entry, task, circle)


STAFF: Mapping[str, Choose] = {
    work.ASSIGNED.name: _named("assignee"),
    work.HANDED_OVER.name: _named("to"),
    work.CLIENT_REPLIED.name: _doer_or_who_could,
    work.REOPENED.name: _doer_or_who_could,
    work.CANCELLED.name: _doer,
    work.NOTED.name: _doer,
    sla.CLOCK_WARNED.name: _doer_or_leads,
    sla.CLOCK_BREACHED.name: _doer_leads_and_owners,
}
CONTACTS: Mapping[str, Choose] = {
    work.RECEIVED.name: _asker_unless_it_wrote,
    work.REPLIED.name: _asker_and_who_looks_after,
    work.WAITED_FOR_CLIENT.name: _asker_and_who_looks_after,
    work.RESOLVED.name: _asker_and_who_looks_after,
    work.REOPENED.name: _asker_and_who_looks_after,
    work.CANCELLED.name: _asker_and_who_looks_after,
    sla.CLOCK_BREACHED.name: _asker_and_who_looks_after,
}
HEARD = frozenset({*STAFF, *CONTACTS})


def hearers(entry: Entry, task: Task, circle: Circle) -> Iterator[tuple[Member, bool]]:
    """Whom an event is told, each once, and whether the task is its own. Nobody hears of what it did itself."""
    chosen = [*_of_staff(entry, task, circle), *_of_contacts(entry, task, circle)]
    for member in dict.fromkeys(chosen):
        if member.key != entry.actor:
            yield member, member.id in (task.assignee_id, task.requester_id)


def _of_staff(entry: Entry, task: Task, circle: Circle) -> Iterator[Member]:
    choose = STAFF.get(entry.kind.name)
    found = choose(entry, task, circle) if choose else []
    return (one for one in found if one and one.may_see(task.service_line))


def _of_contacts(entry: Entry, task: Task, circle: Circle) -> Iterator[Member]:
    choose = CONTACTS.get(entry.kind.name)
    is_theirs = entry.audience == Audience.CLIENT and not task.is_internal
    found = choose(entry, task, circle) if choose and is_theirs else []
    return (one for one in found if one)
