"""Finance answers what clients claim: by what the clauses give, with a sum, or with a reason why not."""

import pytest

from billing.models import Claim, Credit
from motorblok.kernel import schema
from tests import cast, world
from tests.billing import claimed, missed
from tests.console.pages import text


@pytest.fixture
def claim(public):
    of, _invoice = missed.agreed(world.client("acme"), clause={"claim_days": 400})
    with schema.entered("c_acme"):
        missed.clocks(of.debtor.client, met=98, missed=2)
    return claimed.claim(of, number="ACME-7")


def browser(person, language="en"):
    person.language = language
    person.save()
    return cast.browser(person)


@pytest.fixture
def olga(public):
    return browser(cast.olga())


def page(claim, verb=""):
    return f"/billing/claims/{claim.id}/{verb}"


def test_the_list_shows_what_waits_and_filters(claim, olga):
    assert "Acme" in text(olga.get("/billing/claims/"))
    assert "No claim is in this state." in text(olga.get("/billing/claims/?state=declined"))


def test_the_page_says_what_the_clauses_give(claim, olga):
    shown = text(olga.get(page(claim)))

    assert "By its clauses this month gives €5.00." in shown
    assert "You paid our supplier late." in shown


def test_what_the_clauses_give_is_proposed(claim, olga):
    shown = text(olga.post(page(claim, "by-clause/"), follow=True))

    assert "The credit is proposed" in shown
    assert (Credit.objects.get().amount, Credit.objects.get().claim_id) == (500, claim.id)


@pytest.mark.parametrize(("language", "amount"), [("en", "12.50"), ("nl", "12,50")])
def test_a_sum_of_ones_own_is_proposed(claim, language, amount):
    sent = {"amount": amount, "vat_category": "standard"}

    browser(cast.olga(), language).post(page(claim, "sum/"), sent)

    assert Credit.objects.get().amount == 1_250


@pytest.mark.parametrize("amount", ["", "0", "-1", "much"])
def test_no_sum_is_asked_for_again(claim, olga, amount):
    answer = olga.post(page(claim, "sum/"), {"amount": amount, "vat_category": "standard"})

    assert answer.status_code == 422
    assert not Credit.objects.exists()


def test_declining_needs_a_reason(claim, olga):
    refused = olga.post(page(claim, "declining/"), {"reason": " "})

    shown = text(olga.post(page(claim, "declining/"), {"reason": "It was in time"}, follow=True))

    assert refused.status_code == 422
    assert "Why it was declined It was in time" in shown
    assert Claim.objects.get().state == "declined"


def test_who_comes_second_is_told_that_it_was_decided(claim, olga):
    olga.post(page(claim, "declining/"), {"reason": "No"})

    answer = olga.post(page(claim, "by-clause/"), follow=True)

    assert "was decided about or withdrawn" in text(answer)
    assert not Credit.objects.exists()


def test_it_is_answered_in_dutch(claim):
    shown = text(browser(cast.olga(), "nl").get(page(claim)))

    assert "Financiën, oktober 2026" in shown
    assert "Wat de klant zegt" in shown
    assert "Volgens de clausules geeft deze maand € 5,00." in shown.replace("\xa0", " ")


def test_the_credit_leads_back_to_the_claim(claim, olga):
    olga.post(page(claim, "by-clause/"))

    shown = olga.get(f"/billing/credits/{Credit.objects.get().id}/").content.decode()

    assert page(claim) in shown
