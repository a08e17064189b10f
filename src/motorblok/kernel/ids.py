"""Identifiers: every key in the product is made here."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): sorts by the time it was made, also within one millisecond of one process."""
    return UUID(int=uuid_utils.uuid7().int)
