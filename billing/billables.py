"""The billable facts of events, as they are found in a book: read one by one, so that nonsense in one spoils no other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from motorblok.audit.actions import IMPORT
from motorblok.audit.billable import FIELD, Billable, NotBillable
from motorblok.audit.catalogue import all_kinds
from motorblok.audit.queries import Entry

OURS = "internal_"
"""How the meters begin whose usage the provider counts for itself: no client is charged for it, or shown it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A fact of an event: what it says, or the fault for which it cannot be counted."""

    entry: Entry
    part: int
    fact: Any
    billable: Billable | None
    fault: str = ""

    @property
    def number(self) -> str:
        """What people call the thing that the event is about; empty where it says nothing."""
        return str(self.entry.facts.get("number") or "")[:30]


def kinds() -> list[str]:
    """The kinds of events that may carry billable facts."""
    return [kind.name for kind in all_kinds() if FIELD in kind.facts]


def is_billable(entry: Entry) -> bool:
    """Whether an event has anything to count: history that was imported has not."""
    return entry.source != IMPORT and bool(entry.facts.get(FIELD))


def found_in(entries: Iterable[Entry]) -> Iterator[Found]:
    """All facts of the events that have any, in their order."""
    for entry in entries:
        if is_billable(entry):
            facts = entry.facts[FIELD]
            for part, fact in enumerate(facts if isinstance(facts, list) else [facts]):
                yield _read(entry, part, fact)


def _read(entry: Entry, part: int, fact: Any) -> Found:
    try:
        return Found(entry, part, fact, Billable.read(fact))
    except NotBillable as error:
        return Found(entry, part, fact, None, str(error)[:300])
