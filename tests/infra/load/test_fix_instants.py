"""The instants of a load are fixed before it begins, so that a slow answer cannot put off the next question."""

import random

import pytest

from infra.load.schedule import instants, shared

KINDS = {"staff": (60, 0.4), "contact": (120, 0.35), "machine": (20, 0.25)}


def test_as_much_is_asked_as_was_wanted() -> None:
    times = instants(rate=20, seconds=600, chance=random.Random(1))

    assert len(times) / 600 == pytest.approx(20, rel=0.05)
    assert times == sorted(times)
    assert times[-1] < 600


def test_every_instant_is_somebodys_and_each_kind_has_its_part() -> None:
    times = instants(rate=20, seconds=600, chance=random.Random(1))

    turns = shared(times, KINDS, arriving=120, chance=random.Random(2))

    assert sorted(time for own in turns.values() for time in own) == times
    staff = sum(len(own) for (kind, _number), own in turns.items() if kind == "staff")
    assert staff / len(times) == pytest.approx(0.4, rel=0.1)


def test_two_hundred_people_have_come_once_all_have_arrived() -> None:
    times = instants(rate=20, seconds=600, chance=random.Random(1))

    turns = shared(times, KINDS, arriving=120, chance=random.Random(2))

    early = {who for who, own in turns.items() if own[0] < 12}
    assert len(turns) == 200
    assert len(early) < 40
