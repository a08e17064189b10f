"""The portal's list of who has access: a director sees its own company's people, and nobody else's."""

import pytest

from motorblok.accounts.actions import deactivate
from tests import cast
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


def test_a_director_sees_roles_and_states_of_its_own_people():
    ann, bob = cast.ann(), cast.bob()
    cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", "finance")
    deactivate(bob.id, actor=cast.OLGA, at=cast.MONDAY)

    words = text(cast.browser(ann).get("/people/"))

    for said in ("Ann Director", "bob@acme.test", "Aanvrager", "Inactief", "Carla Lead", "Financiën"):
        assert said in words


def test_it_sees_nobody_of_another_company_or_of_the_provider():
    ann = cast.ann()
    cast.cleo(), cast.sam()

    words = text(cast.browser(ann).get("/people/"))

    assert not [name for name in ("Cleo Director", "Sam Agent") if name in words]


@pytest.mark.parametrize(("who", "is_offered"), [(cast.ann, True), (cast.bob, False)])
def test_the_way_there_is_offered_to_directors(who, is_offered):
    page = cast.browser(who()).get("/").content.decode()

    assert ('href="/people/"' in page) == is_offered
