"""What pauses, what reopening does, what an upgrade leaves: in the form of an agreement, and which line applies."""

import re

import pytest

from motorblok.kernel import schema
from motorblok.sla.models import AgreementVersion
from tests import cast, world
from tests.console.pages import promise, text
from tests.console.terms_sent import an_agreement
from tests.sla import promised
from tests.sla.promised import a_calendar

pytestmark = pytest.mark.usefixtures("public")
NEW, PAGE = "/clients/acme/agreement/new/", "/clients/acme/agreement/"


@pytest.fixture
def line():
    with schema.entered("c_acme"):
        return {
            "calendar": str(a_calendar().calendar_id),
            "next_response_hours": "2",
            "resolution_hours": "8",
        }


def newest():
    with schema.entered("c_acme"):
        return AgreementVersion.objects.order_by("number").last().content


def test_they_are_drawn_up_for_all_lines_and_said_in_words(line):
    rules = {"pauses_resolution": ["client", "third_party"], "reopen": "new_cycle", "floor": "45"}

    answer = cast.browser(cast.rita()).post(NEW, an_agreement(line, name="Desk", **rules), follow=True)

    assert newest()["pauses"] == {
        "first_response": [],
        "next_response": [],
        "resolution": ["client", "third_party"],
    }
    assert (newest()["reopen"], newest()["upgrade_floor"]) == ("new_cycle", 2700)
    for words in ("while we wait for the client or a third party", "never stands still", "45", "2 h"):
        assert words in text(answer).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"floor": "99999"}, "10080"),
        ({"floor": "-1"}, "greater than or equal to 0"),
        ({"reopen": "never"}, "Select a valid choice"),
        ({"pauses_resolution": ["weather"]}, "Select a valid choice"),
    ],
)
def test_rules_that_there_are_not_are_refused(line, rules, words):
    answer = cast.browser(cast.rita()).post(NEW, an_agreement(line, name="Desk", **rules))

    assert answer.status_code == 422
    assert words in text(answer)


def test_a_line_keeps_the_rules_that_it_has_of_its_own_until_it_is_told_to_follow():
    promise(world.client("acme"))
    with schema.entered("c_acme"):
        version = AgreementVersion.objects.get()
        content = version.content
        content["lines"][0]["pauses"] = {"resolution": []}
        AgreementVersion.objects.update(content=content)
    known = {"calendar": content["lines"][0]["calendar"], "resolution_hours": "8"}
    address, browser = f"{PAGE}{version.agreement_id}/version/", cast.browser(cast.rita())

    browser.post(address, an_agreement(known, known=1, effective_on="2090-01-01"))
    kept = newest()["lines"][0]
    browser.post(address, an_agreement({**known, "as_all": "on"}, known=1, effective_on="2090-02-01"))

    assert kept["pauses"] == {"resolution": []}
    assert "pauses" not in newest()["lines"][0]


def test_the_form_tells_which_line_would_apply_and_publishes_nothing(line):
    high = {**line, "priority": "high", "resolution_hours": "4"}
    asked = {"try": "yes", "trial-service_line": "finance", "trial-priority": "high", "trial-level": ""}

    answer = cast.browser(cast.rita()).post(NEW, an_agreement(line, high, name="Desk", **asked))

    words = text(answer).replace("\N{NO-BREAK SPACE}", " ")
    assert answer.status_code == 200
    assert "Resolution: 4 h" in words
    assert "Line 2 of the agreement applies: it fits by priority" in words
    with schema.entered("c_acme"):
        assert not AgreementVersion.objects.exists()


def test_the_page_tells_which_line_applies_now_and_where_none_does():
    with schema.entered("c_acme"):
        calendar = str(a_calendar().calendar_id)
    browser = cast.browser(cast.rita())
    only = {"calendar": calendar, "service_line": "finance", "resolution_hours": "8"}
    browser.post(NEW, an_agreement(only, name="Desk", effective_on="2020-01-01"))
    ask = "?try=yes&trial-priority=low&trial-level=<script>x</script>&trial-service_line="

    promised, nothing = (browser.get(PAGE + ask + line) for line in ("finance", "legal"))

    assert "it fits by service line" in text(promised)
    assert "Nothing is promised for this work." in text(nothing)
    assert not re.search("<script>x", promised.content.decode())


def test_the_page_says_the_rules_of_most_lines_once_and_in_a_line_what_differs():
    acme = world.client("acme")
    with schema.entered(acme.schema_name):
        usual = {"calendar": str(a_calendar().calendar_id), "targets": {"resolution": 8 * 3600}}
        own = {**usual, "priority": "low", "pauses": {"resolution": ["third_party"]}}
        promised.an_agreement({**usual, "priority": "high"}, {**usual, "priority": "urgent"}, own)

    words = text(cast.browser(cast.rita()).get("/clients/acme/agreement/"))

    assert words.count("Resolution: the time stands still while we wait for the client.") == 1
    assert words.count("Resolution: the time stands still while we wait for a third party.") == 1
    assert words.count("An upgrade leaves at least") == 1
    assert "Where a line says nothing else:" in words
