"""The one notice above every page of the portal: none when all is well, else what the company's standing means for who looks."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from billing.actions.archiving import make_archive, propose_erasure
from billing.actions.holds import dispute_invoice
from billing.lives import Cause
from billing.living import move
from billing.models import Debtor
from billing.settling import money_of
from motorblok.accounts import viewers
from motorblok.audit.models import Event
from motorblok.kernel import schema
from motorblok.portal import banners
from motorblok.work.models import Task
from tenants.actions import reopen_client, suspend_client
from tests import cast, world
from tests.billing import agreed, paid
from tests.cast import OLGA, RITA
from tests.console.pages import text
from tests.portal.test_requests import request as asked

DUE = date(2026, 12, 1)
NOW = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(public, monkeypatch):
    """Make it another day: `today(instant)`; the tenth of December where nothing is said."""

    def said(at):
        monkeypatch.setattr("motorblok.portal.templatetags.banners.now", lambda: at)
        monkeypatch.setattr("motorblok.portal.billing.now", lambda: at)

    said(NOW)
    return said


@pytest.fixture
def debtor():
    """Acme as one who pays; its people have joined before anything went wrong."""
    for who in (cast.ann, cast.bob, carla):
        who()
    seller = agreed.legal_entity(email="billing@motorblok.test")
    return agreed.debtor(world.client("acme"), life="active", legal_entity=seller)


def living(debtor, life):
    """Acme in a life, with nothing else changed."""
    Debtor.objects.filter(pk=debtor.pk).update(life=life, must_pay_by_on=DUE)
    return debtor


def moved(debtor, *causes):
    """Acme moved on by these causes, with all that follows."""
    for cause in causes:
        with money_of(debtor.pk, and_client=True) as held:
            move(held, cause, actor=OLGA, at=NOW)


def english(person):
    person.language = "en"
    person.save()
    return person


def banner(person, path="/"):
    """The words of the notices above a page, one or none; a page whose notice is not alone fails."""
    answer = cast.browser(english(person)).get(path)
    page = answer.content.decode()
    assert page.count('id="company-banner"') <= 1
    if 'id="company-banner"' not in page:
        return ""
    return text(answer).partition(" Skip to ")[2]


def carla():
    return cast.contact("acme", "Carla", "carla@acme.test", "lead", "finance")


PEOPLE = pytest.mark.parametrize("who", [cast.bob, carla])


@pytest.mark.parametrize("life", ["draft", "active"])
def test_all_is_well_and_nobody_is_told_anything(debtor, life):
    living(debtor, life)

    assert [banner(who()) for who in (cast.ann, cast.bob, carla)] == ["", "", ""]


def test_who_pays_for_nothing_is_told_nothing(public):
    assert banner(cast.ann()) == ""


@pytest.mark.parametrize(("day", "told"), [(4, False), (5, True), (10, True), (11, False)])
def test_the_last_day_of_a_trial_is_told_in_its_last_days_and_on_it(debtor, today, day, told):
    agreed.subscription(debtor, agreed.plan(), trial_ends_on=date(2026, 12, 11))
    living(debtor, "trialing")
    today(datetime(2026, 12, day, 9, 0, tzinfo=UTC))

    assert ("The last day of your trial is 10 December 2026" in banner(cast.ann())) is told


def test_what_is_overdue_is_told_to_the_director_with_the_way_to_pay_it(debtor):
    invoice = paid.owed(debtor, due_on=DUE)
    living(debtor, "past_due")

    page = cast.browser(english(cast.ann())).get("/tasks/")

    assert "€121.00 is overdue" in text(page)
    assert f"Invoice {invoice.number} was due on 1 December 2026." in text(page)
    assert f'href="/billing/invoices/{invoice.id}/#pay"' in page.content.decode()


def test_several_that_are_overdue_are_one_sum_and_the_oldest_is_paid_first(debtor):
    first, _ = paid.owed(debtor, due_on=DUE), paid.owed(debtor, due_on=date(2026, 12, 5), total=100)
    living(debtor, "past_due")

    found = banner(cast.ann())

    assert "€122.00 is overdue" in found
    assert "2 invoices are overdue, the oldest since 1 December 2026." in found
    assert f"Pay {first.number}" in found


def test_the_page_of_billing_names_the_same_last_day_of_the_trial(debtor):
    agreed.subscription(debtor, agreed.plan(), trial_ends_on=date(2026, 12, 11))

    page = text(cast.browser(english(cast.ann())).get("/billing/"))

    assert "Last day of the trial 10 December 2026" in page


@PEOPLE
@pytest.mark.parametrize("life", ["trialing", "past_due"])
def test_money_alone_is_nothing_that_others_are_told_of(debtor, who, life):
    paid.owed(debtor, due_on=DUE)

    assert banner(who(), living(debtor, life) and "/") == ""


def test_the_page_of_billing_tells_of_it_once(debtor):
    paid.owed(debtor, due_on=DUE)
    living(debtor, "past_due")

    assert banner(cast.ann(), "/billing/").count("is overdue") == 1


def test_what_is_overdue_before_the_life_has_moved_stands_on_the_page_of_billing(debtor):
    paid.owed(debtor, due_on=DUE)

    assert banner(cast.ann()) == ""
    assert "€121.00 is overdue" in text(cast.browser(cast.ann()).get("/billing/"))


def test_what_is_disputed_is_held_against_nobody(debtor):
    invoice = paid.owed(debtor, due_on=DUE)
    dispute_invoice(invoice.id, reason="Not ours", actor=cast.olga().actor, at=NOW)

    assert banner(cast.ann(), living(debtor, "past_due") and "/") == ""


def test_the_last_reminder_says_by_when_to_pay(debtor):
    paid.owed(debtor, due_on=DUE)
    living(debtor, "grace")

    found = banner(cast.ann())

    assert "€121.00 is overdue: please pay before 31 December 2026" in found
    assert "From 31 December 2026 on your provider may make this portal read-only" in found


@PEOPLE
def test_the_last_reminder_tells_others_when_their_work_may_stop_and_no_sum(debtor, who):
    paid.owed(debtor, due_on=DUE)
    living(debtor, "grace")

    found = banner(who())

    assert "From 31 December 2026 on this portal may be read-only" in found
    assert "€" not in found
    assert "overdue" not in found


def test_the_day_is_the_clients_own(debtor, today):
    paid.owed(debtor, due_on=DUE)
    living(debtor, "grace")
    today(MIDNIGHT.replace(day=30))

    assert "at any time" in banner(cast.ann())
    assert "This portal may become read-only soon" in banner(cast.bob())


def test_who_is_suspended_reads_what_still_works_and_whom_to_write_to(debtor):
    paid.owed(debtor, due_on=DUE)
    living(debtor, "grace")
    moved(debtor, Cause.CONFIRMED)

    found = banner(cast.ann())

    assert "This portal is read-only until €121.00 is paid" in found
    assert "Questions? Write to billing@motorblok.test" in found


@PEOPLE
def test_others_of_a_suspended_company_are_told_what_they_can_do_and_no_sum(debtor, who):
    paid.owed(debtor, due_on=DUE)
    moved(living(debtor, "grace"), Cause.CONFIRMED)

    found = banner(who())

    assert "All tasks and answers can be read" in found
    assert ("€" in found, "invoice" in found.lower()) == (False, False)


def test_who_was_suspended_by_a_person_is_not_told_to_pay(debtor):
    paid.owed(debtor, due_on=DUE)
    suspend_client(world.client("acme"), reason="A dispute", actor=RITA, at=NOW)
    moved(living(debtor, "grace"), Cause.CONFIRMED)

    assert "The work for your company is paused" in banner(cast.ann())
    assert "Pay " not in banner(cast.ann())


def test_who_was_opened_by_a_person_all_the_same_is_not_told_that_it_is_closed(debtor):
    paid.owed(debtor, due_on=DUE)
    moved(living(debtor, "grace"), Cause.CONFIRMED)
    reopen_client(world.client("acme"), actor=RITA, at=NOW)

    assert "€121.00 is overdue" in banner(cast.ann())
    assert banner(cast.bob()) == ""


def test_who_has_left_is_told_that_no_day_is_set(debtor):
    moved(debtor, Cause.ENDED)

    found = banner(cast.ann())

    assert "Your subscription has ended" in found
    assert "No day is set for erasing it" in found
    assert "you then find it here" in found
    assert "The work for your company has ended" in banner(cast.bob())


@pytest.fixture
def archived(debtor):
    """Acme has left, and has its archive."""
    moved(debtor, Cause.ENDED)
    return make_archive(debtor.pk, actor=cast.olga().actor, at=NOW)


def test_who_is_to_be_erased_is_told_until_when_it_can_be_read(debtor, archived, today):
    propose_erasure(debtor.pk, actor=cast.olga().actor, at=NOW)

    assert "until 9 January 2027 at least" in banner(cast.ann())
    assert "until 9 January 2027 at least" in banner(cast.bob())
    today(datetime(2027, 1, 9, 9, 0, tzinfo=UTC))
    assert "It may be erased for good at any time." in banner(cast.bob())


def test_a_director_takes_the_archive_along_and_the_book_tells(debtor, archived):
    ann = cast.browser(english(cast.ann()))

    page, file = ann.get("/"), ann.get("/billing/archive.zip")

    assert 'href="/billing/archive.zip"' in page.content.decode()
    assert sha256(file.content).hexdigest() == archived.archive_sha256
    assert file["Content-Disposition"] == 'attachment; filename="acme.zip"'
    with schema.entered("c_acme"):
        assert Event.objects.filter(kind="billing.archive.taken").count() == 1


@pytest.mark.parametrize("who", [cast.bob, cast.cleo])
def test_others_take_no_archive(archived, who):
    assert cast.browser(who()).get("/billing/archive.zip").status_code == 404
    assert "/billing/archive.zip" not in cast.browser(who()).get("/").content.decode()


def test_an_archive_of_before_the_client_came_back_is_not_taken_for_all_there_is(debtor, archived):
    ann = cast.browser(cast.ann())
    for life in ("active", "cancelled"):
        Debtor.objects.filter(pk=debtor.pk).update(life=life)

        assert ann.get("/billing/archive.zip").status_code == 404
        assert "/billing/archive.zip" not in ann.get("/").content.decode()


def test_globex_hears_nothing_of_acme(debtor):
    paid.owed(debtor, due_on=DUE)
    moved(living(debtor, "grace"), Cause.CONFIRMED)

    assert banner(cast.cleo()) == ""


@pytest.mark.parametrize("many", [1, 5])
def test_the_notice_costs_three_statements_however_much_is_overdue(debtor, django_assert_num_queries, many):
    for _ in range(many):
        paid.owed(debtor, due_on=DUE)
    living(debtor, "grace")
    viewer, acme = viewers.of_person(cast.ann()), world.client("acme")

    with django_assert_num_queries(3):
        assert banners.banner(viewer, acme, at=NOW)


def test_read_only_is_felt_no_form_is_offered_and_what_is_sent_is_refused_in_words(debtor):
    moved(living(debtor, "grace"), Cause.CONFIRMED)
    browser = cast.browser(english(cast.bob()))

    home, form = browser.get("/"), browser.get("/tasks/new/")
    refused = browser.post("/tasks/new/", asked())

    assert "/tasks/new/" not in home.content.decode()
    assert "Nothing can be asked now" in text(form)
    assert "<textarea" not in form.content.decode()
    assert refused.status_code == 409
    assert "nothing can be added or changed" in text(refused)
    with schema.entered("c_acme"):
        assert not Task.objects.exists()
