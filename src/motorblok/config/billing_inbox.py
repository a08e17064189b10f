"""The reader that puts news about money into inboxes: here, where billing and notify meet, because neither knows the other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from billing.events import claims, credits, dunning, life, subscriptions
from billing.models import Claim, Life
from motorblok.accounts.models import MONEY_ROLES, ContactRole, Kind, Mails, Person, StaffRole
from motorblok.audit.queries import Entry
from motorblok.kernel import schema
from motorblok.notify.actions import put_in
from motorblok.notify.circles import circle_of
from motorblok.notify.models import TOO_OLD_FOR_MAIL, Mailing, Notice
from motorblok.notify.topics import BILLING, CLAIM, INVOICE, PROMISE
from tenants.models import Client

# What was entered late, or is the past of a demo, is news to nobody.
NEWS = timedelta(days=7)
IMPORT = "import"
ALMOST, ALL = 80, 100
HELD_AGAINST = (Life.PAST_DUE, Life.GRACE, Life.SUSPENDED)


@dataclass(frozen=True, slots=True)
class People:
    """Who is around a client's money, asked once for many events."""

    client: Client
    finance: Sequence[Person]
    directors: Sequence[Person]
    leading: Callable[[str], Sequence[Person]]


@dataclass(frozen=True, slots=True)
class Matter:
    """What the news is about: its id, what people call it, and whose own it is (an actor), if anybody's."""

    id: UUID
    number: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who hears of a kind of event, and about what. `is_mailed` where no other mail tells of it."""

    topic: str
    who: Callable[[Entry, People], Iterable[Person]]
    is_mailed: bool = False
    matter: Callable[[Entry, "Known"], Matter | None] = field(default=lambda entry, _known: _of(entry))


@dataclass(frozen=True, slots=True)
class Known:
    """The claims that a batch of events is about, and its client."""

    client: Client
    claims: Mapping[UUID, Claim]


def _finance(_entry: Entry, people: People) -> Iterable[Person]:
    return people.finance


def _directors(_entry: Entry, people: People) -> Iterable[Person]:
    return people.directors


def _both(_entry: Entry, people: People) -> Iterable[Person]:
    return [*people.finance, *people.directors]


def _by_volume(entry: Entry, people: People) -> Iterable[Person]:
    reached = entry.facts["percent"]
    return [*(people.directors if reached >= ALMOST else []), *(people.finance if reached >= ALL else [])]


def _by_life(entry: Entry, people: People) -> Iterable[Person]:
    """Staff hears of each step down; the client is reminded of each invoice, and hears of the last step."""
    now = entry.facts["now"]
    if now not in HELD_AGAINST:
        return []
    return [*people.finance, *(people.directors if now == Life.SUSPENDED else [])]


def _leads(entry: Entry, people: People) -> Iterable[Person]:
    return people.leading(entry.facts["service_line"])


def _of(entry: Entry) -> Matter:
    return Matter(_id(entry), str(entry.facts.get("number", "")))


def _of_client(_entry: Entry, known: Known) -> Matter:
    return Matter(known.client.id)


def _of_claim(entry: Entry, known: Known) -> Matter | None:
    claim = known.claims.get(_id(entry))
    return Matter(claim.pk, claim.number, claim.claimed_by) if claim else None


def _claim(who: Callable[[Entry, People], Iterable[Person]]) -> Rule:
    return Rule(CLAIM, who, is_mailed=True, matter=_of_claim)


RULES: Mapping[str, Rule] = {
    dunning.REMINDED.name: Rule(INVOICE, _directors),
    credits.POSTED.name: Rule(INVOICE, _directors),
    life.VOLUME_REACHED.name: Rule(BILLING, _by_volume, matter=_of_client),
    life.LIFE_CHANGED.name: Rule(BILLING, _by_life, matter=_of_client),
    subscriptions.TRIAL_ENDING.name: Rule(BILLING, _both, matter=_of_client),
    claims.CLAIMED.name: _claim(_finance),
    claims.WITHDRAWN.name: _claim(_finance),
    claims.TAKEN_UP.name: _claim(_directors),
    claims.DECLINED.name: _claim(_directors),
    claims.REOPENED.name: _claim(_directors),
    claims.MISSED_AGAIN.name: Rule(PROMISE, _leads, is_mailed=True),
}


def tell_about_billing(entries: Sequence[Entry]) -> None:
    """Put into inboxes what these events tell; shown twice, they tell it once. The same number of statements for many."""
    at = datetime.now(UTC)
    news = [each for each in entries if _is_news(each, at)]
    client = Client.objects.filter(schema_name=schema.current()).first() if news else None
    if client:
        people, known = _people(client), _known(client, news)
        put_in(notice for entry in news for notice in _notices(entry, people, known, at=at))


def _is_news(entry: Entry, at: datetime) -> bool:
    return entry.kind.name in RULES and entry.source != IMPORT and entry.occurred_at > at - NEWS


def _notices(entry: Entry, people: People, known: Known, *, at: datetime) -> Iterable[Notice]:
    rule = RULES[entry.kind.name]
    about = rule.matter(entry, known)
    if about is None:
        return
    for person in dict.fromkeys(rule.who(entry, people)):
        if f"{person.kind}:{person.id}" != entry.actor:
            yield _notice(entry, rule, about, person, people.client, at=at)


def _notice(
    entry: Entry, rule: Rule, about: Matter, person: Person, client: Client, *, at: datetime
) -> Notice:
    is_own = f"{person.kind}:{person.id}" == about.owner
    is_fresh = entry.occurred_at > at - TOO_OLD_FOR_MAIL
    is_mailed = rule.is_mailed and is_fresh and Mails(person.mails).include(is_own=is_own)
    return Notice(
        person_id=person.id,
        client_id=client.id,
        schema=client.schema_name,
        event_id=entry.id,
        kind=entry.kind.name,
        topic=rule.topic,
        task_id=about.id,
        number=about.number,
        service_line=entry.facts.get("service_line", ""),
        is_own=is_own,
        at=entry.occurred_at,
        told_at=at,
        mailing=Mailing.DUE if is_mailed else Mailing.NONE,
        mail_at=at if is_mailed else None,
    )


def _people(client: Client) -> People:
    staff = list(Person.objects.staff().active().filter(role__in=MONEY_ROLES))
    contacts = Person.objects.active().filter(kind=Kind.CONTACT, client=client, role=ContactRole.DIRECTOR)
    return People(client, staff, list(contacts), lambda line: _leading(client, line))


def _leading(client: Client, service_line: str) -> list[Person]:
    circle = circle_of(client.id, named=())
    ids = {one.id for one in (*circle.leading(service_line), *circle.in_role(StaffRole.OWNER))}
    return list(Person.objects.filter(id__in=ids))


def _known(client: Client, news: Sequence[Entry]) -> Known:
    ids = [_id(entry) for entry in news if RULES[entry.kind.name].topic == CLAIM]
    return Known(client, Claim.objects.in_bulk(ids))


def _id(entry: Entry) -> UUID:
    return UUID(entry.subject.partition(":")[2])
