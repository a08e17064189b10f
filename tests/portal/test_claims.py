"""A director claims a credit in the portal, reads the answer there, and withdraws what nobody has answered."""

from uuid import uuid4

import pytest

from billing.actions.claim_answers import decline_claim, take_up_with_sum
from billing.actions.credits import approve_credit, reverse_credit
from billing.models import Claim
from motorblok.kernel import schema
from tests import cast, world
from tests.billing import claimed, missed
from tests.billing.billed import OCTOBER
from tests.billing.missed import OVER, actor, fay
from tests.console.pages import promise, receive, text
from tests.work.tasks import received

NEW = "/billing/claims/new/"


@pytest.fixture
def office(public):
    of, _invoice = missed.agreed(world.client("acme"))
    return of


@pytest.fixture(autouse=True)
def _in_november(monkeypatch):
    monkeypatch.setattr("motorblok.portal.claims.now", lambda: OVER)


def browser(person, language="en"):
    person.language = language
    person.save()
    return cast.browser(person)


@pytest.fixture
def ann(public):
    return browser(cast.ann())


def sent(**said):
    usual = {"service_line": "finance", "period": OCTOBER.key, "number": "", "words": "Paid late"}
    return {**usual, "token": str(uuid4()), **said}


def address(made):
    return f"/billing/claims/{made.id}/"


def test_a_claim_is_sent_and_its_page_says_that_it_waits(office, ann):
    answer = ann.post(NEW, sent(), follow=True)

    assert answer.redirect_chain[-1][0] == address(Claim.objects.get())
    assert "It waits for an answer." in text(answer)


def test_pressed_twice_it_is_sent_once(office, ann):
    form = sent()

    first, second = ann.post(NEW, form), ann.post(NEW, form)

    assert first["Location"] == second["Location"]
    assert Claim.objects.count() == 1


def test_a_task_says_which_service_line_it_is_of(office, ann):
    with schema.entered("c_acme"):
        task = received(world.client("acme"), service_line="hr")

    ann.post(NEW, sent(number=task.number.lower()))

    made = Claim.objects.get()
    assert (made.number, made.service_line) == (task.number, "hr")


def test_what_the_client_may_not_see_is_no_task(office, ann):
    with schema.entered("c_acme"):
        task = received(world.client("acme"), service_line="hr", is_internal=True)

    answer = ann.post(NEW, sent(number=task.number))

    assert answer.status_code == 422
    assert "There is no task with this number." in text(answer)
    assert not Claim.objects.exists()


@pytest.mark.parametrize("said", [{"words": ""}, {"period": "2020-01"}, {"service_line": ""}])
def test_what_lacks_is_asked_for_beside_its_field(office, ann, said):
    answer = ann.post(NEW, sent(**said))

    assert answer.status_code == 422
    assert not Claim.objects.exists()


def test_the_same_claim_again_says_that_it_waits(office, ann):
    ann.post(NEW, sent())

    answer = ann.post(NEW, sent())

    assert answer.status_code == 422
    assert "This was claimed already" in text(answer)


def test_the_form_begins_with_what_the_link_says(office, ann):
    page = ann.get(f"{NEW}?number=ACME-7&service_line=finance&period=2026-10").content.decode()

    assert 'value="ACME-7"' in page
    assert '<option value="2026-10" selected>' in page


def test_a_proposed_sum_is_not_the_clients_until_two_have_agreed(office, ann):
    made = claimed.claim(office)
    credit = take_up_with_sum(made.id, amount=2_500, actor=actor(cast.olga()), at=OVER)
    before = text(ann.get(address(made)))

    approve_credit(credit.id, actor=fay(), at=OVER)

    after = text(ann.get(address(made)))
    assert "25.00" not in before
    assert "A second person decides about the sum." in before
    assert "25.00" in after
    assert "Stands on MB-2026-C" in after


def test_the_answer_is_read_on_its_page_and_names_nobody_of_the_provider(office, ann):
    made = claimed.claim(office)

    decline_claim(made.id, reason="It was paid on time", actor=actor(cast.olga()), at=OVER)

    page = text(ann.get(address(made)))
    assert "It was paid on time" in page
    assert "Olga" not in page


def test_a_credit_that_was_taken_back_is_told(office, ann):
    made = claimed.claim(office)
    credit = take_up_with_sum(made.id, amount=2_500, actor=actor(cast.olga()), at=OVER)
    approve_credit(credit.id, actor=fay(), at=OVER)

    reverse_credit(credit.id, reason="A mistake", actor=fay(), at=OVER)

    page = text(ann.get(address(made)))
    assert "Taken back" in page
    assert "is charged again on the next one" in page


def test_it_is_withdrawn_while_it_waits(office, ann):
    made = claimed.claim(office)

    page = ann.post(f"{address(made)}withdrawal/", follow=True)

    assert "The claim is withdrawn." in text(page)
    assert "You withdrew this claim" in text(page)


def test_what_was_answered_is_not_withdrawn(office, ann):
    made = claimed.claim(office)
    decline_claim(made.id, reason="No", actor=actor(cast.olga()), at=OVER)

    page = ann.post(f"{address(made)}withdrawal/", follow=True)

    assert "was decided about or withdrawn" in text(page)


def test_the_list_says_how_to_begin_and_then_what_there_is(office, ann):
    empty = text(ann.get("/billing/claims/"))

    claimed.claim(office, number="ACME-7")

    assert "No claims yet" in empty
    assert "ACME-7" in text(ann.get("/billing/claims/"))


def test_it_is_read_in_dutch(office):
    claimed.claim(office)

    page = text(browser(cast.ann(), "nl").get("/billing/claims/"))

    assert "Financiën" in page
    assert "Wacht op antwoord" in page
    assert "oktober 2026" in page


def test_another_clients_claim_does_not_exist(office, globex_schema):
    made = claimed.claim(office)

    cleo = cast.browser(cast.cleo())

    assert cleo.get(address(made)).status_code == 404
    assert cleo.post(f"{address(made)}withdrawal/").status_code == 404


def test_a_client_that_pays_nothing_yet_is_offered_no_claim(public, ann):
    assert "Claim a credit" not in text(ann.get("/billing/claims/"))
    assert ann.get(NEW).status_code == 200
    assert ann.post(NEW, sent()).status_code == 422


@pytest.mark.parametrize(("reader", "is_offered"), [("ann", True), ("carla", False)])
def test_a_missed_promise_on_a_task_leads_directors_to_the_claim(office, reader, is_offered):
    people = {
        "ann": cast.ann,
        "carla": lambda: cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", "finance"),
    }
    acme = world.client("acme")
    promise(acme, resolution=60)
    number = receive(acme, service_line="finance", at=OVER).number

    page = browser(people[reader]()).get(f"/tasks/{number}/").content.decode()

    assert (f"{NEW}?number={number}&amp;service_line=finance" in page) is is_offered
