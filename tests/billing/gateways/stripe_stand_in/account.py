"""An account at Stripe as the library meets it: requests in, answers out, with idempotency, faults and a log."""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from tests.billing.gateways.stripe_stand_in import (  # noqa: F401  each registers its addresses
    catalogue,
    checkouts,
    credit_notes,
    customers,
    doors,
    frozen,
    invoices,
    lines,
    listing,
    payments,
    portal,
    subscriptions,
)
from tests.billing.gateways.stripe_stand_in.forms import read
from tests.billing.gateways.stripe_stand_in.refusals import Lost, Refusal
from tests.billing.gateways.stripe_stand_in.routes import Form, answer
from tests.billing.gateways.stripe_stand_in.world import START, World

KEY = "rk_test_stand_in"
DAY = 24 * 3600
FaultKind = Literal["error_before", "error_after", "lost_before", "lost_after", "rate_limit"]


@dataclass
class Fault:
    kind: FaultKind
    method: str
    path: re.Pattern[str]
    times: int


@dataclass(frozen=True)
class Asked:
    """A request that arrived."""

    method: str
    path: str
    form: Form
    headers: dict[str, str]


class Account(World):
    """What stands behind https://api.stripe.com for one key; `asked` is every request that arrived."""

    def __init__(self, *, key: str = KEY, now: int = START) -> None:
        super().__init__(now=now)
        self.key = key
        self.asked: list[Asked] = []
        self.faults: list[Fault] = []
        self._answered: dict[str, tuple[int, str, int, str]] = {}

    def fail(self, kind: FaultKind, *, method: str = "POST", path: str = ".*", times: int = 1) -> None:
        """Let the next `times` requests to such a path go wrong, before or after they had their effect."""
        self.faults.append(Fault(kind, method, re.compile(path), times))

    def request(
        self, method: str, url: str, headers: dict[str, str], body: str
    ) -> tuple[int, str, dict[str, str]]:
        """Status, body and headers of the answer. Raises Lost where the connection breaks."""
        parts = urlsplit(url)
        form = read(body if method == "POST" else parts.query)
        with self.lock:
            self.asked.append(Asked(method, parts.path, form, headers))
            fault = self._fault(method, parts.path)
            if fault in ("lost_before", "error_before", "rate_limit"):
                return _broken(fault)
            status, text, more = self._idempotent(method, parts.path, form, headers)
        if fault:
            return _broken(fault)
        return status, text, {"Request-Id": f"req_{len(self.asked)}", **more}

    def count(self, method: str, path: str) -> int:
        """How many requests of a kind arrived; `path` is a pattern for all of it."""
        return sum(each.method == method and bool(re.fullmatch(path, each.path)) for each in self.asked)

    def _fault(self, method: str, path: str) -> FaultKind | None:
        for fault in self.faults:
            if fault.times and fault.method == method and fault.path.search(path):
                fault.times -= 1
                return fault.kind
        return None

    def _idempotent(
        self, method: str, path: str, form: Form, headers: dict[str, str]
    ) -> tuple[int, str, dict[str, str]]:
        key = headers.get("Idempotency-Key", "") if method == "POST" else ""
        asked = json.dumps([path, form], sort_keys=True)
        before = self._answered.get(key) if key else None
        if before and self.now - before[0] < DAY:
            return _replayed(before, asked)
        status, text = self._done(method, path, form, headers)
        if key and status not in (400, 401, 404, 409, 429):
            self._answered[key] = (self.now, asked, status, text)
        return status, text, {}

    def _done(self, method: str, path: str, form: Form, headers: dict[str, str]) -> tuple[int, str]:
        if headers.get("Authorization") != f"Bearer {self.key}":
            return 401, _error({"type": "invalid_request_error", "message": "Invalid API Key provided"})
        try:
            return 200, json.dumps(answer(self, method, path, form))
        except Refusal as refusal:
            return refusal.status, _error(refusal.body)


def _replayed(before: tuple[int, str, int, str], asked: str) -> tuple[int, str, dict[str, str]]:
    if before[1] != asked:
        body = {"type": "idempotency_error", "message": "Keys for idempotent requests can only be used once."}
        return 400, _error(body), {}
    return before[2], before[3], {"Idempotent-Replayed": "true"}


def _broken(fault: FaultKind) -> tuple[int, str, dict[str, str]]:
    if fault.startswith("lost"):
        raise Lost
    if fault == "rate_limit":
        return 429, _error({"type": "invalid_request_error", "code": "rate_limit", "message": "Too many"}), {}
    return 500, _error({"type": "api_error", "message": "An unknown error occurred"}), {}


def _error(body: dict[str, Any]) -> str:
    return json.dumps({"error": body})
