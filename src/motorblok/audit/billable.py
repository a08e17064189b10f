"""Billable facts: what an event says in public of work that was counted, so that usage is computed from events alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

FIELD = "billable"
"""The public field of an event that holds its billable facts, a list; absent from events of before there were any."""
UNITS = ("piece", "second", "seat")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
LINE = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
MOST = Decimal(10) ** 12
STEP = Decimal("0.000001")


class NotBillable(ValueError):
    """What stands in the field cannot be counted; the message says why."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The billable fact of an earlier event that is counted no more: the event, and its place among its facts."""

    event_id: UUID
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Billable:
    """One thing that is counted: how much of what, for which service line.

    `quantity` has at most 6 decimals and is above 0; below 0 where it `takes_back` what an earlier event counted.
    `on` is the day on which it was done, where that is not the day of the event itself.
    """

    meter: str
    quantity: Decimal
    unit: str
    service_line: str
    on: date | None = None
    takes_back: TakenBack | None = None

    def __post_init__(self) -> None:
        """Raises NotBillable."""
        if not NAME.fullmatch(self.meter) or not LINE.fullmatch(self.service_line):
            raise NotBillable(f"{self.meter!r} of {self.service_line!r} names no meter of a service line")
        if self.unit not in UNITS:
            raise NotBillable(f"{self.unit!r} is no unit; one is {', '.join(UNITS)}")
        _check_quantity(self.quantity, is_back=self.takes_back is not None)

    def as_fact(self) -> dict[str, Any]:
        """The same as JSON, without what is empty."""
        fact: dict[str, Any] = {
            "meter": self.meter,
            "quantity": f"{self.quantity.normalize():f}",
            "unit": self.unit,
            "service_line": self.service_line,
        }
        if self.on:
            fact["on"] = self.on.isoformat()
        if self.takes_back:
            fact["takes_back"] = {"event": str(self.takes_back.event_id), "part": self.takes_back.part}
        return fact

    @classmethod
    def read(cls, fact: Any) -> "Billable":
        """What a fact says. Raises NotBillable for what is no such fact."""
        try:
            return cls(
                meter=str(fact["meter"]),
                quantity=Decimal(fact["quantity"]),
                unit=str(fact["unit"]),
                service_line=str(fact["service_line"]),
                on=date.fromisoformat(fact["on"]) if fact.get("on") else None,
                takes_back=_back(fact.get("takes_back")),
            )
        except (KeyError, TypeError, AttributeError, InvalidOperation, ValueError) as error:
            raise NotBillable(str(error) or "it is no fact") from error


def _back(said: Mapping[str, Any] | None) -> TakenBack | None:
    return TakenBack(UUID(said["event"]), int(said["part"])) if said else None


def _check_quantity(quantity: Decimal, *, is_back: bool) -> None:
    if not quantity.is_finite() or abs(quantity) >= MOST or quantity != quantity.quantize(STEP):
        raise NotBillable(f"{quantity} is no quantity that can be kept")
    if quantity == 0 or (quantity < 0) != is_back:
        raise NotBillable(f"{quantity} must be above 0, or below where it takes something back")
