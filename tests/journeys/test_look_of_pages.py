"""Every page in light and dark, wide and narrow: axe finds nothing grave, nothing overflows, no policy is broken."""

import pytest

from tests import cast, world
from tests.console.pages import promise, receive
from tests.journeys.chromium import grave_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TASK = "/clients/acme/tasks/ACME-1/"
CONSOLE = [
    "/",
    "/?text=zebra",
    "/?show=closed",
    TASK,
    f"{TASK}resolution/",
    "/tasks/new/",
    "/clients/acme/tasks/new/",
    "/clients/",
    "/clients/new/",
    "/clients/acme/",
    "/clients/acme/suspension/",
    "/clients/acme/contacts/new/",
    "/clients/acme/agreement/",
    "/clients/acme/agreement/new/",
    "/clients/acme/calendars/new/",
    "/clients/acme/branding/",
    "/clients/acme/keys/",
    "/clients/acme/keys/new/",
    "/clients/acme/addresses/",
    "/inbox/",
    "/people/",
    "/people/new/",
    "/settings/",
    "/no-such-page/",
]
PORTAL = [
    "/",
    "/tasks/",
    "/tasks/?text=zebra",
    "/tasks/?state=waiting",
    "/tasks/ACME-1/",
    "/tasks/new/",
    "/inbox/",
    "/people/",
    "/settings/",
    "/no-such-page/",
]
LOOKS = [(1280, "light"), (820, "dark"), (390, "light")]


@pytest.fixture
def day(public_committed):
    acme = world.client("acme")
    promise(acme)
    for line in ("finance", "legal", "hr"):
        receive(
            acme, title=f"Work with a rather long title in {line}, so that lines must wrap", service_line=line
        )
    cast.sam(acme)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_console(visit, day, width, theme):
    _look(visit, cast.olga(), [*CONSOLE, *_of_people()], width, theme)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_portal(visit, day, width, theme):
    _look(visit, cast.ann(), PORTAL, width, theme)


def test_no_page_breaks_its_policy(visit, day):
    for person, paths in ((cast.olga(), [*_of_people(), *CONSOLE]), (cast.ann(), PORTAL)):
        page = visit(person, "/")
        origin = "/".join(page.url.split("/")[:3])
        for path in paths[:-1]:
            page.goto(origin + path)
        assert page.said == []


def _of_people():
    """The pages about Sam and Ann, whose addresses hold their ids."""
    sam, ann = f"/people/{cast.sam().id}/", f"/clients/acme/contacts/{cast.ann().id}/"
    return [sam, f"{sam}role/", f"{sam}deactivation/", ann, f"{ann}role/", f"{ann}deactivation/"]


def _look(visit, person, paths, width, theme):
    page = visit(person, "/", width=width, theme=theme, bypass_csp=True)
    origin = "/".join(page.url.split("/")[:3])
    wrong = {}
    for path in paths:
        page.goto(origin + path)
        faults, wider = grave_faults(page), overflow(page)
        if faults or wider > 0:
            wrong[path] = (faults, wider)
    assert wrong == {}
