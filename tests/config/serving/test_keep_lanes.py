"""A lane works on a few things at once, lets some wait, and never leaves anything half done."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, get_ident

import pytest

from motorblok.config.serving.lanes import Full, Lane


@dataclass
class Held:
    """A piece of work that goes on until it is let go."""

    begun: Event = field(default_factory=Event)
    released: Event = field(default_factory=Event)

    def __call__(self) -> str:
        self.begun.set()
        assert self.released.wait(10)
        return "done"


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as threads:
        yield threads


def begun(crowd: ThreadPoolExecutor, lane: Lane) -> tuple[Held, "Future[str]"]:
    held = Held()
    future = crowd.submit(lane.do, held)
    assert held.begun.wait(10)
    return held, future


def test_work_is_done_by_as_many_threads_as_may_be_at_work(crowd: ThreadPoolExecutor) -> None:
    lane = Lane("work", at_work=1, waiting=20, patience=10)

    threads = set(crowd.map(lambda _number: lane.do(get_ident), range(20)))

    assert len(threads) == 1


def test_what_finds_every_place_taken_is_refused_at_once(crowd: ThreadPoolExecutor) -> None:
    lane = Lane("work", at_work=1, waiting=0, patience=10)
    held, first = begun(crowd, lane)

    with pytest.raises(Full) as refusal:
        lane.do(lambda: "second")

    held.released.set()
    assert first.result() == "done"
    assert refusal.value.reason == "full"


def test_what_has_waited_for_too_long_is_not_begun_any_more(crowd: ThreadPoolExecutor) -> None:
    lane = Lane("work", at_work=1, waiting=1, patience=0.01)
    held, first = begun(crowd, lane)
    late = Held()

    with pytest.raises(Full) as refusal:
        lane.do(late)

    held.released.set()
    assert first.result() == "done"
    assert lane.do(lambda: "next") == "next"
    assert not late.begun.is_set()
    assert refusal.value.reason == "slow"


def test_what_was_begun_is_waited_for_however_long_it_takes(crowd: ThreadPoolExecutor) -> None:
    lane = Lane("work", at_work=1, waiting=1, patience=0.01)
    held, first = begun(crowd, lane)

    with pytest.raises(Full):
        lane.do(lambda: "waits longer than the first was given")

    assert not first.done()
    held.released.set()
    assert first.result() == "done"


def test_an_error_of_the_work_comes_back_and_frees_its_place() -> None:
    lane = Lane("work", at_work=1, waiting=1, patience=10)

    def fail() -> None:
        raise TimeoutError("of its own")

    for _time in range(3):
        with pytest.raises(TimeoutError, match="of its own"):
            lane.do(fail)
