import os
from pathlib import Path

import pytest
from django.db import connection

from motorblok.exchange.logs.playing import Outcome
from motorblok.exchange.models import Imported
from motorblok.kernel import schema
from motorblok.work.models import Task
from tenants.models import Client
from tests.exchange.importing import bring_in, in_public, inside

pytestmark = [
    pytest.mark.real_log,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def _one_schema_at_a_time(owner):
    """Four hundred schemas dropped in one transaction would need more locks than a server has by default."""
    yield
    for name in in_public(
        lambda: list(Client.objects.filter(slug__startswith="client-").values_list("schema_name"))
    ):
        with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA "{name[0]}" CASCADE')


@pytest.mark.usefixtures("_one_schema_at_a_time")
def test_the_whole_of_a_real_log_comes_in_once():
    path = Path(os.environ["MOTORBLOK_REAL_LOG"])

    first = bring_in(path)
    second = bring_in(path)

    keys = in_public(lambda: list(Imported.objects.filter(what="client").values_list("key", flat=True)))
    counts = [inside(key, Task.objects.count) for key in keys]
    assert (first.lines, first.broken) == (20_937, 0)
    assert (first.clients_opened, first.people_added, first.outcomes) == (392, 22, {Outcome.IMPORTED: 4_479})
    assert (second.clients_opened, second.people_added, second.outcomes) == (0, 0, {Outcome.KNOWN: 4_479})
    assert first.notes == 5
    assert in_public(lambda: Client.objects.open().filter(slug__startswith="client-").count()) == 392
    assert sum(counts) == 4_479
    assert sum(1 for count in counts if count) == 390
