"""Who of a client's people is told how the company stands: money is for directors, and each life is decided."""

import pytest

from billing.models import Life
from motorblok.accounts.models import ContactRole
from motorblok.accounts.viewers import ContactViewer
from motorblok.kernel.ids import new_id
from motorblok.visibility.company import OF_MONEY, Concern, concern, sees_money

QUIET = {Life.DRAFT, Life.ACTIVE, Life.ERASED}
"""Lives of which nobody is told: all is well, or nobody is left."""


def viewer(role):
    return ContactViewer(new_id(), "Somebody", role, new_id(), None, "en")


def test_every_life_is_decided():
    assert set(Life.values) == OF_MONEY | QUIET


@pytest.mark.parametrize("role", ContactRole.values)
def test_money_is_for_directors_alone(role):
    told = {life: concern(viewer(role), life) for life in Life.values}

    assert sees_money(viewer(role)) is (role == "director")
    assert (Concern.MONEY in told.values()) is (role == "director")


@pytest.mark.parametrize("role", ["lead", "requester"])
def test_others_are_told_of_what_changes_for_their_work(role):
    told = {life for life in Life.values if concern(viewer(role), life) is Concern.WORK}

    assert told == {"grace", "suspended", "cancelled", "exported"}


def test_nobody_is_told_of_a_life_that_is_not_known():
    assert {concern(viewer(role), "other") for role in ContactRole.values} == {Concern.NOTHING}
