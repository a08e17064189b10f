"""Comparing what we hold with what a gateway holds, mending what differs, and noticing that it tells us nothing."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from billing.actions.syncing import sync
from billing.comparing import differences
from billing.events import gateways as events
from billing.gateways.choosing import GatewayClosed, gateway
from billing.gateways.port import GatewayAway, Seen
from billing.linking import Name, find
from billing.models import GatewayWatch, Reconciliation
from billing.queries.gateways import heard_at, live_subscriptions
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.errors import DomainError, Words
from motorblok.kernel.languages import LANGUAGES, in_each
from tenants.queries import canonical_url

KEPT = 200
TOLD_AGAIN = timedelta(days=1)
logger = logging.getLogger(__name__)
Difference = Mapping[str, Any]


def reconcile(gateway_name: str, *, since: datetime, at: datetime) -> Reconciliation:
    """Compare everything that changed since then; what differs is taken over by the way of every notice.

    What still differs afterwards stays open: until a later comparison finds it mended, nothing is taken from who pays
    through this gateway. Raises GatewayAway, GatewayClosed: a comparison that was broken off has no end.
    """
    asked = gateway(gateway_name)
    with schema.entered(schema.PUBLIC):
        run = Reconciliation.objects.create(gateway=gateway_name, begun_at=at)
        found: list[Difference] = []
        for seen in asked.list_changed(since, at=at):
            run.looked_at += 1
            found += _mended(gateway_name, seen, at=at)
        with transaction.atomic():
            run.open_differences = sum(not each["is_mended"] for each in found)
            run.differences = sorted(found, key=lambda each: bool(each["is_mended"]))[:KEPT]
            run.ended_at = at
            run.save()
            _tell(run, len(found), at=at)
    return run


def watch(gateway_name: str, *, at: datetime) -> tuple[Words, ...]:
    """Look whether a gateway still tells us things, and whether its door to us is set up as it must be.

    Whatever is wrong is kept for the page and told once a day.
    """
    found = tuple(_troubles(gateway_name, at=at))
    said = [in_each(partial(str, each)) for each in found]
    with schema.entered(schema.PUBLIC), transaction.atomic():
        held, _made = GatewayWatch.objects.select_for_update().get_or_create(
            gateway=gateway_name, defaults={"looked_at": at}
        )
        held.looked_at, held.troubles = at, said
        if said and (held.told_at is None or at - held.told_at >= TOLD_AGAIN):
            held.told_at = at
            words = {f"troubles_{each}": " ".join(trouble[each] for trouble in said) for each in LANGUAGES}
            facts = {"gateway": gateway_name, **words}
            record(events.TROUBLED, subject=f"gateway:{gateway_name}", actor=SYSTEM, at=at, facts=facts)
        held.save()
    return found


def _mended(gateway_name: str, seen: Seen, *, at: datetime) -> list[Difference]:
    name = Name(gateway_name, seen.kind, seen.external_id)
    before = _compared(seen, name)
    if not before:
        return []
    reason = ""
    try:
        sync(gateway_name, seen.kind, seen.external_id, at=at)
    except GatewayAway:
        raise
    except DomainError as error:
        reason = str(error) or error.code
    still = {each["field"] for each in _compared(_again(gateway_name, seen), name)}
    return [
        {
            **each,
            "kind": seen.kind,
            "object": seen.external_id,
            "is_mended": each["field"] not in still,
            "reason": reason,
        }
        for each in before
    ]


def _compared(seen: Seen | None, name: Name) -> list[Mapping[str, str]]:
    # Payments are looked at with their invoice: they have no mirror of their own.
    if seen is None or seen.kind == "payment":
        return []
    return list(differences(seen, find(name)))


def _again(gateway_name: str, seen: Seen) -> Seen | None:
    return gateway(gateway_name).fetch(seen.kind, seen.external_id)


def _tell(run: Reconciliation, found: int, *, at: datetime) -> None:
    facts = {
        "gateway": run.gateway,
        "looked_at": run.looked_at,
        "differences": found,
        "open": run.open_differences,
    }
    record(events.RECONCILED, subject=f"reconciliation:{run.id}", actor=SYSTEM, at=at, facts=facts)


def _troubles(gateway_name: str, *, at: datetime) -> list[Words]:
    try:
        asked = gateway(gateway_name)
    except GatewayClosed as closed:
        return [closed.words]
    found: list[Words] = []
    silence = timedelta(hours=settings.MOTORBLOK_GATEWAY_SILENCE_HOURS)
    last = heard_at(gateway_name)
    if live_subscriptions(gateway_name) and (last is None or at - last > silence):
        hours = settings.MOTORBLOK_GATEWAY_SILENCE_HOURS
        found.append(format_lazy(_("It has told us nothing for more than {hours} hours."), hours=hours))
    try:
        found += asked.door_troubles(canonical_url(None, f"/hooks/{gateway_name}/"))
    except DomainError as error:
        found.append(error.words)
    return found
