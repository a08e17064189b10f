"""Every address, asked by everybody: who may gets an answer, and for all others it does not exist."""

import pytest
from django.urls import reverse

from motorblok.kernel import schema
from motorblok.notify.folder import KEEPING
from tests import world
from tests.guards.askers import askers
from tests.guards.matrix import ANYBODY, KEYS, ROWS
from tests.guards.named import name_things
from tests.guards.routes import URLCONFS, routes
from tests.work.tasks import received

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REFUSED = {401, 403, 404}


@pytest.fixture
def everybody(public, settings, tmp_path):
    # As on a machine without a mail server.
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = KEEPING, tmp_path
    acme = world.client("acme")
    with schema.entered(acme.schema_name):
        received(acme, service_line="finance")
        name_things(acme)
    return askers()


UNNAMED = {"api-nowhere": "/api/v1/no-such-thing/", "healthz": "/healthz", "readyz": "/readyz"}


def address(row):
    if row.route.name in UNNAMED:
        return UNNAMED[row.route.name]
    return reverse(row.route.name, urlconf=URLCONFS[row.route.host], kwargs=row.path or None)


def is_ours(route):
    """The library's own sign-in views take a PUT as a POST, with all its checks."""
    return ":" in route.name


def is_sent_to_sign_in(answer):
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in/?")


def is_right(answer, row, name):
    """Who may gets an answer. A person who may not gets 404, not 403: that it exists is itself a secret."""
    if row.may == ANYBODY:
        return answer.status_code < 500
    if name in row.may:
        return (
            answer.status_code < 500 and answer.status_code not in REFUSED and not is_sent_to_sign_in(answer)
        )
    closed = REFUSED if row.route.name.startswith("api") else {404}
    return answer.status_code in closed or is_sent_to_sign_in(answer)


@pytest.mark.parametrize("route", sorted({row.route for row in ROWS}), ids=str)
def test_who_may_is_let_in_and_for_others_it_does_not_exist(everybody, route):
    wrong = {}
    for row in (row for row in ROWS if row.route == route):
        for name, asker in everybody.items():
            answer = asker.ask(route.host, row.method, address(row), row.data)
            if not is_right(answer, row, name):
                wrong[row.method, name] = answer.status_code

    assert wrong == {}


@pytest.mark.parametrize("route", [route for route in sorted(routes()) if is_ours(route)], ids=str)
def test_a_method_without_a_row_is_not_allowed(everybody, route):
    row = next(row for row in ROWS if row.route == route)
    answers = {
        (method, name): everybody[name].ask(route.host, method, address(row), {}).status_code
        for method in set(METHODS) - {each.method for each in ROWS if each.route == route}
        for name in row.may & ({"olga", "ann"} | KEYS)
    }

    assert {asked: status for asked, status in answers.items() if status not in {403, 404, 405}} == {}


@pytest.mark.parametrize("route", sorted(routes()), ids=str)
def test_a_route_has_its_row_in_the_matrix(route):
    assert route in {row.route for row in ROWS}, "say in tests/guards/matrix.py who may"


def test_the_matrix_names_no_route_that_is_gone():
    assert {row.route for row in ROWS} - set(routes()) == set()


def test_every_page_has_a_door_rule():
    """A view of console, portal or sign-in says above itself who may come through."""
    bare = [
        route.name
        for route, pattern in routes().items()
        if not route.name.startswith("api") and not getattr(pattern.callback, "door", None)
    ]

    assert bare == []
