"""Questions about the promises that join tables, and the lists of calendars and agreements that the doors show."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from motorblok.board.models import Fired
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from motorblok.sla.models import AgreementVersion, CalendarVersion
from motorblok.sla.versions import AgreementRow, CalendarRow, agreement_versions, calendar_versions
from tenants.models import Client

Row = TypeVar("Row", CalendarRow, AgreementRow)


def clients_with_news() -> list[tuple[UUID, str]]:
    """Id and schema of every client whose book does not know yet what has fired."""
    with schema.entered(schema.PUBLIC):
        waiting = Fired.objects.filter(told_at=None).values("client_id").distinct()
        return list(Client.objects.built().filter(id__in=waiting).values_list("id", "schema_name"))


def calendars(*, at: datetime) -> list[CalendarRow]:
    """Every calendar of the client whose schema is in force, by name, with all its versions. One statement."""
    versions = CalendarVersion.objects.select_related("calendar").order_by("calendar__name", "-number")
    return [
        CalendarRow(calendar.id, calendar.name, calendar_versions(list(found), at=at))
        for calendar, found in groupby(versions, lambda each: each.calendar)
    ]


def calendar(calendar_id: UUID, *, at: datetime) -> CalendarRow:
    """One calendar. Raises NotFound."""
    return _the(calendar_id, calendars(at=at))


def agreements(*, at: datetime) -> list[AgreementRow]:
    """Every agreement of the client whose schema is in force, by name, with all its versions. One statement."""
    versions = AgreementVersion.objects.select_related("agreement").order_by("agreement__name", "-number")
    return [
        AgreementRow(agreement.id, agreement.name, agreement_versions(list(found), at=at))
        for agreement, found in groupby(versions, lambda each: each.agreement)
    ]


def agreement(agreement_id: UUID, *, at: datetime) -> AgreementRow:
    """One agreement. Raises NotFound."""
    return _the(agreement_id, agreements(at=at))


def _the(wanted: UUID, rows: Iterable[Row]) -> Row:
    for row in rows:
        if row.id == wanted:
            return row
    raise NotFound
