"""From where an agreement can be copied: the clients that the viewer may enter, and what each of them was promised."""

from datetime import datetime

from django.db.models import QuerySet

from motorblok.accounts.viewers import StaffViewer
from motorblok.console.entering import client_for, entered
from motorblok.sla import queries
from motorblok.sla.copies import AgreementCopy, agreement_copy
from motorblok.sla.versions import Standing
from tenants.models import Client, State


def copyable(viewer: StaffViewer, *, but: Client | None = None) -> dict[str, str]:
    """The names of the viewer's clients that are not closed, by their short names. One statement."""
    found = _clients(viewer).exclude(state=State.CLOSED)
    return dict((found.exclude(pk=but.pk) if but else found).values_list("slug", "name"))


def copies_of(viewer: StaffViewer, slug: str, *, at: datetime) -> list[AgreementCopy]:
    """Every agreement that is in force at a client, ready to be copied. Raises NotFound for a client of others."""
    with entered(viewer, client_for(viewer, slug)) as client:
        rows = [each for each in queries.agreements(at=at) if each.shown.standing == Standing.IN_FORCE]
        return [agreement_copy(each.id, client=client.name, at=at) for each in rows]


def _clients(viewer: StaffViewer) -> QuerySet[Client]:
    found = Client.objects.built().order_by("name", "id")
    allowed = viewer.clients()
    return found if allowed is None else found.filter(id__in=allowed)
