"""The rows keep up to date: nothing is sent while this viewer would see the same, and all of it once it would not."""

from datetime import timedelta

import pytest

from motorblok.accounts.actions import assign_to_client, save_view, withdraw_from_client
from motorblok.kernel import schema
from motorblok.work.actions import note_on_task, resolve_task, take_task
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.console.pages import promise, receive, text

pytestmark = pytest.mark.usefixtures("public")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def acme():
    return world.client("acme")


def look(browser, query="?"):
    """The digest of what is shown now."""
    return browser.get(f"/{query}").context["digest"]


def again(browser, digest, query="?"):
    return browser.get(f"/{query}&seen={digest}", headers=HTMX)


def do(verb, task, client, person, **given):
    with schema.entered(client.schema_name):
        verb(task.id, **given, client_id=client.id, actor=person.actor, at=MONDAY)


def test_nothing_comes_while_nothing_changed(acme):
    task = receive(acme)
    browser = cast.browser(cast.rita())
    digest = look(browser)

    do(note_on_task, task, acme, cast.rita(), text="Only a note")

    assert again(browser, digest).status_code == 204
    assert again(browser, digest).content == b""


@pytest.mark.parametrize("verb", [take_task, resolve_task])
def test_a_changed_row_brings_the_rows_and_the_counts(acme, verb):
    task = receive(acme)
    browser = cast.browser(cast.rita())
    digest = look(browser)

    do(verb, task, acme, cast.rita(), **({"answer": "Done."} if verb is resolve_task else {}))
    answer = again(browser, digest)

    assert answer.status_code == 200
    assert b'id="rows"' in answer.content
    assert b'id="side-views"' in answer.content
    assert "HX-Push-Url" not in answer
    assert again(browser, answer.context["digest"]).status_code == 204


def test_a_task_elsewhere_changes_nothing_for_who_may_not_see_it(acme):
    globex = world.client("globex")
    receive(acme)
    browser = cast.browser(cast.sam(acme))
    digest = look(browser)

    receive(globex)
    receive(globex, service_line="legal")

    assert again(browser, digest).status_code == 204


def test_what_may_no_longer_be_seen_goes(acme):
    receive(acme, title="Close the month")
    sam = cast.sam(acme)
    browser = cast.browser(sam)
    digest = look(browser)

    withdraw_from_client(sam.id, client=acme, actor=OLGA, at=MONDAY)
    answer = again(browser, digest)

    assert answer.status_code == 200
    assert "Close the month" not in text(answer)


def test_a_new_client_is_news_though_it_has_no_task(acme):
    sam = cast.sam(acme)
    browser = cast.browser(sam)
    digest = look(browser)

    assign_to_client(sam.id, client=world.client("globex"), actor=OLGA, at=MONDAY)

    assert again(browser, digest).status_code == 200


def test_a_view_that_a_colleague_shares_is_news(acme):
    browser = cast.browser(cast.sam(acme))
    digest = look(browser)

    save_view(cast.rita().id, name="Late", query="show=late", is_shared=True, actor=OLGA, at=MONDAY)

    assert again(browser, digest).status_code == 200


def test_time_alone_moves_a_task_among_the_late_ones(acme, time_machine):
    time_machine.move_to(MONDAY + timedelta(minutes=50), tick=False)
    promise(acme)
    receive(acme)
    browser = cast.browser(cast.rita())
    digest = look(browser)

    time_machine.move_to(MONDAY + timedelta(minutes=51), tick=False)
    assert again(browser, digest).status_code == 204
    time_machine.move_to(MONDAY + timedelta(minutes=61), tick=False)

    assert "Late" in text(again(browser, digest))


def test_another_filter_is_another_thing_to_see(acme):
    receive(acme)
    receive(acme, service_line="legal")
    browser = cast.browser(cast.rita())

    assert again(browser, look(browser), "?line=legal").status_code == 200


def test_as_many_rows_come_as_were_shown(acme):
    for _ in range(53):
        receive(acme)

    answer = cast.browser(cast.rita()).get("/?seen=-&rows=53", headers=HTMX)

    assert answer.context["shown"] == 53
    for rows in ("-1", "x", "9" * 30, "²"):
        assert (
            cast.browser(cast.rita()).get("/", {"seen": "-", "rows": rows}, headers=HTMX).status_code == 200
        )
