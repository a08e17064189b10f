"""Lives of work by chance: a start and what happens after it, sense or nonsense."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from motorblok.audit.queries import Signal
from motorblok.sla import signals
from tests.sla.promised import a_promise, a_signal
from tests.sla.simulation import STEP

BEGIN = datetime(2026, 11, 23, tzinfo=UTC)
DAY = timedelta(days=1)
KINDS = ("first_response", "next_response", "resolution")
NAMES = (
    signals.PAUSED, signals.PAUSED, signals.RESUMED, signals.CLIENT_WROTE, signals.CLIENT_WROTE, signals.CLIENT_WROTE,
    signals.ACKNOWLEDGED, signals.RESPONDED, signals.RESPONDED,
    signals.PRIORITISED, signals.AMENDED, signals.RESOLVED, signals.REOPENED, signals.REOPENED, signals.CANCELLED,
)  # fmt: skip


def a_life(seed: int) -> tuple[list[Signal], datetime]:
    """A start and up to fifteen things that happen after it, sense or nonsense, and a moment to look at it.

    Where everything is a whole number of hours, one thing often happens exactly when another ends.
    """
    pick = random.Random(seed)
    unit = pick.choice([1, 12, 24]) * STEP
    days = pick.choice([1, 3, 7])
    begun = BEGIN + pick.randrange(DAY // unit) * unit
    times = [begun + pick.randrange(1, days * DAY // unit) * unit for _ in range(pick.randrange(16))]
    promised = {kind: a_random_promise(pick, kind, unit) for kind in KINDS}
    history = [a_signal(signals.STARTED, begun, promises=list(promised.values()))]
    for at in sorted(times):
        name = pick.choice(NAMES)
        history.append(a_signal(name, at, **some_facts(pick, name, at, promised, unit)))
    return history, begun + pick.randrange(2 * days * DAY // unit) * unit


def a_random_promise(pick: random.Random, kind: str, unit: timedelta) -> dict[str, Any]:
    rules = {
        "target_seconds": int(unit.total_seconds()) * pick.randrange(1, 25),
        "calendar_version": pick.choice(["desk", "late", "always"]),
        "pauses": pick.choice([(), ("client",), ("client", "third_party")]),
        "reopen": pick.choice(["resume", "new_cycle"]),
        "upgrade_floor": pick.choice([0, 1800, 7200]),
    }
    return a_promise(kind, **rules).as_fact()


def some_facts(
    pick: random.Random, name: str, at: datetime, promised: dict[str, dict[str, Any]], unit: timedelta
) -> dict[str, Any]:
    if name in (signals.PAUSED, signals.RESUMED):
        return {"reason": pick.choice(["client", "third_party"])}
    if name == signals.PRIORITISED:
        promised |= {kind: a_random_promise(pick, kind, unit) for kind in KINDS}
        return {"promises": list(promised.values())}
    if name == signals.AMENDED:
        version = pick.choice(["desk", "late", "always"])
        promised |= {kind: {**promise, "calendar_version": version} for kind, promise in promised.items()}
        effective_at = at + pick.randrange(-9, 30) * unit
        return {"promises": list(promised.values()), "effective_at": effective_at.isoformat()}
    return {}
