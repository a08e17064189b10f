"""Saved views: what may be saved, by whom it is shared, and who may change it."""

import pytest

from motorblok.accounts.actions import (
    change_role,
    move_view,
    remove_view,
    rename_view,
    restore_view,
    save_view,
)
from motorblok.accounts.actions.views import MOST, TooManyViews, ViewNameIsTaken
from motorblok.accounts.models import SavedView
from motorblok.kernel.errors import Invalid, NotFound
from tests import cast
from tests.cast import MONDAY, OLGA

pytestmark = pytest.mark.usefixtures("public")
BY = {"actor": OLGA, "at": MONDAY}


def save(person, name, **asked):
    return save_view(person.id, name=name, query="show=late", **asked, **BY)


def names(person):
    return list(SavedView.objects.filter(owner=person).order_by("position").values_list("name", flat=True))


def test_views_stand_in_the_order_in_which_they_were_saved_until_they_are_moved():
    rita = cast.rita()
    first, _second, third = [save(rita, name) for name in ("One", "Two", "Three")]

    move_view(third.id, person_id=rita.id, position=0, **BY)
    move_view(first.id, person_id=rita.id, position=9, **BY)

    assert names(rita) == ["Three", "Two", "One"]


def test_what_was_removed_comes_back_to_its_place():
    rita = cast.rita()
    for name in ("One", "Two", "Three"):
        save(rita, name)
    two = SavedView.objects.get(name="Two")

    remove_view(two.id, person_id=rita.id, **BY)
    for _ in range(2):
        restore_view(two.id, person_id=rita.id, **BY)

    assert names(rita) == ["One", "Two", "Three"]


def test_what_the_owner_removed_of_a_lead_comes_back_to_the_lead():
    rita, olga = cast.rita(), cast.olga()
    shared = save(rita, "Shared", is_shared=True)
    remove_view(shared.id, person_id=olga.id, **BY)

    restore_view(shared.id, person_id=olga.id, **BY)

    back = SavedView.objects.get(pk=shared.id)
    assert (back.owner_id, back.name, back.query, back.is_shared) == (rita.pk, "Shared", "show=late", True)
    assert names(olga) == []


def test_nobody_brings_back_what_is_not_its_own_or_never_was():
    rita, sam = cast.rita(), cast.sam()
    shared, own = save(rita, "Shared", is_shared=True), save(rita, "Own")
    for view in (shared, own):
        remove_view(view.id, person_id=rita.id, **BY)

    for person, view_id in ((sam, shared.id), (cast.olga(), own.id), (rita, rita.pk)):
        with pytest.raises(NotFound):
            restore_view(view_id, person_id=person.id, **BY)


def test_a_view_does_not_come_back_under_a_name_that_is_taken_or_to_who_may_not_share():
    rita, olga = cast.rita(), cast.olga()
    late, shared = save(rita, "Late"), save(rita, "Shared", is_shared=True)
    for view in (late, shared):
        remove_view(view.id, person_id=rita.id, **BY)
    save(rita, "Late")
    change_role(rita.id, role="agent", **BY)

    with pytest.raises(ViewNameIsTaken):
        restore_view(late.id, person_id=rita.id, **BY)
    with pytest.raises(Invalid):
        restore_view(shared.id, person_id=olga.id, **BY)


def test_two_views_of_one_person_have_two_names():
    rita, olga = cast.rita(), cast.olga()
    save(rita, "Late")
    other = save(rita, "Later")

    assert save(olga, "Late").name == "Late"
    with pytest.raises(ViewNameIsTaken):
        save(rita, " Late ")
    with pytest.raises(ViewNameIsTaken):
        rename_view(other.id, person_id=rita.id, name="Late", **BY)
    assert rename_view(other.id, person_id=rita.id, name="Later", **BY).name == "Later"


@pytest.mark.parametrize(
    "asked", [{"name": " "}, {"name": "x" * 61}, {"name": "a\x00"}, {"query": "x" * 1001}]
)
def test_a_view_that_cannot_be_kept_is_refused(asked):
    with pytest.raises(Invalid):
        save_view(cast.rita().id, **{"name": "Late", "query": "", **asked}, **BY)


def test_an_agent_keeps_its_views_to_itself():
    sam = cast.sam()

    with pytest.raises(Invalid) as refused:
        save(sam, "Mine", is_shared=True)

    assert refused.value.field == "is_shared"
    assert save(sam, "Mine").is_shared is False


def test_only_the_owner_changes_the_views_of_others_and_only_shared_ones():
    rita, sam, olga = cast.rita(), cast.sam(), cast.olga()
    shared, own = save(rita, "Shared", is_shared=True), save(rita, "Own")

    for person, view in ((sam, shared), (sam, own), (olga, own)):
        with pytest.raises(NotFound):
            rename_view(view.id, person_id=person.id, name="Mine now", **BY)
        with pytest.raises(NotFound):
            remove_view(view.id, person_id=person.id, **BY)
    with pytest.raises(NotFound):
        move_view(shared.id, person_id=olga.id, position=0, **BY)
    remove_view(shared.id, person_id=olga.id, **BY)

    assert names(rita) == ["Own"]


def test_forty_views_are_enough():
    rita = cast.rita()
    for number in range(MOST):
        save(rita, f"View {number}")

    with pytest.raises(TooManyViews):
        save(rita, "One more")


def test_a_contact_has_no_workboard_to_keep_views_of():
    with pytest.raises(NotFound):
        save(cast.ann(), "Mine")
