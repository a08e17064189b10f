"""Where a page ended, as a word that its reader need not understand."""

import base64
import binascii
import json

from motorblok.api.refusals import CursorUnreadable
from motorblok.kernel import instants
from motorblok.visibility.queries import Cursor

LONGEST = 200


def written(cursor: Cursor) -> str:
    """The cursor as unpadded base64url (RFC 4648) text."""
    content = json.dumps([cursor.received_at.isoformat(), cursor.number]).encode()
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def read(text: str) -> Cursor:
    """The cursor that was written. Raises CursorUnreadable for anything else."""
    try:
        received, number = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
        instant = instants.read(received)
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error) as error:
        raise CursorUnreadable(field="cursor") from error
    if instant is None or not isinstance(number, str) or not number.isascii() or not number.isprintable():
        raise CursorUnreadable(field="cursor")
    return Cursor(instant, number)
