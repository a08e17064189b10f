import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from motorblok.exchange.logs.content import MapIsUnusable
from motorblok.exchange.logs.mapping import read_map
from motorblok.kernel.actors import SYSTEM
from tenants import actions
from tenants.models import Client
from tests.exchange.importing import RESOLVE, bring_in, client_of, in_public, tasks_of, whole
from tests.exchange.logs import EXAMPLE, NOW, line, write_log, write_map

committing = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("owner")]


@pytest.fixture
def as_command(settings, tmp_path):
    """Runs the command as its login; gives what it writes in the report."""
    settings.MOTORBLOK_LOGIN = "owner"

    def run(path, *, plan=EXAMPLE):
        report = tmp_path / "reports" / "one.txt"
        try:
            call_command("import_log", str(path), map=plan, report=report)
        finally:
            run.report = report.read_text() if report.exists() else ""
        return run.report

    return run


class TestBuilding:
    """Imports that build clients, with real commits."""

    pytestmark = committing

    def test_every_client_of_the_log_is_opened_and_built(self, tmp_path):
        lines = [*whole()[:-1], line("1", RESOLVE, "2012-10-09 16:00:00", customer="C2")]

        report = bring_in(write_log(tmp_path, *lines))

        client = client_of("C2")
        assert (client.name, client.slug, client.code, client.language) == (
            "Client C2",
            "client-c2",
            "C2",
            "en",
        )
        assert [client_of(key).is_open for key in ("C1", "C2")] == [True, True]
        assert [len(tasks_of(key)) for key in ("C1", "C2")] == [1, 0]
        assert report.excerpt() == "Task 1 belongs to C1, where it began; later lines name C2."

    def test_a_client_that_was_opened_and_not_built_is_built_by_the_next_import(self, tmp_path, monkeypatch):
        path = write_log(tmp_path, *whole())
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr("motorblok.exchange.logs.clients.provision", interrupt)
            bring_in(path)

        bring_in(path)

        assert in_public(Client.objects.filter(slug="client-c1").count) == 1
        assert [each.number for each in tasks_of("C1")] == ["C1-1"]

    def test_the_command_writes_a_report(self, tmp_path, as_command):
        report = as_command(write_log(tmp_path, *whole()))

        assert "1 tasks imported, in 4 verbs; 0 were imported before, 0 left out." in report
        assert "All 1 clients" in report


def interrupt(*_args, **_kwargs):
    raise KeyboardInterrupt


@pytest.mark.usefixtures("public")
def test_an_address_that_another_client_has_stops_the_import_before_it_begins(tmp_path):
    actions.open_client(name="Somebody", slug="client-c2", actor=SYSTEM, at=NOW)
    path = write_log(tmp_path, *whole("1"), *whole("2", customer="C2"))

    with pytest.raises(actions.SlugIsTaken):
        bring_in(path)

    assert not in_public(Client.objects.filter(slug="client-c1").exists)


@pytest.mark.usefixtures("known_clients")
def test_a_service_line_that_does_not_exist_is_named(tmp_path):
    tasks = {"title": "t", "description": "d", "answer": "a", "service_line": "cooking"}
    plan = read_map(write_map(tmp_path, tasks=tasks))

    with pytest.raises(MapIsUnusable) as refused:
        bring_in(write_log(tmp_path, *whole()), plan=plan)

    assert str(refused.value) == "tasks.service_line: there is no service line cooking."


def test_the_command_asks_for_the_login_that_builds_clients(tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("import_log", str(tmp_path / "log.csv"), map=EXAMPLE)

    assert str(refused.value) == "An import builds clients: start it with MOTORBLOK_LOGIN=owner."


def test_the_command_says_in_one_sentence_why_a_log_cannot_be_read(tmp_path, as_command):
    with pytest.raises(CommandError) as refused:
        as_command(tmp_path / "none.csv")

    assert str(refused.value) == "The log cannot be read: No such file or directory."


@pytest.mark.usefixtures("known_clients")
def test_the_command_fails_where_not_all_of_a_log_is_in(tmp_path, as_command):
    with pytest.raises(CommandError) as refused:
        as_command(write_log(tmp_path, *whole("1"), *whole("2"), line("2", "Dance")))

    assert (
        str(refused.value) == "Not all of the log is in: correct what the report names and import it again."
    )
    assert as_command.report.startswith("Line 10 (task 2): “Dance” is not among the activities of the map.\n")
    assert "1 tasks imported, in 4 verbs; 0 were imported before, 1 left out." in as_command.report
