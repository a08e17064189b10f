"""The clients that are being taken on, and how far each is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from motorblok.board.loads import Load, by_client
from tenants.models import Onboarding, State


@dataclass(frozen=True, slots=True)
class TakenOn:
    """A client that is being taken on, and what is there of it."""

    slug: str
    name: str
    begun_at: datetime
    is_built: bool
    contacts: int
    staff: int
    tasks: int


def taken_on(*, at: datetime) -> list[TakenOn]:
    """The clients that are being taken on, the newest first. Two statements."""
    begun = Onboarding.objects.filter(finished_at=None).exclude(client__state=State.CLOSED)
    found = (
        begun.select_related("client")
        .order_by("-begun_at")
        .annotate(
            contacts=Count("client__contacts", distinct=True),
            staff=Count("client__assignments__staff", distinct=True),
        )
    )
    under_way = list(found)
    seen = Q(client_id__in=[each.client_id for each in under_way])
    loads = by_client(at=at, soon_until=at, seen=seen) if under_way else {}
    return [
        TakenOn(
            slug=each.client.slug,
            name=each.client.name,
            begun_at=each.begun_at,
            is_built=each.client.is_built,
            contacts=each.contacts,
            staff=each.staff,
            tasks=loads.get(each.client_id, Load()).open_tasks,
        )
        for each in under_way
    ]
