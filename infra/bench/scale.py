"""How much is measured: all of it, or just enough to see that the bench works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The sizes of the data, and how often each thing is measured; `seconds` and `notice` are seconds."""

    name: str
    rounds: int
    repeat: int
    requests: int
    seconds: float
    tasks: int
    board_rows: int
    board_clients: int
    many_clients: int
    migrated_beside: int
    alarms: int
    billed_clients: int
    moved_tasks: int
    notice: float
    capacity: tuple[int, ...]
    worked_on: int


FULL = Scale(
    name="full",
    rounds=15,
    repeat=10,
    requests=150,
    seconds=4.0,
    tasks=20_000,
    board_rows=100_000,
    board_clients=400,
    many_clients=400,
    migrated_beside=20,
    alarms=1_000_000,
    billed_clients=1000,
    moved_tasks=10_000,
    notice=20.0,
    capacity=(100, 400, 1000, 5000),
    worked_on=1000,
)
QUICK = Scale(
    name="quick",
    rounds=3,
    repeat=1,
    requests=10,
    seconds=0.5,
    tasks=200,
    board_rows=2000,
    board_clients=40,
    many_clients=12,
    migrated_beside=4,
    alarms=4000,
    billed_clients=12,
    moved_tasks=200,
    notice=6.0,
    capacity=(12, 24),
    worked_on=20,
)
SCALES = {scale.name: scale for scale in (FULL, QUICK)}
