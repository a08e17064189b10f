"""News about money stands in the inboxes of those whom it concerns, at both doors, once, in their own words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils.translation import override

from billing.actions.claim_answers import decline_claim, take_up_with_sum
from billing.actions.credits import approve_credit
from billing.events import claims, dunning, life, subscriptions
from billing.models import Debtor
from motorblok.accounts import viewers
from motorblok.audit import readers
from motorblok.audit.actions import record
from motorblok.audit.queries import recorded_since
from motorblok.config.billing_inbox import tell_about_billing
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.ids import new_id
from motorblok.notify import sending
from motorblok.notify.actions import mark_read
from motorblok.notify.models import Notice
from motorblok.notify.queries import count_unread, inbox
from tests import cast, world
from tests.billing import claimed, missed
from tests.billing.missed import actor

NOW = datetime.now(UTC)
MONEY = {"olga", "fay", "ann"}


@pytest.fixture
def people(public):
    """All who might hear of Acme's money; and Bob, Rita and Sam, who must not."""
    acme = world.client("acme")
    named = (cast.olga(), cast.rita(), cast.sam(acme), cast.fay(), cast.ann(), cast.bob())
    return {each.name.split()[0].lower(): each for each in named}


@pytest.fixture
def office(people):
    of, _invoice = missed.agreed(world.client("acme"))
    readers.drain()
    with schema.entered("c_acme"):
        readers.drain()
    Notice.objects.all().delete()
    mail.outbox.clear()
    return of


def told(kind, subject, *, at=NOW, source="app", **facts):
    with schema.entered("c_acme"):
        record(kind, subject=subject, actor=SYSTEM, at=at, facts=facts, source=source)
        readers.drain()


def look():
    with schema.entered("c_acme"):
        readers.drain()


def who(people):
    ids = set(Notice.objects.values_list("person_id", flat=True))
    return {name for name, person in people.items() if person.id in ids}


def read(person, language="en"):
    """The viewer's inbox as it stands: what each group is called, where it leads, and its lines."""
    book = "c_acme" if person.client_id else schema.PUBLIC
    with override(language), schema.entered(book):
        groups = inbox(viewers.of_person(person)).groups
    return [(each.title, each.number, each.link, [line.said.words for line in each.lines]) for each in groups]


def volume(percent):
    return {
        "percent": percent, "meter": "invoices", "meter_name_en": "invoices", "meter_name_nl": "facturen",
        "period": "2026-11", "used": "80", "included": "100",
    }  # fmt: skip


@pytest.mark.parametrize(("percent", "heard"), [(50, set()), (80, {"ann"}), (100, MONEY)])
def test_what_is_used_is_told_from_four_fifths_on(people, office, percent, heard):
    told(life.VOLUME_REACHED, f"client:{office.debtor_id}", **volume(percent))

    assert who(people) == heard


def test_a_reminder_is_told_to_who_pays_and_leads_to_the_invoice(people, office):
    invoice = office.invoices.get()
    facts = {"number": invoice.number, "amount": "1", "currency": "EUR", "due_on": "2026-11-01", "step": 1}

    told(dunning.REMINDED, f"invoice:{invoice.pk}", **facts, steps=4)

    assert who(people) == {"ann"}
    words = ["U bent eraan herinnerd deze factuur te betalen"]
    link = f"/billing/invoices/{invoice.pk}/"
    assert read(people["ann"], "nl") == [("Factuur", invoice.number, link, words)]


@pytest.mark.parametrize(
    ("now", "heard"),
    [("past_due", MONEY - {"ann"}), ("grace", MONEY - {"ann"}), ("suspended", MONEY), ("active", set())],
)
def test_each_step_down_is_told_to_finance_and_the_last_to_the_client(people, office, now, heard):
    facts = {"was": "active", "now": now, "now_en": "late", "now_nl": "te laat", "cause": "overdue"}

    told(life.LIFE_CHANGED, f"client:{office.debtor_id}", **facts, must_pay_by_on=None)

    assert who(people) == heard


@pytest.mark.parametrize(
    ("language", "subject", "plan"),
    [
        ("en", "Your trial ends on 30 November 2026", "The trial of Office ends"),
        ("nl", "Uw proefperiode eindigt op 30 november 2026", "De proefperiode van Kantoor"),
    ],
)
def test_a_trial_that_ends_is_told_to_both_and_mailed_to_who_pays(people, office, language, subject, plan):
    Debtor.objects.update(language=language)
    facts = {"plan": "office", "name_en": "Office", "name_nl": "Kantoor", "trial_ends_on": "2026-11-30"}

    told(subscriptions.TRIAL_ENDING, f"subscription:{office.pk}", **facts)

    assert who(people) == MONEY
    assert [each.subject for each in mail.outbox] == [subject]
    assert plan in mail.outbox[0].body


def test_a_promise_missed_again_is_told_to_owners_and_leads(people, office):
    facts = {"service_line": "finance", "metric": "", "missed": 3, "months": 3, "period": "2026-10"}

    told(claims.MISSED_AGAIN, f"clause:{new_id()}", **facts)

    assert who(people) == {"olga", "rita"}
    title, _number, link, [words] = read(people["rita"], "nl")[0]
    assert (title, link) == ("Een afspraak die steeds weer wordt gemist", "/clients/acme/")
    assert words == (
        "Financiën heeft in 3 van 3 maanden gemist wat is afgesproken voor alle afspraken, het laatst in oktober 2026"
    )


def test_a_claim_is_told_to_finance_without_the_clients_words(people, office):
    made = claimed.claim(office, at=NOW, number="ACME-7")
    look()

    assert who(people) == {"olga", "fay"}
    expected = ("Claim", "ACME-7", f"/billing/claims/{made.id}/", ["Ann Director claims a credit"])
    assert read(people["fay"]) == [expected]


def test_the_answer_is_told_to_the_director_and_names_nobody_of_staff(people, office):
    made = claimed.claim(office, at=NOW)

    decline_claim(made.id, reason="It was in time", actor=actor(people["olga"]), at=NOW)
    look()

    [(_title, _number, link, [words])] = read(people["ann"], "nl")
    assert link == f"/billing/claims/{made.id}/"
    assert words == "Motorblok heeft de claim over Financiën in oktober 2026 afgewezen: It was in time"


def test_claims_are_mailed_as_people_want_their_mail(people, office):
    made = claimed.claim(office, at=NOW)
    take_up_with_sum(made.id, amount=100, actor=actor(people["olga"]), at=NOW)
    look()

    sending.send_due(at=datetime.now(UTC))

    assert {address for each in mail.outbox for address in each.to} >= {"ann@acme.test", "fay@motorblok.test"}
    (to_ann,) = [each for each in mail.outbox if each.to == ["ann@acme.test"]]
    assert f"/billing/claims/{made.id}/" in to_ann.body
    assert "[Claim]" in to_ann.subject


def test_a_credit_on_a_credit_note_leads_there(people, office):
    made = claimed.claim(office, at=NOW)
    credit = take_up_with_sum(made.id, amount=100, actor=actor(people["olga"]), at=NOW)

    note = approve_credit(credit.id, actor=actor(people["fay"]), at=NOW).posted_on
    look()

    links = {link for _title, _number, link, _words in read(people["ann"])}
    assert f"/billing/invoices/{note.pk}/" in links


def test_shown_twice_it_is_told_once(people, office):
    claimed.claim(office, at=NOW)
    with schema.entered("c_acme"):
        kinds = [claims.CLAIMED.name]
        entries = next(recorded_since(NOW - timedelta(minutes=5), kinds=kinds, limit=10))
        tell_about_billing(entries)
        tell_about_billing(entries)

    assert Notice.objects.filter(kind=claims.CLAIMED.name).count() == 2


@pytest.mark.parametrize("said", [{"source": "import"}, {"at": NOW - timedelta(days=8)}])
def test_the_past_is_no_news(people, office, said):
    told(life.VOLUME_REACHED, f"client:{office.debtor_id}", **said, **volume(100))

    assert who(people) == set()


def test_who_no_longer_sees_money_reads_nothing_of_it(people, office):
    told(life.VOLUME_REACHED, f"client:{office.debtor_id}", **volume(100))
    ann, fay = people["ann"], people["fay"]

    ann.role, fay.role = "lead", "agent"

    assert (read(ann), read(fay)) == ([], [])
    with schema.entered("c_acme"):
        assert count_unread(viewers.of_person(ann)) == 0


def test_opening_a_claim_marks_its_news_as_read(people, office):
    made = claimed.claim(office, at=NOW)
    look()

    cast.browser(people["fay"]).get(f"/billing/claims/{made.id}/")

    unread = set(Notice.objects.unread().values_list("person_id", flat=True))
    assert unread == {people["olga"].id}


def test_opening_a_task_leaves_the_news_of_a_claim_about_it_unread(people, office):
    claimed.claim(office, at=NOW, number="ACME-7")
    look()

    assert mark_read(people["fay"].id, at=NOW, number="ACME-7") == 0


@pytest.mark.parametrize(("who_reads", "path"), [("ann", "/inbox/"), ("fay", "/inbox/")])
def test_the_page_links_to_it_and_marks_it(people, office, who_reads, path):
    told(life.VOLUME_REACHED, f"client:{office.debtor_id}", **volume(100))
    browser = cast.browser(people[who_reads])
    page = browser.get(path).content.decode()
    [notice] = Notice.objects.filter(person_id=people[who_reads].id)

    browser.post("/inbox/reading/", {"matter": str(notice.task_id)})

    assert "100 %" in page
    assert not Notice.objects.unread().filter(person_id=people[who_reads].id).exists()
