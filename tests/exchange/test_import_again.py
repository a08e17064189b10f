import pytest
from django.utils.translation import override

from motorblok.accounts.models import Person
from motorblok.audit.models import Event, Unread
from motorblok.board.models import Row
from motorblok.exchange.logs.gathering import gathered
from motorblok.exchange.logs.mapping import read_map
from motorblok.exchange.logs.memory import early_digest_of
from motorblok.exchange.logs.playing import Outcome
from motorblok.exchange.logs.rules import Verb
from motorblok.exchange.logs.telling import Teller
from motorblok.exchange.models import Imported
from motorblok.kernel.actors import SYSTEM
from tenants import actions
from tenants.models import Client
from tests.exchange.importing import CLOSED, TAKE, bring_in, client_of, in_public, inside, tasks_of, whole
from tests.exchange.logs import NOW, check, line, write_log, write_map

pytestmark = pytest.mark.usefixtures("known_clients")


def all_that_is_there():
    events = [
        inside(key, lambda: list(Event.objects.order_by("id").values_list("id"))) for key in ("C1", "C2")
    ]
    tables = (Event, Imported, Person, Client, Row)
    return events, in_public(lambda: [list(table.objects.order_by("pk").values()) for table in tables])


def test_a_second_import_changes_nothing(tmp_path):
    path = write_log(tmp_path, *whole("1"), *whole("2", customer="C2"))
    bring_in(path)
    before = all_that_is_there()

    report = bring_in(path)

    assert report.outcomes == {Outcome.KNOWN: 2}
    assert all_that_is_there() == before


def test_a_longer_log_adds_what_is_new(tmp_path):
    bring_in(write_log(tmp_path, *whole("1")))

    report = bring_in(write_log(tmp_path, *whole("1"), *whole("2"), *whole("3", customer="C2")))

    assert report.outcomes == {Outcome.KNOWN: 1, Outcome.IMPORTED: 2}
    assert (report.clients_opened, report.people_added) == (0, 0)


def test_a_task_told_differently_the_second_time_is_left_and_reported(tmp_path):
    bring_in(write_log(tmp_path, *whole("1")[:2]))

    report = bring_in(write_log(tmp_path, *whole("1")))

    assert tasks_of("C1")[0].state == "taken"
    assert report.excerpt() == "Task 1 is told differently than when it was imported: it was left as it is."


def test_a_killed_import_goes_on_where_it_was(tmp_path, monkeypatch):
    path = write_log(tmp_path, *whole("1"), *whole("2"), *whole("3", customer="C2"))
    tell = Teller.tell

    def killed(self, step, task):
        tell(self, step, task)
        if (step.line.task, step.verb) == ("2", Verb.RESOLVE):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Teller, "tell", killed)
        bring_in(path)
    half = len(tasks_of("C1"))
    report = bring_in(path)

    assert half == 1
    assert report.outcomes == {Outcome.KNOWN: 1, Outcome.IMPORTED: 2}
    assert [len(tasks_of(key)) for key in ("C1", "C2")] == [2, 1]


def test_a_broken_line_keeps_its_whole_task_out(tmp_path):
    lines = [*whole("1"), line("1", CLOSED, "2013-03-31 02:30:00"), *whole("2")]

    report = bring_in(write_log(tmp_path, *lines))

    assert [each.title for each in tasks_of("C1")] == ["Request 2 about P1"]
    assert report.file.getvalue() == (
        "Line 6 (task 1): The time 2013-03-31 02:30:00 does not exist in Europe/Rome: its clock skips that hour.\n"
    )
    assert (report.left_out, report.is_whole) == (1, False)


def test_a_corrected_line_brings_its_task_in(tmp_path):
    bring_in(write_log(tmp_path, *whole("1"), line("1", "Dance", "2012-10-10 10:00:00")))

    report = bring_in(write_log(tmp_path, *whole("1"), line("1", CLOSED, "2012-10-10 10:00:00")))

    assert report.outcomes == {Outcome.IMPORTED: 1}
    assert report.is_whole


def test_a_suspended_client_gets_no_work_and_the_others_do(tmp_path):
    bring_in(write_log(tmp_path, *whole("1")))
    actions.suspend_client(client_of("C1"), reason="unpaid", actor=SYSTEM, at=NOW)

    report = bring_in(write_log(tmp_path, *whole("1"), *whole("2"), *whole("3", customer="C2")))

    assert report.outcomes == {Outcome.KNOWN: 1, Outcome.REFUSED: 1, Outcome.IMPORTED: 1}
    assert report.excerpt().startswith("Task 2 of C1 was left out: ")


def test_the_readers_are_woken_once_for_each_client(tmp_path, monkeypatch):
    woken = []
    monkeypatch.setattr("motorblok.exchange.logs.importing.wake", woken.append)

    bring_in(write_log(tmp_path, *whole("1"), *whole("2"), *whole("3", customer="C2")))
    bring_in(write_log(tmp_path, *whole("1"), *whole("2"), *whole("3", customer="C2")))

    assert woken == [client_of("C1").schema_name, client_of("C2").schema_name]
    assert inside("C1", Unread.objects.exists)


def test_a_client_that_only_a_broken_line_names_is_not_opened(tmp_path):
    bring_in(write_log(tmp_path, *whole("1"), line("2", customer="C9", resource="no one")))

    assert not Client.objects.filter(slug__endswith="9").exists()


def test_what_was_imported_in_the_first_form_stays_and_is_counted(tmp_path):
    path = write_log(tmp_path, *whole("1"))
    bring_in(path)
    with gathered(check(path)) as found:
        early = early_digest_of(next(found.tasks_of("C1")))
    in_public(lambda: Imported.objects.filter(what="task").update(digest=early))
    in_public(lambda: Imported.objects.filter(what="terms").update(digest=""))
    before = all_that_is_there()

    report = bring_in(path)

    assert (report.outcomes, report.other_terms) == ({Outcome.EARLY: 1}, 1)
    assert "1 tasks were imported in the earlier, shorter form" in report.summary([])
    assert all_that_is_there() == before


def test_a_map_with_other_rules_tells_a_task_differently(tmp_path):
    path = write_log(tmp_path, *whole("1"), line("1", TAKE, "2012-10-10 10:00:00"))
    bring_in(path)

    report = bring_in(path, plan=read_map(write_map(tmp_path, rules=None)))

    assert report.outcomes == {Outcome.CHANGED: 1}
    assert tasks_of("C1")[0].state == "taken"


def test_a_report_speaks_the_language_of_its_reader(tmp_path):
    path = write_log(tmp_path, *whole("1"), line("2", "Dance"))

    with override("nl"):
        report = bring_in(path)
        summary = report.summary([])

    assert report.excerpt() == "Regel 6 (taak 2): ‘Dance’ staat niet in de kaart onder activities."
    assert summary.startswith("Logboek helpdesk: 5 regels gelezen, waarvan 1 onbruikbaar.")


def test_lines_that_the_map_does_not_mean_are_passed_over_and_counted(tmp_path):
    plan = read_map(write_map(tmp_path, only={"workgroup": ["W1"]}))

    report = bring_in(write_log(tmp_path, *whole("1"), line("2", "Dance", workgroup="W9")), plan=plan)

    assert (report.lines, report.passed_over, report.broken) == (5, 1, 0)
    assert "1 lines were passed over" in report.summary([])
