"""In which order signals count: by instant, then by rank; imported ones as their log has them."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from motorblok.sla import signals
from tests.sla.promised import a_signal

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RANKED = (
    signals.STARTED, signals.REOPENED, signals.CLIENT_WROTE, signals.PRIORITISED, signals.RESPONDED, signals.RESOLVED,
    signals.PAUSED,
)  # fmt: skip


def names(history: list[signals.Signal]) -> list[str]:
    return [signal.name for signal in signals.standing(history)]


@pytest.mark.parametrize("seed", range(4))
def test_at_one_instant_the_rank_decides(seed: int) -> None:
    history = [a_signal(name, NOON) for name in RANKED]

    assert names(random.Random(seed).sample(history, len(history))) == list(RANKED)


def test_a_microsecond_is_more_than_any_rank() -> None:
    paused = a_signal(signals.PAUSED, NOON)
    resumed = a_signal(signals.RESUMED, NOON + timedelta(microseconds=1))

    assert names([resumed, paused]) == [signals.PAUSED, signals.RESUMED]


def test_imported_signals_of_one_second_keep_the_order_of_the_log_but_a_start_comes_first() -> None:
    log = [signals.PAUSED, signals.RESOLVED, signals.REOPENED, signals.RESPONDED, signals.STARTED]
    history = [replace(a_signal(name, NOON), source="import") for name in log]

    assert names(history[::-1]) == [signals.STARTED, *log[:-1]]


def test_the_signals_of_one_imported_event_are_ranked_among_themselves() -> None:
    paused = replace(a_signal(signals.PAUSED, NOON), source="import")
    responded = replace(paused, name=signals.RESPONDED)

    assert names([paused, responded]) == [signals.RESPONDED, signals.PAUSED]


def test_what_was_taken_back_does_not_stand() -> None:
    resolved = a_signal(signals.RESOLVED, NOON)
    voided = a_signal(signals.VOIDED, NOON, voids=str(resolved.event_id))

    assert names([voided, a_signal(signals.STARTED, NOON), resolved]) == [signals.STARTED]


def test_the_first_start_that_stands_is_the_start() -> None:
    first, second, third = (a_signal(signals.STARTED, NOON + timedelta(hours=n)) for n in range(3))
    voided = a_signal(signals.VOIDED, NOON, voids=str(first.event_id))

    assert signals.start([third, second, first, voided]) == second
    assert signals.start([first, voided]) == first
    assert signals.start([voided]) is None


def test_a_void_that_names_nothing_takes_nothing_back() -> None:
    assert names([a_signal(signals.VOIDED, NOON), a_signal(signals.STARTED, NOON)]) == [signals.STARTED]
