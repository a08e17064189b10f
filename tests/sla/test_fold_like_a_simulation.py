"""Whatever happens in whatever order, folding gives what counting every five minutes gives."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from motorblok.audit.queries import Signal
from motorblok.sla import signals
from motorblok.sla.fold import ClockState, Outcome, State
from tests.sla.promised import a_promise, a_signal, states
from tests.sla.simulation import STEP, Counted, Simulation

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


@pytest.mark.parametrize("seed", range(400))
def test_every_figure_is_the_simulations(seed: int) -> None:
    history, now = a_life(seed)

    found = states(*random.Random(seed).sample(history, len(history)), now=now)

    expected = Simulation(history, now).run()
    assert {kind: len(cycles) for kind, cycles in found.items()} == {
        kind: len(cycles) for kind, cycles in expected.cycles.items() if cycles
    }
    for kind, cycles in found.items():
        for state, counted in zip(cycles, expected.cycles[kind], strict=True):
            assert figures(state) == simulated(counted, now)
            assert sum(segment.counted for segment in state.segments) == state.consumed


def figures(state: ClockState) -> dict[str, Any]:
    return {
        "state": state.state,
        "target": state.target_seconds,
        "used": state.consumed,
        "began": state.started_at,
        "stopped": state.stopped_at,
        "outcome": state.outcome,
        "due_at": state.due_at,
        "breach_at": state.breach_at,
        "due_if_resumed_at": state.due_if_resumed_at,
    }


def simulated(counted: Counted, now: datetime) -> dict[str, Any]:
    future = counted.ahead(counted.ended_at or now)
    is_late = counted.breach_at is not None
    state = a_state(counted)
    has_edges = is_late or state in (State.RUNNING, State.STOPPED)
    return {
        "state": state,
        "target": counted.target,
        "used": counted.used,
        "began": counted.opened_at,
        "stopped": counted.ended_at,
        "outcome": Outcome.BREACHED
        if is_late
        else Outcome.MET
        if state is State.STOPPED
        else Outcome.PENDING,
        "due_at": future.due_at if has_edges else None,
        "breach_at": future.breach_at if has_edges else None,
        "due_if_resumed_at": future.due_at if state is State.PAUSED and not is_late else None,
    }


def a_state(counted: Counted) -> State:
    if counted.ended_at:
        return State.CANCELLED if counted.ended_by == "cancelled" else State.STOPPED
    return State.RUNNING if counted.is_counting else State.PAUSED
