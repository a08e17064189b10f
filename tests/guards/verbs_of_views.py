"""The verbs on saved views of the workboard, each ready to run."""

from motorblok.accounts import actions
from motorblok.accounts.models import SavedView
from motorblok.kernel.actors import SYSTEM
from tests import cast
from tests.cast import MONDAY
from tests.guards.deeds import Deed, Rows, by_rita

ROWS = Rows()
NAMED = {"name": "Mine and late", "query": "show=late&assignee=me"}


def saved() -> SavedView:
    return actions.save_view(cast.rita().id, **NAMED, actor=SYSTEM, at=MONDAY)


@ROWS.add("accounts.save_view", about="view", public=["accounts.view.saved"])
def save_view() -> Deed:
    return by_rita(actions.save_view, cast.rita().id, **NAMED, is_shared=True)


@ROWS.add("accounts.rename_view", about="view", public=["accounts.view.renamed"])
def rename_view() -> Deed:
    return by_rita(actions.rename_view, saved().id, person_id=cast.rita().id, name="Mine")


@ROWS.add("accounts.move_view", about="view", public=["accounts.view.moved"])
def move_view() -> Deed:
    return by_rita(actions.move_view, saved().id, person_id=cast.rita().id, position=0)


@ROWS.add("accounts.restore_view", about="view", public=["accounts.view.restored"])
def restore_view() -> Deed:
    gone = actions.remove_view(saved().id, person_id=cast.rita().id, actor=SYSTEM, at=MONDAY)
    return by_rita(actions.restore_view, gone.id, person_id=cast.rita().id)


@ROWS.add("accounts.remove_view", about="view", public=["accounts.view.removed"])
def remove_view() -> Deed:
    return by_rita(actions.remove_view, saved().id, person_id=cast.rita().id)
