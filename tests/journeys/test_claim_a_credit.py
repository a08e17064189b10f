"""A client claims in a browser what was missed, staff answers, a second person agrees, and the credit note is one click away."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from billing.actions.claim_answers import decline_claim, take_up_with_sum
from billing.actions.claims import ClaimDraft, claim_credit
from billing.models import Claim, SlaClause
from billing.periods import Period, months_after
from motorblok.audit import readers
from motorblok.kernel import schema
from tests import cast, world
from tests.billing import billed, missed
from tests.billing.claimed import ann as ann_acting
from tests.journeys.chromium import grave_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [(1440, "light"), (820, "dark"), (390, "light"), (390, "dark")]
SHOTS = os.environ.get("SHOTS")
CLAIMS = "/billing/claims/"


@pytest.fixture
def month(public_committed):
    """The month before this one, in which Acme was billed for finance and two promises were missed."""
    acme, today = world.client("acme"), datetime.now(UTC).date()
    first = months_after(today.replace(day=1), -1)
    period = Period(first, months_after(first, 1))
    of = billed.subscription(acme, prices={"books": missed.BOOKS}, anchor_on=first)
    missed.clause(of, from_on=first, claim_days=3650)
    billed.final(of, period)
    middle = datetime(first.year, first.month, 15, 12, tzinfo=UTC)
    with schema.entered("c_acme"):
        missed.clocks(acme, met=98, missed=2, at=middle)
    return period


def speaking(person, language="en"):
    person.language = language
    person.save()
    return person


def look():
    """Let the readers tell what happened, as the workers do."""
    with schema.entered("c_acme"):
        readers.drain()


def test_a_claim_becomes_a_credit_note_that_its_client_opens(visit, month):
    fay, olga = speaking(cast.fay()), speaking(cast.olga())
    page = visit(speaking(cast.ann()), "/billing/")
    page.get_by_role("link", name="Claims").click()
    page.get_by_role("link", name="Claim a credit").first.click()
    page.get_by_label("Service line").select_option("finance")
    page.get_by_label("Month in which it was missed").select_option(month.key)
    page.get_by_label("What went wrong?").fill(
        "Two suppliers were paid after the date that we had agreed on."
    )
    page.get_by_role("button", name="Send the claim").click()
    expect(page.locator("#answer")).to_contain_text("It waits for an answer.")

    look()
    desk = visit(fay, "/inbox/")
    expect(desk.locator(".news")).to_contain_text("Ann Director claims a credit")
    desk.locator(".news .row-link").click()
    desk.get_by_role("button", name="Propose what the clauses give").click()
    expect(desk.locator(".toast")).to_contain_text("a second person decides")
    page.reload()
    expect(page.locator("#answer")).to_contain_text("A second person decides about the sum.")

    second = visit(olga, "/billing/credits/?state=proposed")
    second.get_by_role("link", name="Acme Bakeries").click()
    second.get_by_role("button", name="Approve").click()
    expect(second.locator(".toast")).to_contain_text("The credit is approved.")

    look()
    page.goto(page.url.split("/billing/")[0] + "/inbox/")
    page.locator(".news", has_text="your claim").locator(".row-link").click()
    expect(page.locator(".head-sub")).to_contain_text("Credited")
    page.get_by_role("link", name="Stands on MB-").click()
    expect(page.locator("h1")).to_contain_text("Credit note MB-")
    assert page.said == desk.said == second.said == []


def claims_of_all_kinds(month):
    """One that waits, one that is taken up, one that is credited and one that is declined, the words long and short."""
    olga, at = missed.actor(cast.olga()), datetime.now(UTC) - timedelta(hours=1)
    client_id = world.client("acme").id
    made = []
    for number in ("", "ACME-1", "ACME-2", "ACME-3"):
        words = (
            f"We were promised an answer within a day about {number or 'all of it'}, and heard nothing. " * 3
        )
        draft = ClaimDraft(service_line="finance", period_key=month.key, number=number, words=words.strip())
        made.append(claim_credit(client_id, draft, actor=ann_acting(), at=at))
    take_up_with_sum(made[1].id, amount=2_500, actor=olga, at=at)
    missed.approve_credit(
        take_up_with_sum(made[2].id, amount=1_000, actor=olga, at=at).id, actor=missed.fay(), at=at
    )
    decline_claim(made[3].id, reason="The answer was there within the day.", actor=olga, at=at)
    look()
    return [f"{CLAIMS}{each.id}/" for each in made]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("door", ["portal", "console"])
def test_the_pages_of_claims_hold_in_every_look(visit, month, door, language):
    person = speaking(cast.ann() if door == "portal" else cast.fay(), language)
    pages = {"empty": CLAIMS, **({"new": f"{CLAIMS}new/"} if door == "portal" else {})}
    found = seen(visit, person, f"{door}-{language}", pages)
    waits, taken, credited, declined = claims_of_all_kinds(month)

    pages = {"full": CLAIMS, "waits": waits, "taken": taken, "credited": credited, "declined": declined}
    found |= seen(visit, person, f"{door}-{language}", {**pages, "inbox": "/inbox/"})

    assert found == {}
    assert (Claim.objects.count(), SlaClause.objects.count()) == (4, 1)


def seen(visit, person, name, pages):
    """What is wrong with these pages in all looks; with SHOTS set they are drawn into that folder."""
    faults = {}
    for width, theme in LOOKS:
        page = visit(person, "/settings/", width=width, theme=theme, bypass_csp=True)
        base = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        for called, path in pages.items():
            page.goto(base + path)
            if wrong := [*grave_faults(page), *filter(None, [overflow(page)])]:
                faults[(called, width, theme)] = wrong
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{called}-{width}-{theme}.png", full_page=True)
        page.context.close()
    return faults
