"""What billing does when it reads the event books: it counts what was used, from the events' public fields alone."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from billing import ledger
from billing.billables import found_in, is_billable
from motorblok.audit.queries import Entry
from motorblok.kernel import schema
from tenants.models import Client

logger = logging.getLogger(__name__)


def record_usage(entries: Sequence[Entry]) -> None:
    """Put into the ledger what these events of the book in force say was used; shown twice, they change nothing.

    What no client's book tells is charged to no client: it is parked. Imported history is not charged.
    """
    told = [entry for entry in entries if is_billable(entry)]
    if not told:
        return
    at, book = datetime.now(UTC), schema.current()
    if client := Client.objects.filter(schema_name=book).first():
        ledger.enter(client, told, at=at)
    else:
        logger.error(
            "Billable events in a book that is no client's", extra={"book": book, "events": len(told)}
        )
        ledger.park(found_in(told), book=book, at=at)
