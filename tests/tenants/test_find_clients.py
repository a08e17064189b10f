import pytest

from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import new_id
from tenants import queries
from tenants.actions import suspend_client
from tests import world
from tests.cast import MONDAY, RITA


def test_a_client_is_found_by_its_slug_and_its_id_from_anywhere(db):
    acme = queries.client_by_slug("acme")

    assert queries.client_by_id(acme.id) == acme
    with schema.entered("c_globex"):
        assert queries.client_by_slug("acme") == acme


@pytest.mark.parametrize(
    "find", [lambda: queries.client_by_slug("nobody"), lambda: queries.client_by_id(new_id())]
)
def test_nobody_is_not_found(db, find):
    with pytest.raises(NotFound):
        find()


def test_the_open_ones_are_listed_by_name(db):
    assert [client.slug for client in queries.open_clients()] == ["acme", "globex"]

    suspend_client(world.client("acme"), reason="unpaid", actor=RITA, at=MONDAY)

    assert [client.slug for client in queries.open_clients()] == ["globex"]


def test_the_service_lines_are_read_once(db, django_assert_num_queries):
    queries.service_lines()

    with django_assert_num_queries(0):
        queries.service_lines()


def test_what_the_caller_does_with_the_list_changes_no_cache(db):
    queries.service_lines().clear()

    assert len(queries.service_lines()) == 7
