"""The reader that tells owners what DNS says of clients' addresses: proven, no longer proven, no longer served."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from motorblok.accounts.models import Mails, Person, StaffRole
from motorblok.audit.queries import Entry
from motorblok.kernel import schema
from motorblok.notify.actions import put_in
from motorblok.notify.models import TOO_OLD_FOR_MAIL, Mailing, Notice
from motorblok.notify.topics import ADDRESS
from tenants import events
from tenants.models import Client, DomainClaim

NEWS = timedelta(days=7)
IMPORT = "import"
# What happened to an address, and whether somebody must do something about it: that is mailed too.
TOLD: Mapping[str, bool] = {
    events.DOMAIN_PROVEN.name: False,
    events.DOMAIN_RECOVERED.name: False,
    events.DOMAIN_FAILING.name: True,
    events.DOMAIN_LAPSED.name: True,
    events.DOMAIN_ADOPTED.name: True,
}


def tell_about_addresses(entries: Sequence[Entry]) -> None:
    """Put into owners' inboxes what these events tell; shown twice, they tell it once."""
    at = datetime.now(UTC)
    news = [each for each in entries if _is_news(each, at)]
    client = Client.objects.filter(schema_name=schema.current()).first() if news else None
    if client:
        owners = list(Person.objects.staff().active().filter(role=StaffRole.OWNER))
        claims = dict(DomainClaim.objects.filter(client=client).values_list("host", "id"))
        put_in(
            _notice(entry, person, client, matter=claims.get(entry.facts["domain"], client.id), at=at)
            for entry in news
            for person in owners
            if _hears(person, entry)
        )


def _is_news(entry: Entry, at: datetime) -> bool:
    return entry.kind.name in TOLD and entry.source != IMPORT and entry.occurred_at > at - NEWS


def _hears(person: Person, entry: Entry) -> bool:
    return f"{person.kind}:{person.id}" != entry.actor


def _notice(entry: Entry, person: Person, client: Client, *, matter: UUID, at: datetime) -> Notice:
    is_fresh = entry.occurred_at > at - TOO_OLD_FOR_MAIL
    is_mailed = TOLD[entry.kind.name] and is_fresh and Mails(person.mails).include(is_own=False)
    return Notice(
        person_id=person.id,
        client_id=client.id,
        schema=client.schema_name,
        event_id=entry.id,
        kind=entry.kind.name,
        topic=ADDRESS,
        task_id=matter,
        number="",
        service_line="",
        is_own=False,
        at=entry.occurred_at,
        told_at=at,
        mailing=Mailing.DUE if is_mailed else Mailing.NONE,
        mail_at=at if is_mailed else None,
    )
