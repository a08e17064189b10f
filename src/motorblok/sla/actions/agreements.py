"""The verbs of agreements: create, and publish a further version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.audit.leaves import instant
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import Invalid, NotFound
from motorblok.sla import events, terms
from motorblok.sla.actions.standing import must_follow
from motorblok.sla.models import Agreement, AgreementVersion, CalendarVersion
from tenants.actions import must_not_be_closed
from tenants.queries import service_line_codes


class AgreementExists(Invalid):
    """Another agreement has this name."""

    code = "agreement-exists"
    words = _(
        "There is an agreement of this name already. Choose another name, or publish a version of that one."
    )


class CalendarIsMissing(Invalid):
    """A line names a calendar that does not exist or that nobody has confirmed yet."""

    code = "calendar-is-missing"
    words = _("A line names a calendar that is not there or not confirmed yet. Confirm its holidays first.")


class ServiceLineIsUnknown(Invalid):
    """A line names a service line in which the provider does not work."""

    code = "service-line-is-unknown"
    words = _("A line names a service line that does not exist. Choose one from the list, or leave it out.")


@transaction.atomic
def create_agreement(
    *, name: str, content: Mapping[str, Any], effective_at: datetime, actor: Actor, at: datetime
) -> AgreementVersion:
    """Draw up an agreement with its first version; `content` is that of terms.read.

    Raises Invalid for a content that cannot be used, AgreementExists, CalendarIsMissing, ServiceLineIsUnknown,
    ClientIsClosed.
    """
    must_not_be_closed(schema.current())
    named = _named(name)
    if Agreement.objects.filter(name=named).exists():
        raise AgreementExists(field="name")
    agreement = Agreement.objects.create(name=named)
    version = _write(agreement, content, number=1, effective_at=effective_at)
    _record(events.AGREEMENT_CREATED, agreement, version, actor=actor, at=at)
    return version


@transaction.atomic
def publish_agreement_version(
    agreement_id: UUID,
    *,
    content: Mapping[str, Any],
    effective_at: datetime,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
) -> AgreementVersion:
    """Publish a further version, in force for work that begins at `effective_at` or later; older work keeps its terms.

    `seen` is the number of the version that it was written upon. Raises NotFound, VersionIsSuperseded, Invalid,
    CalendarIsMissing, ServiceLineIsUnknown, ClientIsClosed.
    """
    must_not_be_closed(schema.current())
    agreement = Agreement.objects.select_for_update().filter(id=agreement_id).first()
    if agreement is None:
        raise NotFound
    number = agreement.versions.count() + 1
    must_follow(number - 1, seen=seen)
    version = _write(agreement, content, number=number, effective_at=effective_at)
    _record(events.AGREEMENT_PUBLISHED, agreement, version, actor=actor, at=at)
    return version


def _named(name: str) -> str:
    if not 0 < len(name.strip()) <= 100:
        raise Invalid(_("Give the agreement a name of at most 100 letters."), field="name")
    return name.strip()


def _write(
    agreement: Agreement, content: Mapping[str, Any], *, number: int, effective_at: datetime
) -> AgreementVersion:
    _check(terms.read(content))
    return AgreementVersion.objects.create(
        agreement=agreement, number=number, content=content, effective_at=effective_at
    )


def _check(read: terms.Terms) -> None:
    calendars = {line.calendar for line in read.lines}
    confirmed = CalendarVersion.objects.filter(calendar_id__in=calendars, confirmed_at__isnull=False)
    if calendars - set(confirmed.values_list("calendar_id", flat=True)):
        raise CalendarIsMissing(field="lines")
    if {line.service_line for line in read.lines} - {"", *service_line_codes()}:
        raise ServiceLineIsUnknown(field="lines")


def _record(
    kind: Kind, agreement: Agreement, version: AgreementVersion, *, actor: Actor, at: datetime
) -> None:
    record(
        kind,
        subject=f"agreement:{agreement.id}",
        actor=actor,
        at=at,
        facts={
            "name": agreement.name,
            "number": version.number,
            "effective_at": instant(version.effective_at),
            "content": version.content,
        },
    )
