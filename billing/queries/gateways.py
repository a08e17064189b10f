"""How things stand with the gateways: what waits, what is set aside, what differs, and whether a debtor's money is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q

from billing.invoice_standing import IS_OWED
from billing.models import Debtor, GatewayCall, GatewayLink, GatewayWatch, InboundEvent, Reconciliation
from motorblok.kernel import schema

TELLING = ("stripe", "fake")
"""The gateways that tell us things and can be compared with; a bank's statements are imported by a person."""

SHOWN = 50
FRESH = timedelta(hours=30)
"""A comparison that was made longer ago than the nightly one and some more is none."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One gateway: how many links we have there, when it last told us something, and how the last comparison ended."""

    gateway: str
    links: int
    heard_at: datetime | None
    reconciled: Reconciliation | None
    troubles: tuple[dict[str, str], ...]
    looked_at: datetime | None
    parked: int
    waiting: int
    stuck: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing waits for a person and nothing differs."""
        differs = self.reconciled.open_differences if self.reconciled else 0
        return not (self.parked or self.stuck or differs or self.troubles)


def is_clean(debtor: Debtor, *, at: datetime) -> bool:
    """Whether we know all that a debtor's gateways know of its money: if not, nothing may be taken from it.

    That is the one by which it pays, and those at which something that it owes was asked for before. False while
    something of it, or of nobody that we know, is set aside, a call for it is stuck, the last comparison left a
    difference, or none ended lately. By bank there is nothing to compare but the calls.
    """
    with schema.entered(schema.PUBLIC):
        if GatewayCall.objects.filter(debtor=debtor.pk, state=GatewayCall.State.STUCK).exists():
            return False
        asked = {debtor.gateway, *debtor.invoices.filter(IS_OWED).values_list("gateway", flat=True)}
        return all(_knows_all(debtor, gateway, at=at) for gateway in sorted(asked & set(TELLING)))


def last_reconciliation(gateway: str) -> Reconciliation | None:
    """The newest comparison that came to its end."""
    with schema.entered(schema.PUBLIC):
        ended = Reconciliation.objects.filter(gateway=gateway, ended_at__isnull=False)
        return ended.order_by("-begun_at").first()


def reconciled_at(gateway: str) -> datetime | None:
    """When the newest comparison that came to its end was begun: what was paid before then is known."""
    last = last_reconciliation(gateway)
    return last.begun_at if last else None


def standings() -> tuple[Standing, ...]:
    """Each gateway that has ever been used or tells us things, by name; seven queries."""
    with schema.entered(schema.PUBLIC):
        links = dict(GatewayLink.objects.values_list("gateway").annotate(n=Count("id")))
        events = {
            row["gateway"]: row
            for row in InboundEvent.objects.values("gateway").annotate(
                heard=Max("received_at"),
                parked=Count("id", filter=Q(state="parked")),
                waiting=Count("id", filter=Q(state__in=["received", "failed"])),
            )
        }
        calls = {
            row["gateway"]: row
            for row in GatewayCall.objects.values("gateway").annotate(
                stuck=Count("id", filter=Q(state="stuck")), waiting=Count("id", filter=Q(state="pending"))
            )
        }
        newest = Reconciliation.objects.filter(ended_at__isnull=False)
        last = {each.gateway: each for each in newest.order_by("gateway", "-begun_at").distinct("gateway")}
        watched = {each.gateway: each for each in GatewayWatch.objects.all()}
        used = sorted({*links, *events, *calls, *last, *watched})
        return tuple(_standing(name, links, events, calls, last, watched) for name in used)


def parked_notices() -> Sequence[InboundEvent]:
    """What gateways told that is set aside for a person, oldest first, without its body."""
    with schema.entered(schema.PUBLIC):
        parked = InboundEvent.objects.filter(state=InboundEvent.State.PARKED).defer("body")
        return list(parked.order_by("received_at")[:SHOWN])


def stuck_calls() -> Sequence[GatewayCall]:
    """What gateways could not be asked, oldest first, with the client that it is for."""
    with schema.entered(schema.PUBLIC):
        stuck = GatewayCall.objects.filter(state=GatewayCall.State.STUCK).select_related("debtor__client")
        return list(stuck.order_by("made_at")[:SHOWN])


def waiting_notices(*, at: datetime, most: int) -> Sequence[UUID]:
    """What is to be worked off now, oldest first."""
    with schema.entered(schema.PUBLIC):
        due = InboundEvent.objects.filter(state__in=["received", "failed"], next_at__lte=at)
        return list(due.order_by("next_at").values_list("id", flat=True)[:most])


def waiting_calls(*, at: datetime, most: int) -> Sequence[UUID]:
    """What is to be sent now, oldest first."""
    with schema.entered(schema.PUBLIC):
        due = GatewayCall.objects.filter(state=GatewayCall.State.PENDING, next_at__lte=at)
        return list(due.order_by("next_at", "id").values_list("id", flat=True)[:most])


def live_subscriptions(gateway: str) -> int:
    """How many subscriptions a gateway charges for us: as long as there is one, it has something to tell."""
    with schema.entered(schema.PUBLIC):
        live = GatewayLink.objects.filter(gateway=gateway, kind="subscription")
        return live.filter(state__in=["trialing", "active", "past_due", "unpaid"]).count()


def heard_at(gateway: str) -> datetime | None:
    """When a gateway last told us something."""
    with schema.entered(schema.PUBLIC):
        last: datetime | None = InboundEvent.objects.filter(gateway=gateway).aggregate(at=Max("received_at"))[
            "at"
        ]
    return last


def _knows_all(debtor: Debtor, gateway: str, *, at: datetime) -> bool:
    if not GatewayLink.objects.filter(debtor=debtor.pk, gateway=gateway).exists():
        return True
    last = last_reconciliation(gateway)
    if last is None or last.open_differences or last.begun_at < at - FRESH:
        return False
    return not _unsettled(debtor, gateway)


def _unsettled(debtor: Debtor, gateway: str) -> bool:
    """Whether something is set aside that is this debtor's or, for all we know, may be."""
    parked = InboundEvent.objects.filter(gateway=gateway, state=InboundEvent.State.PARKED)
    objects = set(parked.values_list("object_id", flat=True))
    links = GatewayLink.objects.filter(gateway=gateway, external_id__in=objects)
    others = set(links.exclude(debtor=debtor.pk).values_list("external_id", flat=True))
    return bool(objects - others)


def _standing(name: str, links: dict, events: dict, calls: dict, last: dict, watched: dict) -> Standing:  # type: ignore[type-arg]
    event, call, watch = events.get(name, {}), calls.get(name, {}), watched.get(name)
    return Standing(
        gateway=name,
        links=links.get(name, 0),
        heard_at=event.get("heard"),
        reconciled=last.get(name),
        troubles=tuple(watch.troubles) if watch else (),
        looked_at=watch.looked_at if watch else None,
        parked=event.get("parked", 0),
        waiting=event.get("waiting", 0) + call.get("waiting", 0),
        stuck=call.get("stuck", 0),
    )
