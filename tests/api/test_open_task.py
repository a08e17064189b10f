"""GET /tasks/{number}/ and its explanation: what happened and what counted, each side in its own words."""

from django.conf import settings

from tests.api.callers import DRAFT, TASKS, Caller
from tests.sla.promised import HOUR, an_agreement

OPENED = f"{TASKS}ACME-1/"
LINE = {"targets": {"first_response": HOUR, "resolution": 4 * HOUR}}


def work_through(erp: Caller, ritas: Caller) -> None:
    """A task that is received, assigned, taken and resolved."""
    an_agreement(LINE)
    erp.post(TASKS, {**DRAFT, "description": "Twice 410.00"})
    rita = ritas.get(f"{OPENED}assignment/").json()["colleagues"][0]["id"]
    ritas.post(f"{OPENED}assignment/", {"assignee_id": rita})
    ritas.post(f"{OPENED}taking/")
    ritas.post(f"{OPENED}resolution/", {"answer": "Booked back."})


def test_a_client_reads_its_texts_and_what_happened(erp: Caller, ritas: Caller) -> None:
    work_through(erp, ritas)

    task = erp.get(OPENED).json()

    assert (task["description"], task["answer"]) == ("Twice 410.00", "Booked back.")
    assert [each["kind"] for each in task["happenings"]] == [
        "work.task.received",
        "work.task.taken",
        "work.task.resolved",
    ]
    assert {each["standing"] for each in task["promises"]} == {"met"}


def test_the_providers_people_have_no_names_for_the_client(erp: Caller, ritas: Caller) -> None:
    work_through(erp, ritas)

    for path in (OPENED, f"{OPENED}explanation/", TASKS):
        assert "Rita" not in erp.get(path).content.decode()
    assert [each["by"] for each in erp.get(OPENED).json()["happenings"]] == [
        "ERP",
        settings.MOTORBLOK_PROVIDER,
        settings.MOTORBLOK_PROVIDER,
    ]


def test_the_provider_reads_who_did_what(erp: Caller, ritas: Caller) -> None:
    work_through(erp, ritas)

    task = ritas.get(OPENED).json()

    assert task["audience"] == "client"
    assert [each["by"] for each in task["happenings"]] == ["ERP", "Rita Lead", "Rita Lead", "Rita Lead"]
    assert task["happenings"][1]["kind"] == "work.task.assigned"


def test_happenings_are_told_in_the_language_asked_for(erp: Caller) -> None:
    erp.post(TASKS, DRAFT)

    english = erp.get(OPENED, Accept_Language="en")
    dutch = erp.get(OPENED, Accept_Language="nl-BE, en;q=0.5")

    assert english["Content-Language"] == "en"
    assert dutch["Content-Language"] == "nl"
    assert english.json()["happenings"][0]["words"].startswith("ERP asked for")
    assert english.json()["received_at"] == dutch.json()["received_at"]


def test_instants_are_utc_whatever_the_clients_zone(erp: Caller) -> None:
    task = erp.post(TASKS, DRAFT).json()

    assert task["received_at"].endswith("Z")
    assert erp.get(OPENED).json()["received_at"] == task["received_at"]


def test_what_another_client_has_does_not_exist(erp: Caller, globex_erp: Caller) -> None:
    erp.post(TASKS, DRAFT)

    there, nowhere = globex_erp.get(OPENED), globex_erp.get(f"{TASKS}ACME-999/")

    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_an_internal_task_answers_its_client_like_one_that_never_was(erp: Caller, ritas: Caller) -> None:
    ritas.post(TASKS, {**DRAFT, "audience": "internal"})

    for rest in ("", "explanation/"):
        internal = erp.get(f"{TASKS}ACME-I-1/{rest}")
        unheard_of = erp.get(f"{TASKS}ACME-I-2/{rest}")
        assert internal.status_code == 404
        assert internal.content == unheard_of.content


def test_what_lies_outside_an_agents_service_lines_does_not_exist(ritas: Caller, sams: Caller) -> None:
    ritas.post(TASKS, {**DRAFT, "service_line": "hr", "audience": "client"})

    for rest in ("", "explanation/", "assignment/"):
        assert sams.get(f"{OPENED}{rest}").status_code == 404
    assert sams.post(f"{OPENED}taking/").status_code == 404


def test_an_explanation_adds_up_to_what_was_used(erp: Caller, ritas: Caller) -> None:
    work_through(erp, ritas)

    promises = erp.get(f"{OPENED}explanation/").json()["promises"]

    assert [each["kind"] for each in promises] == ["first_response", "resolution"]
    for promise in promises:
        assert promise["target_seconds"] in {HOUR, 4 * HOUR}
        assert promise["standing"] == "met"
        assert promise["agreement"].startswith("Back office")
        assert promise["stretches"][-1]["total_seconds"] == promise["consumed_seconds"]
        assert promise["reasons"]


def test_without_an_agreement_there_is_nothing_to_explain(erp: Caller) -> None:
    erp.post(TASKS, DRAFT)

    assert erp.get(f"{OPENED}explanation/").json() == {"promises": []}
