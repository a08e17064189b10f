"""Takes turns: each round measures every side once, so that a noisy moment of the machine falls on all of them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

Clock = Callable[[], float]
Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one act took, in seconds by the wall clock: median, 95th percentile and fastest; and mean processor time."""

    wall: float
    late: float
    cpu: float
    best: float


def in_turns(acts: Sequence[Act], *, rounds: int, warm: int = 1) -> list[Cost]:
    """The cost of each act, which this process itself performs; `warm` first rounds do not count."""
    taken: list[list[tuple[float, float]]] = [[] for _ in acts]
    for number in range(-warm, rounds):
        for act, times in zip(acts, taken, strict=True):
            wall, cpu = time.perf_counter(), time.process_time()
            act()
            if number >= 0:
                times.append((time.perf_counter() - wall, time.process_time() - cpu))
    return [_cost([wall for wall, _ in times], fmean(cpu for _, cpu in times)) for times in taken]


def served_in_turns(
    acts: Sequence[Act], clocks: Sequence[Clock], *, rounds: int, warm: int = 5
) -> list[Cost]:
    """The same for acts that servers perform; `clocks` tell the processor seconds that each server has used so far.

    A server idles while another works, so what it used from the first round to the last is for its own acts.
    """
    _in_turns(acts, warm)
    before = [clock() for clock in clocks]
    taken = _in_turns(acts, rounds)
    used = [clock() - start for clock, start in zip(clocks, before, strict=True)]
    return [_cost(walls, cpu / rounds) for walls, cpu in zip(taken, used, strict=True)]


def _in_turns(acts: Sequence[Act], rounds: int) -> list[list[float]]:
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for act, walls in zip(acts, taken, strict=True):
            start = time.perf_counter()
            act()
            walls.append(time.perf_counter() - start)
    return taken


def _cost(walls: list[float], cpu: float) -> Cost:
    return Cost(median(walls), sorted(walls)[int(0.95 * (len(walls) - 1))], cpu, min(walls))
