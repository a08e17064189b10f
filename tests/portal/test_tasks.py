"""The portal's pages: what a contact sees of the client's work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.kernel import schema
from motorblok.work.actions import assign_task, resolve_task, take_task
from tests import cast, world
from tests.cast import MONDAY
from tests.console.pages import promise, receive, text
from tests.work.tasks import as_actor

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture
def acme():
    return world.client("acme")


def test_home_tells_what_runs_what_is_late_and_what_was_kept(acme, time_machine):
    promise(acme)
    late, kept = receive(acme, title="Late one"), receive(acme, title="Kept one")
    with schema.entered(acme.schema_name):
        resolve_task(kept.id, answer="Done.", client_id=acme.id, actor=cast.RITA, at=MONDAY)
    time_machine.move_to(MONDAY.replace(day=30), tick=False)

    page = cast.browser(cast.ann()).get("/")

    assert (page.context["open"], page.context["late"]) == (1, 1)
    assert (page.context["months"].now.met, page.context["months"].now.of) == (2, 4)
    assert text(page).index(late.title) < text(page).index(kept.title)


def test_home_finds_what_is_late_among_any_number_of_newer_tasks(acme, time_machine):
    promise(acme)
    late = receive(acme, title="Late one")
    later = MONDAY + timedelta(days=7)
    for n in range(51):
        receive(acme, title=f"Newer one {n}", at=later)
    time_machine.move_to(later + timedelta(minutes=1), tick=False)

    page = cast.browser(cast.ann()).get("/")

    assert (page.context["open"], page.context["late"]) == (52, 1)
    assert page.context["running"][0].task.number == late.number


@pytest.mark.parametrize(
    "path",
    [
        "/tasks/%00/",
        "/tasks/?after=2026-01-01~%00",
        "/tasks/?after=2026-01-01~ACME-1",
        "/tasks/?after=0001-01-01T00:00:00%2B23:59~ACME-1",
        "/tasks/?after=9999-12-31T23:59:59-23:59~ACME-1",
    ],
)
def test_an_address_that_nobody_wrote_is_no_failure_of_ours(acme, path):
    receive(acme)

    answer = cast.browser(cast.ann()).get(path)

    assert answer.status_code == (404 if path == "/tasks/%00/" else 200)


def test_home_greets_who_has_nothing_yet(acme):
    words = text(cast.browser(cast.bob()).get("/"))

    assert "Er loopt op dit moment niets voor u." in words
    assert "Nieuw verzoek" in words


def test_what_is_internal_does_not_exist(acme):
    internal = receive(acme, title="Their margin is thin", is_internal=True)
    browser = cast.browser(cast.ann())

    pages = [browser.get(path) for path in ("/", "/tasks/", "/tasks/?text=margin")]

    assert not any("Their margin" in text(page) for page in pages)
    assert browser.get(f"/tasks/{internal.number}/").status_code == 404


def test_a_requester_sees_its_own_alone(acme):
    bob = cast.bob()
    receive(acme, title="Of somebody else")
    receive(acme, title="Of Bob himself", requester_id=bob.id)

    words = text(cast.browser(bob).get("/tasks/"))

    assert "Of Bob himself" in words
    assert "Of somebody else" not in words


def test_staff_has_no_name_and_no_internal_step_in_the_timeline(acme):
    task, sam = receive(acme), cast.sam(acme)
    with schema.entered(acme.schema_name):
        assign_task(task.id, assignee=as_actor(sam), client_id=acme.id, actor=cast.RITA, at=MONDAY)
        take_task(task.id, client_id=acme.id, actor=as_actor(sam), at=MONDAY)

    words = text(cast.browser(cast.ann()).get(f"/tasks/{task.number}/"))

    assert "nam ACME-1 in behandeling" in words
    assert "Sam Agent" not in words
    assert "toe" not in words.split("Wat er gebeurde")[1].split("Schrijf ons")[0].split()


def test_its_page_shows_answer_and_promises(acme):
    promise(acme)
    task = receive(acme, description="The PDF came by mail.")
    with schema.entered(acme.schema_name):
        resolve_task(task.id, answer="Booked.", client_id=acme.id, actor=cast.RITA, at=MONDAY)

    words = text(cast.browser(cast.ann()).get(f"/tasks/{task.number}/"))

    for each in ("The PDF came by mail.", "Booked.", "Eerste reactie", "nagekomen"):
        assert each in words


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=open", {"Invoice"}),
        ("state=resolved", {"Lease"}),
        ("service_line=legal", {"Lease"}),
        ("text=inv", {"Invoice"}),
        ("state=waiting", set()),
        ("state=cancelled", set()),
        ("requester=mine", set()),
        ("state=nonsense&service_line=nonsense&after=nonsense", {"Invoice", "Lease"}),
        ("text=%00", {"Invoice", "Lease"}),
    ],
)
def test_the_list_is_filtered_by_its_address(acme, query, shown):
    receive(acme, title="Invoice")
    done = receive(acme, title="Lease", service_line="legal")
    with schema.entered(acme.schema_name):
        resolve_task(done.id, answer="Done.", client_id=acme.id, actor=cast.RITA, at=MONDAY)

    words = text(cast.browser(cast.ann()).get(f"/tasks/?{query}"))

    assert {title for title in ("Invoice", "Lease") if title in words} == shown


def test_older_ones_follow_on_the_next_page(acme):
    for n in range(52):
        receive(acme, title=f"Task number {n:02}")
    browser = cast.browser(cast.ann())

    older = browser.get("/tasks/" + browser.get("/tasks/").context["more"])

    assert len(older.context["tasks"]) == 2


def test_the_number_of_queries_does_not_grow_with_the_tasks(acme):
    promise(acme)
    browser = cast.browser(cast.ann())
    browser.get("/")
    counts = []
    for rows in (1, 20):
        for _ in range(rows):
            receive(acme)
        for path in ("/", "/tasks/"):
            with CaptureQueriesContext(connection) as asked:
                browser.get(path)
            counts.append(len([query for query in asked if "search_path" not in query["sql"]]))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 12


def test_the_states_are_counted_over_everything_under_the_other_filters(acme):
    receive(acme, title="Invoice")
    for title in ("Lease", "Licence"):
        receive(acme, title=title, service_line="legal")

    page = cast.browser(cast.ann()).get("/tasks/?service_line=legal&state=resolved")

    assert [tab.count for tab in page.context["tabs"]] == [2, 2, 0, 0, 0]
    assert [tab.is_chosen for tab in page.context["tabs"]].index(True) == 3
    assert "service_line=legal" in page.context["tabs"][0].address


def test_a_list_says_who_asked_and_finds_ones_own(acme):
    ann, bob = cast.ann(), cast.bob()
    receive(acme, title="Of Bob", requester_id=bob.id)
    receive(acme, title="Of Ann", requester_id=ann.id)
    browser = cast.browser(ann)

    assert "Bob Requester" in text(browser.get("/tasks/"))
    mine = text(browser.get("/tasks/?requester=mine"))
    assert ("Of Ann" in mine, "Of Bob" in mine) == (True, False)


def test_a_name_of_another_client_is_never_given_to_an_id(acme):
    receive(acme, title="Whose is it", requester_id=cast.cleo().id)

    assert "Cleo" not in text(cast.browser(cast.ann()).get("/tasks/"))


def test_the_first_page_says_how_promises_were_kept_in_percent(acme, time_machine):
    promise(acme)
    for n in range(3):
        task = receive(acme, title=f"Kept {n}")
        with schema.entered(acme.schema_name):
            resolve_task(task.id, answer="Done.", client_id=acme.id, actor=cast.RITA, at=MONDAY)
    receive(acme, title="Late one")
    time_machine.move_to(MONDAY + timedelta(days=2), tick=False)

    words = text(cast.browser(cast.ann()).get("/"))

    assert "75,0 %" in words
    assert "3 van 4" in words
    assert "November 2026" in words


def test_a_missed_promise_says_by_how_much_it_was_missed(acme):
    promise(acme)
    task = receive(acme)
    with schema.entered(acme.schema_name):
        late = MONDAY + timedelta(hours=3)
        resolve_task(task.id, answer="Done.", client_id=acme.id, actor=cast.RITA, at=late)

    words = text(cast.browser(cast.ann()).get(f"/tasks/{task.number}/"))

    assert "2 u te laat" in words
