"""From a line of a credit note to each missed promise behind it: for a director, as far as its own eyes reach."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.actions.credits import reject_credit, reverse_credit
from billing.actions.proposals import CreditDraft, propose_credit
from motorblok.kernel import schema
from motorblok.sla.models import Clock
from motorblok.work.models import Task
from tests import cast, world
from tests.billing import missed
from tests.billing.missed import MIDDLE, OVER
from tests.cast import OLGA
from tests.console.pages import text
from tests.portal.test_billing_banners import english
from tests.work.tasks import received

DUE = MIDDLE - timedelta(hours=3)
NOTE = {
    "service_line": "finance",
    "period_key": "2026-10",
    "amount": 500,
    "reason_en": "Sorry",
    "reason_nl": "Sorry",
}


@pytest.fixture
def ann(public):
    return cast.browser(english(cast.ann()))


@pytest.fixture
def office(public):
    """Acme's subscription with a clause on finance, and its final invoice for October."""
    return missed.agreed(world.client("acme"))[0]


def broken(many=1, **said):
    """So many tasks of Acme's whose resolution was due three hours before it was reached."""
    acme = world.client("acme")
    with schema.entered(acme.schema_name):
        tasks = [received(acme, title=f"Invoice {n}", at=DUE - timedelta(days=1)) for n in range(many)]
        usual = {
            "kind": "resolution", "cycle": 1, "audience": 1, "promise": {}, "target_seconds": 3600, "state": "stopped",
            "consumed_seconds": 3600, "refreshed_at": MIDDLE, "started_at": DUE, "due_at": DUE, "breach_at": DUE,
            "stopped_at": MIDDLE, "decided_at": MIDDLE, "outcome": "breached",
        }  # fmt: skip
        Clock.objects.bulk_create(Clock(subject=task.subject, **(usual | said)) for task in tasks)
    return tasks


def credited(office):
    """The credit that the clause gives, approved and on its credit note."""
    with schema.entered("c_acme"):
        return missed.approved(office)


def page(browser, credit, rest=""):
    return browser.get(f"/billing/credits/{credit.id}/{rest}")


def test_a_line_of_the_credit_note_leads_to_its_credit(ann, office):
    broken()
    credit = credited(office)

    note = ann.get(f"/billing/invoices/{credit.posted_on_id}/").content.decode()

    assert f'href="/billing/credits/{credit.id}/"' in note
    assert page(ann, credit).status_code == 200


def test_each_missed_promise_is_told_with_its_task_and_how_late_it_was(ann, office):
    (task,) = broken()

    answer = page(ann, credited(office))

    (told,) = answer.context["missed"]
    assert (told.number, told.title, told.due_at, told.met_at) == (task.number, "Invoice 0", DUE, MIDDLE)
    assert "3 h late" in text(answer)
    assert f'href="/tasks/{task.number}/"' in answer.content.decode()


def test_figures_are_written_as_the_reader_writes_them(ann, office):
    broken()
    credit = credited(office)
    credit.evidence = {**credit.evidence, "attainment": "97.1", "target": "99.5"}
    credit.save()
    dutch = cast.ann()
    dutch.language = "nl"
    dutch.save()

    found = text(page(cast.browser(dutch), credit))

    assert "Beloofd 99,5\N{NO-BREAK SPACE}% Gehaald 97,1\N{NO-BREAK SPACE}%" in found


def test_one_that_is_not_kept_yet_is_late_until_now(ann, office):
    broken(stopped_at=None, decided_at=None, outcome="", state="paused")

    (told,) = page(ann, credited(office)).context["missed"]

    assert (told.met_at, told.due_at) == (None, DUE)
    assert told.bar.band == "missed"


def test_of_a_task_that_is_not_for_its_eyes_there_is_a_number_alone(ann, office):
    hidden, shown = broken(2)
    credit = credited(office)
    with schema.entered("c_acme"):
        Task.objects.filter(id=hidden.id).update(is_internal=True, title="Not for Ann")

    answer = page(ann, credit)

    assert [each.number for each in answer.context["missed"]] == [shown.number]
    assert "1 more is on a task that is not shown to you." in text(answer)
    assert (hidden.number in text(answer), "Not for Ann" in text(answer)) == (False, False)


def test_a_promise_that_was_taken_back_since_is_told_as_the_evidence_says_it(ann, office):
    broken()
    credit = credited(office)
    with schema.entered("c_acme"):
        Clock.objects.update(state="voided", outcome="")

    (told,) = page(ann, credit).context["missed"]

    assert (told.due_at, told.met_at, told.bar.band) == (DUE, None, "none")


def test_the_evidence_comes_in_pages(ann, office):
    broken(53)
    credit = credited(office)

    first, second = page(ann, credit), page(ann, credit, "?skip=50")

    assert (len(first.context["missed"]), first.context["after"]) == (50, 50)
    assert (len(second.context["missed"]), second.context["after"]) == (3, None)
    assert "53 missed promises" in text(second)


@pytest.mark.parametrize("skip", ["-1", "x", "²", "9999999999999999999999"])
def test_what_is_no_place_in_the_list_is_its_beginning(ann, office, skip):
    broken()

    assert len(page(ann, credited(office), f"?skip={skip}").context["missed"]) == 1


def test_what_is_proposed_or_was_refused_does_not_exist_for_a_client(ann, office):
    with schema.entered("c_acme"):
        proposed, refused = (
            propose_credit(office.debtor_id, CreditDraft(**NOTE), actor=OLGA, at=OVER) for _ in "12"
        )
        reject_credit(refused.id, reason="No", actor=missed.fay(), at=OVER)

    assert [page(ann, each).status_code for each in (proposed, refused)] == [404, 404]


def test_one_that_was_taken_back_says_so(ann, office):
    broken()
    credit = credited(office)
    with schema.entered("c_acme"):
        reverse_credit(credit.id, reason="Ours after all", actor=missed.fay(), at=OVER)

    found = text(page(ann, credit))

    assert "This credit was taken back" in found
    assert "Ours after all" not in found


def test_one_that_a_person_gave_says_that_no_rule_stands_behind_it(ann, office):
    with schema.entered("c_acme"):
        credit = propose_credit(office.debtor_id, CreditDraft(**NOTE), actor=OLGA, at=OVER)
    credit.state = "approved"
    credit.save()

    assert "It follows from no rule of your agreement" in text(page(ann, credit))


def test_nobody_is_told_who_decided(ann, office):
    broken()

    assert "Fay" not in text(page(ann, credited(office)))


@pytest.mark.parametrize(
    "who", [cast.bob, cast.cleo, lambda: cast.contact("acme", "Carla", "carla@acme.test", "lead", "finance")]
)
def test_only_directors_of_its_client_see_a_credit(office, who):
    broken()

    assert page(cast.browser(who()), credited(office)).status_code == 404


def test_a_page_asks_no_more_for_more_promises(ann, office):
    broken(9)
    credit = credited(office)
    few = {**credit.evidence, "clocks": credit.evidence["clocks"][:1]}

    asked = [_asked(ann, credit, evidence) for evidence in (few, credit.evidence)]

    assert asked[0] == asked[1] > 0


def _asked(browser, credit, evidence):
    """How many statements a page costs with so much evidence."""
    credit.evidence = evidence
    credit.save()
    page(browser, credit)
    with CaptureQueriesContext(connection) as asked:
        page(browser, credit)
    return len(asked)
