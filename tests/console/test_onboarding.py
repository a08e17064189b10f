"""Taking a client on: left and taken up on any day, each step whole or not at all, seen from what exists."""

from datetime import UTC, datetime

import pytest

from motorblok.accounts.models import Assignment, Invitation, Person
from motorblok.kernel import schema
from motorblok.sla.models import AgreementVersion, Calendar, CalendarVersion
from motorblok.work.models import Task
from tenants.actions import close_client
from tenants.models import Client, Onboarding
from tests import cast, world
from tests.cast import OLGA
from tests.console.pages import promise, text

pytestmark = pytest.mark.usefixtures("public")
START = "/clients/acme/onboarding/"
TOKEN = "01980000-0000-7000-8000-0000000000f1"


def contacts(*rows, when="later", **changes):
    fields = {"token": TOKEN, "when": when, "contacts-TOTAL_FORMS": len(rows), "contacts-INITIAL_FORMS": 0}
    for n, row in enumerate(rows):
        fields |= {f"contacts-{n}-{name}": value for name, value in row.items()}
    return {**fields, **changes}


EVA = {"name": "Eva Prins", "email": "eva@acme.test", "role": "lead", "service_lines": ["hr"]}
TIM = {"name": "Tim <b>Bos</b>", "email": "tim@acme.test", "role": "requester"}


def tasks(*starts, rows=(), **changes):
    fields = {"token": TOKEN, "starts": list(starts), "tasks-TOTAL_FORMS": 3, "tasks-INITIAL_FORMS": 0}
    for n, (title, line) in enumerate(rows):
        fields |= {f"tasks-{n}-title": title, f"tasks-{n}-service_line": line, f"tasks-{n}-priority": "high"}
    return {**fields, **changes}


def agreement(way="template", **changes):
    fields = {"token": TOKEN, "way": way, "template": "standard", "country": "NL", "part": "", "source": ""}
    return {**fields, "seen": "", **changes}


def test_a_client_that_is_opened_is_taken_on_and_listed_so():
    browser = cast.browser(cast.olga())
    sent = {"name": "Delta", "slug": "delta", "code": "", "language": "nl", "time_zone": "Europe/Amsterdam"}

    answer = browser.post("/clients/new/", sent, follow=True)

    assert answer.redirect_chain[-1][0] == "/clients/delta/onboarding/"
    assert "Being taken on" in text(browser.get("/clients/"))
    assert Onboarding.objects.get().finished_at is None


def test_while_the_client_is_built_no_step_is_there(db):
    sent = {"name": "Delta", "slug": "delta", "code": "", "language": "nl", "time_zone": "Europe/Amsterdam"}
    browser = cast.browser(cast.olga())
    browser.post("/clients/new/", sent)

    assert browser.get("/clients/delta/onboarding/").status_code == 200
    assert browser.get("/clients/delta/onboarding/contacts/").status_code == 404


def test_it_goes_on_with_the_first_step_of_which_there_is_nothing():
    browser = cast.browser(cast.rita())
    first = browser.get(START)["Location"]
    cast.ann()
    promise(world.client("acme"))

    assert first == f"{START}contacts/"
    assert browser.get(START)["Location"] == f"{START}staff/"


def test_the_part_that_waits_goes_on_by_itself():
    answer = cast.browser(cast.rita()).get(START, headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == f"{START}contacts/"


def test_contacts_are_written_down_and_invited_when_all_is_ready():
    browser = cast.browser(cast.rita())

    browser.post(f"{START}contacts/", contacts(EVA, {}, TIM))
    noted = set(Person.objects.filter(kind="contact").values_list("name", "role"))
    invited_before = Invitation.objects.filter(person__kind="contact").count()
    browser.post(f"{START}invitations/")

    assert noted == {("Eva Prins", "lead"), ("Tim <b>Bos</b>", "requester")}
    assert invited_before == 0
    assert Invitation.objects.open().filter(person__kind="contact").count() == 2
    assert Person.objects.get(email="eva@acme.test").scopes.get().service_line_id == "hr"


def test_contacts_may_be_invited_at_once_and_a_form_sent_twice_acts_once():
    browser = cast.browser(cast.rita())

    for _ in range(2):
        browser.post(f"{START}contacts/", contacts(EVA, when="now"))

    assert Invitation.objects.filter(person__email="eva@acme.test").count() == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"name": "Eva"}], "Give both the name and the e-mail address."),
        ([TIM, {**TIM, "email": "TIM@acme.test"}], "A row above has this e-mail address already."),
        ([{**EVA, "service_lines": []}], "Choose at least one, or the lead sees nothing."),
        ([TIM, {**TIM, "email": "ann@acme.test"}], "already has an account here"),
        ([{}], "Write down at least one contact"),
    ],
)
def test_a_row_that_is_refused_leaves_nothing_of_the_others(rows, words):
    cast.ann()

    answer = cast.browser(cast.rita()).post(f"{START}contacts/", contacts(*rows))

    assert answer.status_code in {409, 422}
    assert words in text(answer)
    assert list(Person.objects.filter(kind="contact").values_list("email", flat=True)) == ["ann@acme.test"]


def test_more_rows_keep_what_was_typed():
    answer = cast.browser(cast.rita()).post(f"{START}contacts/", contacts(EVA, more="yes"))

    rows = answer.context["rows"]
    assert (len(rows.forms), rows.forms[0]["email"].value()) == (4, "eva@acme.test")
    assert "<b>" not in answer.content.decode().partition("</head>")[2].partition("contacts-0")[2][:500]


def test_a_usual_agreement_is_looked_at_first_and_made_with_the_holidays_that_stay_marked():
    browser = cast.browser(cast.rita())

    looked = browser.post(f"{START}agreement/", agreement(look="yes"))
    with schema.entered("c_acme"):
        made_before = AgreementVersion.objects.count()
    kept = [day.on.isoformat() for year in looked.context["days"].years for day in year.days][:1]
    browser.post(f"{START}agreement/", agreement(make="yes", seen="template/standard/NL/", kept=kept))

    with schema.entered("c_acme"):
        assert (made_before, AgreementVersion.objects.count()) == (0, 1)
        assert CalendarVersion.objects.get().content["holidays"] == kept
        assert CalendarVersion.objects.get().confirmed_by.startswith("staff:")
        assert Calendar.objects.get().name == "Kantooruren"


def test_what_was_changed_after_looking_is_looked_at_again():
    sent = agreement(make="yes", seen="template/standard/NL/", template="fast")

    answer = cast.browser(cast.rita()).post(f"{START}agreement/", sent)

    assert "Nothing is made yet." in text(answer)
    with schema.entered("c_acme"):
        assert not AgreementVersion.objects.exists()


def test_another_clients_agreement_is_copied():
    promise(world.client("globex"))
    browser = cast.browser(cast.rita())

    looked = browser.post(f"{START}agreement/", agreement("copy", source="globex", look="yes"))
    browser.post(f"{START}agreement/", agreement("copy", source="globex", seen="copy/globex", make="yes"))

    assert "Makes the calendar Office hours" in text(looked)
    with schema.entered("c_acme"):
        assert AgreementVersion.objects.get().agreement.name == "Back office"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (agreement("copy", look="yes"), "Choose the client to copy from."),
        (agreement("copy", source="globex", look="yes"), "Nothing is promised to this client yet."),
        (agreement(part="QQ", look="yes"), "This country has no such part."),
        (agreement("stolen", look="yes"), "Select a valid choice"),
    ],
)
def test_an_agreement_from_nowhere_is_told(sent, words):
    answer = cast.browser(cast.rita()).post(f"{START}agreement/", sent)

    assert answer.status_code == 422
    assert words in text(answer)


def test_colleagues_are_assigned_and_withdrawn_by_one_table():
    sam = cast.sam(world.client("acme"))
    browser = cast.browser(cast.rita())

    browser.post(f"{START}staff/", {"token": TOKEN, "posts": [f"{sam.id}:hr", f"{sam.id}:legal"]})

    assert set(Assignment.objects.values_list("service_line_id", flat=True)) == {"hr", "legal"}


def test_first_tasks_are_received_in_the_language_of_the_client():
    sent = tasks("hr:0", rows=[("Call <i>them</i>", "legal")])

    answer = cast.browser(cast.rita()).post(f"{START}tasks/", sent, follow=True)

    with schema.entered("c_acme"):
        assert set(Task.objects.values_list("title", "is_internal", "priority")) == {
            ("Lijst van werknemers en hun contracten ontvangen", False, "normal"),
            ("Call <i>them</i>", False, "high"),
        }
    assert "2 tasks are received." in text(answer)
    assert "<i>them" not in cast.browser(cast.rita()).get(f"{START}tasks/").content.decode()


def test_a_task_without_a_service_line_is_told_and_none_is_received():
    answer = cast.browser(cast.rita()).post(f"{START}tasks/", tasks("hr:0", rows=[("Call them", "")]))

    assert "Choose the service line of this task." in text(answer)
    with schema.entered("c_acme"):
        assert not Task.objects.exists()


def test_it_is_finished_and_the_message_offers_to_go_on_after_all():
    browser = cast.browser(cast.rita())
    browser.post(f"{START}begin/")

    answer = browser.post(f"{START}end/", follow=True)
    finished = Onboarding.objects.get().finished_at
    browser.post(f"{START}begin/")

    assert "Undo" in text(answer)
    assert "Being taken on" not in text(browser.get("/clients/?text=zzz"))
    assert finished is not None
    assert Onboarding.objects.get().finished_at is None


def test_the_last_page_says_what_is_missing_and_where_the_portal_is():
    words = text(cast.browser(cast.rita()).get(f"{START}finish/"))

    assert "acme." in words
    assert "no promise runs on any task" in words


def test_nothing_is_begun_at_a_client_that_is_suspended():
    Client.objects.filter(slug="acme").update(state="suspended")

    answer = cast.browser(cast.rita()).post(f"{START}tasks/", tasks("hr:0"))

    assert answer.status_code == 409
    assert "suspended" in text(answer)


def test_a_client_that_is_closed_is_taken_on_no_more():
    browser, acme = cast.browser(cast.olga()), world.client("acme")
    browser.post(f"{START}begin/")
    close_client(acme, reason="They left.", actor=OLGA, at=datetime.now(UTC))

    again = browser.post(f"{START}begin/")

    assert (again.status_code, "closed" in text(again)) == (409, True)
    assert "Being taken on" not in text(browser.get("/clients/"))
