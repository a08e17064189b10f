"""Whatever happens in whatever order, folding gives what counting every five minutes gives."""

import random
from datetime import datetime
from typing import Any

import pytest

from motorblok.sla.fold import ClockState, Outcome, State
from tests.sla.lives import a_life
from tests.sla.promised import states
from tests.sla.simulation import Counted, Simulation


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
