"""What earlier imports of a log made: asked before anything is made, written in the transaction that makes it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from motorblok.exchange.logs.lines import LoggedTask
from motorblok.exchange.models import Imported

What = Imported.What


def made(log: str, what: What) -> dict[str, UUID]:
    """The ids of all clients, terms or people that were made, by their key in the log."""
    return dict(Imported.objects.filter(log=log, what=what).values_list("key", "made_id"))


def is_made(log: str, what: What, key: str) -> bool:
    """Whether one of them was made."""
    return Imported.objects.filter(log=log, what=what, key=key).exists()


def digests(log: str, keys: Sequence[str]) -> dict[str, str]:
    """The digests of those tasks that were made, by their key in the log."""
    known = Imported.objects.filter(log=log, what=What.TASK, key__in=keys)
    return dict(known.values_list("key", "digest"))


def remember(log: str, what: What, key: str, made_id: UUID, *, at: datetime, digest: str = "") -> None:
    """Write down what was made. Raises IntegrityError where another import made it first: then nothing is made."""
    Imported.objects.create(log=log, what=what, key=key, made_id=made_id, digest=digest, at=at)


def digest_of(task: LoggedTask) -> str:
    """SHA-256 over the values of a task's lines, in order; the numbers of the lines play no part."""
    content = [sorted(line.values.items()) for line in task.lines]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
