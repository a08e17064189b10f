"""The doctor knows an upgrade that is under way: steps that wait are no fault, backfills that stopped are."""

import pytest

from motorblok.config import readiness
from motorblok.config.operations.doctor import database
from motorblok.kernel import schema
from tenants import public
from tenants.models import BackfillRun, Client
from tenants.phases import Split
from tests.cast import MONDAY
from tests.tenants.migrations import migration

CONTRACT = migration("9002_gone", app="tenants", phase="contract")


def test_contract_steps_that_wait_are_told_and_no_fault(
    acme: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "pending_in_public", lambda: Split((), (CONTRACT,)))

    finding = database.check_migrations()

    assert finding.verdict == "ok"
    assert finding.words.endswith("for migrate --contract waits tenants.9002_gone.")


def test_a_backfill_that_is_not_finished_fails(acme: Client) -> None:
    with schema.entered(schema.PUBLIC):
        run = BackfillRun.objects.create(client=acme, name="audit.9001_note/words", at=MONDAY)
        found = database.check_clients()
        run.finished_at = MONDAY
        run.save(update_fields=["finished_at"])

    assert (found.verdict, found.words) == ("failed", "1 backfills are not finished.")
    assert database.check_clients().verdict == "ok"


def test_a_process_is_ready_without_the_contract_steps_of_its_own_release(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readiness.phases, "needed_ends", lambda _loader: [("tenants", "0007_upgrades")])
    readiness.ends.cache_clear()

    assert readiness.ends() == ["tenants.0007_upgrades"]
    readiness.ends.cache_clear()
