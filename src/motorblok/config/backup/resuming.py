"""Lets a restored deployment go to work again: what the world has seen since must not be done or given out twice."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection

from billing.actions.reconciling import reconcile
from billing.gateways.choosing import GatewayClosed
from billing.gateways.port import GatewayAway
from billing.models import NumberSeries
from billing.queries.gateways import standings
from motorblok.accounts.actions import end_all_sessions
from motorblok.config.launch import resting
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.notify.actions import drop_waiting
from motorblok.work.actions import skip_numbers
from tenants.models import Client

EARLIER = timedelta(days=2)  # what gateways tell of themselves may come late

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Resumed:
    """What was done: sessions ended, mails held back, clients whose numbers go on later.

    `away` are gateways that could not be compared with, `invoices` the last numbers given out.
    """

    sessions: int
    mails: int
    clients: int
    away: tuple[str, ...]
    invoices: tuple[str, ...]


def resume(*, skip: int, at: datetime) -> Resumed | None:
    """Do it all, and let the database work at last; None for one that was not restored. Repeated, it goes on."""
    restored_to = asked_restored_to()
    if restored_to is None:
        return None
    with schema.entered(schema.PUBLIC):
        sessions = end_all_sessions(restored_to=restored_to, actor=SYSTEM, at=at)
        mails = drop_waiting(at=at)
        clients = list(Client.objects.built().order_by("slug"))
    for client in clients:
        with schema.entered(client.schema_name):
            skip_numbers(client.pk, count=skip, restored_to=restored_to, actor=SYSTEM, at=at)
    away = _away(since=restored_to - EARLIER, at=at)
    cache.clear()
    with schema.entered(schema.PUBLIC):
        connection.ensure_connection()
        resting.wake(connection.connection, database=connection.settings_dict["NAME"])
        invoices = tuple(_told(each) for each in NumberSeries.objects.order_by("pk"))
    return Resumed(sessions, mails, len(clients), away, invoices)


def _told(series: NumberSeries) -> str:
    return f"{series.get_kind_display()} {series.year}: {series.last}, issued on {series.last_on}"


def asked_restored_to() -> datetime | None:
    """To which instant the database was restored; None for one that works."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(resting.READ)
        return resting.restored_to(cursor.fetchone()[0])


def _away(*, since: datetime, at: datetime) -> tuple[str, ...]:
    """Compare with every gateway; those that could not be compared with."""
    with schema.entered(schema.PUBLIC):
        names = [each.gateway for each in standings()]
    return tuple(name for name in names if not _is_compared(name, since=since, at=at))


def _is_compared(name: str, *, since: datetime, at: datetime) -> bool:
    try:
        reconcile(name, since=since, at=at)
    except (GatewayAway, GatewayClosed):
        return False
    except Exception:
        logger.exception("%s could not be compared with", name)
        return False
    return True
