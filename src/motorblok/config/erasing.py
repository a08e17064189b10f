"""Erases the clients on whose erasure two people agreed and whose day has come: all floors forget them in one transaction."""

import logging
from datetime import datetime
from uuid import UUID

from billing.erasing import forget as forget_debtor
from billing.erasing import must_be_due
from billing.models import Farewell, Life
from billing.settling import money_of
from motorblok.accounts.erasing import forget as forget_people
from motorblok.board.models import Alarm, Fired, Row
from motorblok.config.moving.copies import remove_copies_of
from motorblok.exchange.models import Answered, Imported
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.notify.models import Notice
from tenants.actions import erase_client, erased_name

BY_CLIENT = (Row, Alarm, Fired, Notice, Answered)
"""What holds ids of a client's things in the public schema."""

logger = logging.getLogger(__name__)


def erase_what_is_due(*, at: datetime) -> int:
    """Erase every client whose day has come; returns how many. Needs the owner login. One that fails keeps no other waiting."""
    with schema.entered(schema.PUBLIC):
        agreed = Farewell.objects.filter(
            confirmed_at__isnull=False,
            erased_at=None,
            not_before_on__lte=at.date(),
            debtor__life=Life.EXPORTED,
        )
        due = list(agreed.order_by("not_before_on").values_list("debtor", flat=True))
    return sum(_tried(client_id, at) for client_id in due)


def erase(client_id: UUID, *, at: datetime) -> None:
    """Erase one client for good. Raises NotFound, NoSuchMove, NothingProposed; then nothing of it is gone."""
    with money_of(client_id, and_client=True) as debtor:
        must_be_due(debtor, at=at)
        client = debtor.client
        for model in BY_CLIENT:
            model._default_manager.filter(client_id=client.pk).delete()
        Imported.objects.filter(made_id=client.pk).delete()
        remove_copies_of(client.pk, at=at)
        forget_people(client)
        forget_debtor(debtor, name=erased_name(client), at=at)
        erase_client(client, actor=SYSTEM, at=at)


def _tried(client_id: UUID, at: datetime) -> bool:
    try:
        erase(client_id, at=at)
    except Exception:
        logger.exception("A client could not be erased", extra={"client": str(client_id)})
        return False
    return True
