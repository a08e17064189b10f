"""A process of the web that is told to stop while it starts ends at once."""

import multiprocessing
import signal
from collections.abc import Iterator

import pytest

from motorblok.config.launch.hearing import end_when_told


def ignore(*_signal: object) -> None:
    """What a server's parent leaves to its children: a flag that nobody looks at."""


@pytest.fixture(autouse=True)
def _as_inherited() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, ignore)
    yield
    signal.signal(signal.SIGTERM, before)


def test_a_child_of_the_server_ends_by_the_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: object())

    end_when_told()

    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_process_of_its_own_keeps_its_handler() -> None:
    end_when_told()

    assert signal.getsignal(signal.SIGTERM) is (
        ignore if multiprocessing.parent_process() is None else signal.SIG_DFL
    )
