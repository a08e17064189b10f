"""The book's tasks: look at what is unread, in one schema or in all."""

import logging

from celery import shared_task

from motorblok.audit import readers
from motorblok.kernel import schema

logger = logging.getLogger(__name__)


@shared_task
def read_book(*, schema_name: str) -> int:
    """Let every reader look at what is unread in one schema."""
    with schema.entered(schema_name):
        return readers.drain()


@shared_task
def sweep_unread() -> int:
    """Find the books with something unread, whose wake-up was lost, and read them; one that fails stops no other."""
    with schema.entered(schema.PUBLIC):
        waiting = readers.unread_books()
    return sum(_swept(name) for name in waiting)


def _swept(name: str) -> int:
    try:
        return int(read_book(schema_name=name))
    except Exception:
        logger.exception("The book of %s could not be read", name)
        return 0
