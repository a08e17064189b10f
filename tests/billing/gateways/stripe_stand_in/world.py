"""The state of the stand-in: its objects in Stripe's shapes, its clock, and the events that tell of every change."""

import copy
import itertools
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tests.billing.gateways.stripe_stand_in.refusals import missing

API_VERSION = "2026-10-28.endive"
START = int(datetime(2026, 11, 2, 9, 0, tzinfo=UTC).timestamp())

Object = dict[str, Any]


class World:
    """Everything that one account at Stripe holds. Keys that begin with _ are ours and never sent."""

    def __init__(self, *, now: int = START, livemode: bool = False) -> None:
        self.now, self.livemode = now, livemode
        self.objects: dict[str, Object] = {}
        self.events: list[Object] = []
        self.delivered = 0
        self.lock = threading.RLock()
        self._counter = itertools.count(1)

    def new_id(self, prefix: str) -> str:
        """An id that was never given out; later ones sort later."""
        return f"{prefix}_{next(self._counter):010}"

    def add(self, kind: str, prefix: str, **fields: Any) -> Object:
        """A new object, stored under its id."""
        thing = {
            "id": fields.pop("id", None) or self.new_id(prefix),
            "object": kind,
            "created": self.now,
            "livemode": self.livemode,
            "metadata": {},
            **fields,
        }
        self.objects[thing["id"]] = thing
        return thing

    def get(self, kind: str, external_id: str) -> Object:
        """The object of that kind; refused with resource_missing."""
        thing = self.objects.get(external_id)
        if thing is None or thing["object"] != kind:
            raise missing(kind, external_id)
        return thing

    def every(self, kind: str) -> Iterator[Object]:
        """All objects of a kind, the newest first."""
        return (thing for thing in reversed(self.objects.values()) if thing["object"] == kind)

    def emit(self, kind: str, thing: Object) -> None:
        """Tell of a change by an event that holds the object as it is at this moment."""
        self.events.append(
            {
                "id": self.new_id("evt"),
                "object": "event",
                "api_version": API_VERSION,
                "created": self.now,
                "data": {"object": self.shown(thing)},
                "livemode": self.livemode,
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": kind,
            }
        )

    def shown(self, thing: Object) -> Object:
        """An object as Stripe sends it: nothing of ours, and its lists with their first ten."""
        shown = {key: copy.deepcopy(value) for key, value in thing.items() if not key.startswith("_")}
        for name, ids in thing.get("_lists", {}).items():
            shown[name] = self.listed(
                [self.shown(self.objects[each]) for each in ids[:10]], more=len(ids) > 10
            )
        return shown

    def listed(self, data: list[Object], *, more: bool = False, url: str = "/v1/none") -> Object:
        """Stripe's list object."""
        return {"object": "list", "data": data, "has_more": more, "url": url}
