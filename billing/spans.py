"""Over which days usage is counted for an invoice, and whose: what the statements on the ledger are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from billing.periods import Period


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a period in which each meter has one price: as a rule all of it."""

    period: Period
    part: Period
    is_late: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """Whose usage is counted, over which spans; their days are those of `zone`."""

    client_id: UUID
    subscription_id: UUID
    zone: str
    spans: Sequence[Span]

    @property
    def asked(self) -> dict[str, Any]:
        """The values of the statements."""
        edges = [span.part.edges(self.zone) for span in self.spans]
        return {
            "client": self.client_id,
            "subscription": self.subscription_id,
            "keys": [span.period.key for span in self.spans],
            "starts": [start_at for start_at, _ in edges],
            "ends": [end_at for _, end_at in edges],
            "lates": [span.is_late for span in self.spans],
        }
