"""The command that folds the clocks of all clients again: several at once, and whatever goes wrong with one."""

from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from motorblok.kernel import schema
from motorblok.sla import clocks
from motorblok.sla.management.commands import recompute_clocks
from motorblok.sla.models import Clock
from tenants.models import Client
from tests import world
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

OPENING = datetime(2035, 1, 8, 8, tzinfo=UTC)
BOTH = {"targets": {"first_response": HOUR, "resolution": 20 * HOUR}}


def two_clients_with_a_wrong_clock() -> None:
    for client in (world.client("acme"), world.client("globex")):
        with schema.entered(client.schema_name):
            an_agreement(BOTH)
            received(client, at=OPENING)
            Clock.objects.update(due_at=None)


def test_the_command_goes_over_all_clients(acme: Client, globex: Client) -> None:
    two_clients_with_a_wrong_clock()

    assert told() == "2 tasks differed and were put right at 2 clients.\n"
    assert told() == "0 tasks differed and were put right at 2 clients.\n"


@pytest.mark.django_db(transaction=True)
def test_the_command_goes_over_several_clients_at_once() -> None:
    two_clients_with_a_wrong_clock()

    assert told(processes=2) == "2 tasks differed and were put right at 2 clients.\n"
    assert told() == "0 tasks differed and were put right at 2 clients.\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("processes", [1, 2])
def test_what_goes_wrong_at_one_client_is_told_when_the_others_are_done(
    processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_clients_with_a_wrong_clock()
    monkeypatch.setattr(recompute_clocks, "recompute", fail_at_acme)

    with pytest.raises(CommandError, match=r"at 1 clients.*\nacme: ValueError: no"):
        told(processes=processes)

    with schema.entered(world.client("globex").schema_name):
        assert not Clock.objects.filter(due_at=None).exists()


def fail_at_acme(*, client_id: UUID, at: datetime) -> int:
    if client_id == world.client("acme").id:
        raise ValueError("no")
    return clocks.recompute(client_id=client_id, at=at)


def test_the_command_can_go_over_one_client_and_refuses_one_that_is_not_there(acme: Client) -> None:
    assert told("--client", "acme").endswith("at 1 clients.\n")
    with pytest.raises(CommandError, match="nobody"):
        told("--client", "nobody")


def told(*words: str, processes: int = 1) -> str:
    out = StringIO()
    call_command("recompute_clocks", *words, processes=processes, stdout=out)
    return out.getvalue()
