"""Takes from the workboard what is open at a client that was closed for good."""

from collections.abc import Sequence
from uuid import UUID

from motorblok.audit.queries import Entry
from motorblok.board.actions import clear
from tenants import events


def clear_closed_clients(entries: Sequence[Entry]) -> None:
    """A closed client takes no work and never opens again, so its open tasks would stand on the board for good."""
    for entry in entries:
        if entry.kind.name == events.CLOSED.name:
            clear(UUID(entry.facts["client"]))
