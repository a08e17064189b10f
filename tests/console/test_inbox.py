"""The inbox of staff: what there is, what is read, and that nobody sees what it may not see any more."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.accounts import actions as accounts
from motorblok.audit.models import Disclosure, Event
from motorblok.kernel import schema
from motorblok.notify.models import Notice
from motorblok.work import actions
from tests import cast, world
from tests.console.pages import text
from tests.notify.heard import NOW, a_task, look

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def people(public):
    acme, globex = world.client("acme"), world.client("globex")
    sam = cast.sam(acme, globex)
    return {
        "acme": acme,
        "globex": globex,
        "sam": sam,
        "rita": cast.rita(),
        "ann": cast.ann(),
        "cleo": cast.cleo(),
    }


def wrote(client, contact, worker, words="Any news?", *, at=NOW, **changes):
    """A client's message about a task of the worker's."""
    with schema.entered(client.schema_name):
        task = a_task(client, requester=contact, assignee=worker, at=at, **changes)
        actions.reply_to_provider(task.id, text=words, client_id=client.id, actor=contact.actor, at=at)
        look()
    return task


def both_wrote(people):
    """A message of Acme and a later one of Globex, both for Sam."""
    with schema.entered("c_acme"):
        first = a_task(
            people["acme"], requester=people["ann"], assignee=people["sam"], title="Close the month"
        )
    with schema.entered("c_globex"):
        second = a_task(
            people["globex"], requester=people["cleo"], assignee=people["sam"], title="Pay the grid"
        )
    for client, task, contact, minute in (
        (people["acme"], first, people["ann"], 1),
        (people["globex"], second, people["cleo"], 2),
    ):
        at = NOW + timedelta(minutes=minute)
        with schema.entered(client.schema_name):
            actions.reply_to_provider(
                task.id, text=f"From {client.name}", client_id=client.id, actor=contact.actor, at=at
            )
            look()
    return first, second


def test_the_newest_comes_first_in_the_words_of_its_book(people):
    both_wrote(people)

    page = text(cast.browser(people["sam"]).get("/inbox/"))

    assert page.index("Pay the grid") < page.index("Close the month")
    assert "Cleo Director wrote" in page
    assert "Ann Director wrote" in page


def test_the_words_are_in_the_readers_language(people):
    both_wrote(people)
    accounts.set_preferences(people["sam"].id, language="nl", actor=cast.OLGA, at=NOW)

    page = text(cast.browser(people["sam"]).get("/inbox/"))

    assert "Cleo Director schreef" in page
    assert "Alles als gelezen markeren" in page


def test_an_agent_of_another_client_sees_nothing_of_it(people):
    both_wrote(people)
    Notice.objects.update(person_id=people["sam"].id)

    accounts.withdraw_from_client(people["sam"].id, client=people["acme"], actor=cast.OLGA, at=NOW)

    browser = cast.browser(people["sam"])
    page = browser.get("/inbox/").content.decode()
    assert "Pay the grid" in page
    assert "ACME-" not in page
    assert browser.get("/inbox/count/?seen=1").status_code == 204


def test_an_agent_of_another_line_sees_nothing_of_it(people):
    wrote(people["acme"], people["ann"], people["sam"])
    accounts.withdraw_from_client(people["sam"].id, client=people["acme"], actor=cast.OLGA, at=NOW)
    accounts.assign_to_client(
        people["sam"].id, client=people["acme"], service_line="legal", actor=cast.OLGA, at=NOW
    )

    assert "ACME-" not in cast.browser(people["sam"]).get("/inbox/").content.decode()


def test_nobody_sees_the_notices_of_somebody_else(people):
    both_wrote(people)

    page = cast.browser(people["rita"]).get("/inbox/")

    assert "Nothing yet" in text(page)


def test_opening_the_task_reads_what_was_heard_of_it(people):
    first, _second = both_wrote(people)
    browser = cast.browser(people["sam"])

    browser.get(f"/clients/acme/tasks/{first.number}/")

    assert set(Notice.objects.filter(read_at=None).values_list("number", flat=True)) == {"GLOBEX-1"}
    assert first.number not in text(browser.get("/inbox/?show=unread"))


def test_one_task_is_marked_as_read_and_that_is_undone(people):
    first, _second = both_wrote(people)
    browser = cast.browser(people["sam"])

    answer = browser.post("/inbox/reading/", {"number": first.number}, follow=True)
    (read_at,) = re.findall(r'name="read_at" value="([^"]+)"', answer.content.decode())
    before = Notice.objects.filter(read_at=None).count()
    browser.post("/inbox/unreading/", {"read_at": read_at})

    assert "1 notice is marked as read." in text(answer)
    assert (before, Notice.objects.filter(read_at=None).count()) == (1, 2)


def test_marking_all_leaves_what_came_after_the_page_was_drawn(people):
    both_wrote(people)
    Notice.objects.filter(number="GLOBEX-1").update(told_at=NOW + timedelta(hours=1))

    cast.browser(people["sam"]).post("/inbox/reading/", {"until": (NOW + timedelta(minutes=30)).isoformat()})

    assert list(Notice.objects.filter(read_at=None).values_list("number", flat=True)) == ["GLOBEX-1"]


@pytest.mark.parametrize("data", [{"until": "yesterday"}, {"number": "x" * 31}, {"number": "A\x00"}])
def test_a_form_that_makes_no_sense_marks_nothing(people, data):
    both_wrote(people)

    answer = cast.browser(people["sam"]).post("/inbox/reading/", data)

    assert answer.status_code == 302
    assert Notice.objects.filter(read_at=None).count() == 2


# Instants that Python can read and the database cannot: a zone of nearly a day, and one with parts of a second.
ODD = ["9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+14:00", "2026-11-23T10:00:00+01:02:03.000004"]


@pytest.mark.parametrize("after", ["x", "2026-11-23~A", "~", "2026-11-23T10:00:00+00:00~\x00A", *ODD])
def test_a_page_that_there_is_not_is_the_first_or_an_empty_one(people, after):
    assert cast.browser(people["sam"]).get("/inbox/", {"after": after}).status_code == 200


@pytest.mark.parametrize("instant", ["x", "\x00", *ODD])
def test_an_instant_that_no_page_carries_marks_nothing(people, instant):
    wrote(people["acme"], people["ann"], people["sam"])
    sam = cast.browser(people["sam"])

    for place, name in (("reading", "until"), ("unreading", "read_at")):
        assert sam.post(f"/inbox/{place}/", {name: instant}).status_code == 302

    assert Notice.objects.of(people["sam"].id).unread().exists()


def test_the_bell_answers_only_when_something_changed(people):
    browser = cast.browser(people["sam"])
    assert browser.get("/inbox/count/?seen=0").status_code == 204
    both_wrote(people)

    answer = browser.get("/inbox/count/?seen=0")

    assert (answer.status_code, answer["HX-Trigger"]) == (200, "inbox-changed")
    assert "2 unread" in text(answer)
    assert browser.get("/inbox/count/?seen=2").status_code == 204


def test_a_hundred_is_as_far_as_the_bell_counts(people):
    task = wrote(people["acme"], people["ann"], people["sam"])
    known = Notice.objects.get()
    Notice.objects.bulk_create(
        Notice(**{**_values(known), "event_id": task.id, "schema": f"{known.schema}{n}"}) for n in range(120)
    )

    assert "99+" in text(cast.browser(people["sam"]).get("/inbox/count/?seen=0"))


def _values(notice):
    names = ("person_id", "client_id", "kind", "task_id", "number", "service_line", "is_own", "at")
    return {name: getattr(notice, name) for name in names} | {"schema": notice.schema}


def test_a_title_is_shown_as_it_was_written(people):
    wrote(people["acme"], people["ann"], people["sam"], SCRIPT, title=SCRIPT)

    page = cast.browser(people["sam"]).get("/inbox/").content.decode()

    assert SCRIPT not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 1


def test_erased_words_leave_a_line_that_can_be_read(people):
    wrote(people["acme"], people["ann"], people["sam"], "My secret")
    with schema.entered("c_acme"):
        Disclosure.objects.all().delete()

    page = text(cast.browser(people["sam"]).get("/inbox/"))

    assert "… wrote" in page
    assert "My secret" not in page


def test_what_was_written_is_read_at_the_client_whose_book_tells_who_was_there(people):
    task = wrote(people["acme"], people["ann"], people["sam"], "Between us: 4711")
    browser = cast.browser(people["sam"])

    page = text(browser.get("/inbox/"))
    before = entered_acme(people["sam"])
    opened = text(browser.get(f"/clients/acme/tasks/{task.number}/"))

    assert ("Ann Director wrote" in page, "4711" in page, before) == (True, False, 0)
    assert ("4711" in opened, entered_acme(people["sam"])) == (True, 1)


def entered_acme(person):
    with schema.entered("c_acme"):
        return Event.objects.filter(kind="accounts.staff.entered", subject=person.subject).count()


def test_the_same_event_id_in_another_book_is_another_event(people):
    """The book is named in the notice: an id alone never finds another client's words."""
    first, _second = both_wrote(people)
    Notice.objects.filter(number=first.number).update(schema="c_globex")

    page = text(cast.browser(people["sam"]).get("/inbox/"))

    assert "Ann Director wrote" not in page
    assert "Cleo Director wrote" in page


def test_a_long_inbox_goes_on_on_another_page(people):
    for n in range(27):
        wrote_quickly(people, n)

    browser = cast.browser(people["sam"])
    first = browser.get("/inbox/").content.decode()
    (more,) = re.findall(r'href="(\?after=[^"]+)"', first)
    second = browser.get("/inbox/" + more.replace("&amp;", "&")).content.decode()

    assert (first.count('class="news '), second.count('class="news ')) == (25, 2)


def wrote_quickly(people, n):
    at = NOW + timedelta(seconds=n)
    with schema.entered("c_acme"):
        task = a_task_kept(people["acme"], people["ann"], people["sam"], at)
        actions.reply_to_provider(
            task.id, text="x", client_id=people["acme"].id, actor=people["ann"].actor, at=at
        )
        look()


def a_task_kept(client, contact, worker, at):
    task = actions.receive_task(
        actions.Draft(title="Once more", service_line="finance", is_internal=False, requester_id=contact.id),
        client_id=client.id,
        actor=contact.actor,
        at=at,
    )
    actions.assign_task(task.id, assignee=worker.actor, client_id=client.id, actor=worker.actor, at=at)
    return task


def test_an_inbox_over_many_clients_costs_no_more_questions(people):
    wrote_quickly(people, 1)
    browser = cast.browser(people["sam"])
    counted = count_of(browser)
    for n in range(2, 9):
        wrote_quickly(people, n)
    wrote_to_globex(people)

    assert count_of(browser) == counted <= 10


def wrote_to_globex(people):
    with schema.entered("c_globex"):
        task = a_task_kept(people["globex"], people["cleo"], people["sam"], NOW)
        actions.reply_to_provider(
            task.id, text="x", client_id=people["globex"].id, actor=people["cleo"].actor, at=NOW
        )
        look()


def count_of(browser):
    browser.get("/inbox/")  # what a process asks once, it has asked now
    with CaptureQueriesContext(connection) as asked:
        browser.get("/inbox/")
    return len(asked)
