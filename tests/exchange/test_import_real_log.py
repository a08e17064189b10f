import os
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from motorblok.exchange.logs.playing import Outcome
from motorblok.exchange.models import Imported
from motorblok.kernel import schema
from motorblok.sla.models import Clock
from motorblok.work.models import Task
from tenants.models import Client
from tests.exchange.importing import bring_in, in_public, inside

# Reckoned by another program, day by day on the clock on the wall, straight from the log.
EVERYWHERE = {
    ("first_response", "met"): 2_389,
    ("first_response", "breached"): 2_090,
    ("resolution", "met"): 2_611,
    ("resolution", "breached"): 1_868,
}
LARGEST = {
    ("first_response", "met"): 111,
    ("first_response", "breached"): 134,
    ("resolution", "met"): 119,
    ("resolution", "breached"): 126,
}

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


def verdicts(*keys):
    """How many clocks have which verdict, at these clients of the log or at all of them."""
    keys = keys or in_public(
        lambda: list(Imported.objects.filter(what="client").values_list("key", flat=True))
    )
    found = Counter()
    for key in keys:
        found.update(inside(key, lambda: list(Clock.objects.values_list("kind", "outcome"))))
    return found


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
    assert first.verbs == 16_340
    assert verdicts() == EVERYWHERE
    assert verdicts("C22") == LARGEST
