"""What earlier imports of a log made: asked before anything is made, written in the transaction that makes it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from motorblok.exchange.logs.lines import LoggedTask
from motorblok.exchange.logs.steps import Step
from motorblok.exchange.logs.terms import Terms
from motorblok.exchange.models import Imported

What = Imported.What


def made(log: str, what: What) -> dict[str, UUID]:
    """The ids of all clients, terms or people that were made, by their key in the log."""
    return dict(Imported.objects.filter(log=log, what=what).values_list("key", "made_id"))


def digest_kept(log: str, what: What, key: str) -> str | None:
    """The digest that was written down with one of them; None where it was not made."""
    kept = Imported.objects.filter(log=log, what=what, key=key).values_list("digest", flat=True)
    return next(iter(kept), None)


def digests(log: str, keys: Sequence[str]) -> dict[str, str]:
    """The digests of those tasks that were made, by their key in the log."""
    known = Imported.objects.filter(log=log, what=What.TASK, key__in=keys)
    return dict(known.values_list("key", "digest"))


def remember(log: str, what: What, key: str, made_id: UUID, *, at: datetime, digest: str = "") -> None:
    """Write down what was made. Raises IntegrityError where another import made it first: then nothing is made."""
    Imported.objects.create(log=log, what=what, key=key, made_id=made_id, digest=digest, at=at)


def digest_of(task: LoggedTask, told: Sequence[Step]) -> str:
    """SHA-256 over the values of a task's lines, in order, and what they come to; their numbers play no part."""
    places = {line.number: place for place, line in enumerate(task.lines)}
    verbs = [[step.verb, places[step.line.number]] for step in told]
    return _digest([_values(task), verbs])


def early_digest_of(task: LoggedTask) -> str:
    """The digest that was kept when a map knew only of taking and resolving: over the values alone."""
    return _digest(_values(task))


def digest_of_terms(terms: Terms) -> str:
    """SHA-256 over all that a client is promised."""
    return _digest(asdict(terms))


def _values(task: LoggedTask) -> list[list[tuple[str, str]]]:
    return [sorted(line.values.items()) for line in task.lines]


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()
