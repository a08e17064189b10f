"""Which event book an event about people belongs in."""

from motorblok.kernel import schema
from tenants.models import Client


def book_of(client: Client | None) -> str:
    """The schema in which the book lies."""
    return str(client.schema_name) if client else schema.PUBLIC
