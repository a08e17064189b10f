"""The reader that mails owners and finance when a gateway needs a person: here, where billing and mail meet."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from billing.events import gateways
from motorblok.accounts.models import MONEY_ROLES, Person
from motorblok.audit.models import Event
from motorblok.audit.queries import Entry
from motorblok.audit.readers import one_by_one
from motorblok.kernel import schema
from motorblok.notify.mail import Letter, in_words_of, send
from tenants.queries import canonical_url

NEWS = timedelta(days=2)
QUIET = timedelta(hours=1)
ALARMS = (gateways.NOTICE_PARKED.name, gateways.CALL_STUCK.name, gateways.TROUBLED.name)
COMPARED = gateways.RECONCILED.name


@one_by_one(*ALARMS, COMPARED)
def mail_about_gateways(entries: Sequence[Entry]) -> None:
    """Tell that something waits on the page of the gateways: at most once an hour, for the page shows all of it."""
    for entry in entries:
        if schema.current() == schema.PUBLIC and _is_alarm(entry) and not _was_told(entry):
            _tell(entry)


def _is_alarm(entry: Entry) -> bool:
    is_news = entry.occurred_at > datetime.now(UTC) - NEWS
    is_open = entry.kind.name == COMPARED and entry.facts["open"] > 0
    return is_news and (entry.kind.name in ALARMS or is_open)


def _was_told(entry: Entry) -> bool:
    lately = Event.objects.filter(kind__in=ALARMS, id__lt=entry.id, recorded_at__gt=entry.recorded_at - QUIET)
    return lately.exists()


def _tell(entry: Entry) -> None:
    link = canonical_url(None, reverse("console:gateways", settings.PUBLIC_SCHEMA_URLCONF))
    for person in Person.objects.staff().active().filter(role__in=MONEY_ROLES):
        with in_words_of(person):
            facts = {"what": entry.sentence, "link": link}
        send(Letter("gateway_alarm", facts, key=f"gateway.{entry.id}.{person.id}"), to=person)
