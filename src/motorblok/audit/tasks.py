"""The book's tasks: look at what is unread, in one schema or in all."""

from celery import shared_task

from motorblok.audit import readers
from motorblok.kernel import schema


@shared_task
def read_book(*, schema_name: str) -> int:
    """Let every reader look at what is unread in one schema."""
    with schema.entered(schema_name):
        return readers.drain()


@shared_task
def sweep_unread() -> int:
    """Find the books with something unread, whose wake-up was lost, and read them."""
    with schema.entered(schema.PUBLIC):
        waiting = readers.unread_books()
    return sum(read_book(schema_name=name) for name in waiting)
