"""A lost deployment comes back as it was at an instant, row for row; what cannot come back whole does not come at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from motorblok.config.backup.restoring import Wish, restore
from motorblok.config.launch.postgres import Cluster
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.resting import check_works
from tests.config.backup.clusters import (
    DEBIAN,
    Contents,
    contents,
    deployed,
    inside,
    looked_into,
    open_folder,
    running_on,
)

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("restore")]


TOLD = """
SELECT kind FROM public.audit_event WHERE kind = 'accounts.sessions.ended'
UNION ALL SELECT kind FROM c_globex.audit_event WHERE kind = 'work.numbers.skipped'
"""


@dataclass(frozen=True)
class Lost:
    """What is left of a deployment: its backups, and what was noted of it at the instant `noted_at`."""

    cluster: Cluster
    backups: Path
    noted_at: datetime
    noted: Contents
    finished_at: datetime
    place: Path


@contextmanager
def lost(*, major: int) -> Iterator[Lost]:
    """Work, a base backup, more work (noted), a mistake, and then the machine is gone."""
    with open_folder() as folder, deployed(folder / "home", folder / "backups", major=major) as deployment:
        deployment.work(5, "Before")
        made = deployment.back_up()
        deployment.work(5, "Between")
        noted_at = deployment.now()
        with inside(deployment.cluster) as connection:
            noted = contents(connection)
            connection.execute("DROP SCHEMA c_globex CASCADE")
        deployment.archive()
        deployment.lose()
        finished_at = made.base.manifest.finished_at
        place = deployment.cluster.data.parent
        yield Lost(deployment.cluster, deployment.backups, noted_at, noted, finished_at, place)


@pytest.fixture(scope="module")
def of_18() -> Iterator[Lost]:
    with lost(major=18) as made:
        yield made


@pytest.fixture(params=[18, 15])
def either(request: pytest.FixtureRequest) -> Iterator[Lost]:
    if request.param == 18:
        yield request.getfixturevalue("of_18")
        return
    if not (DEBIAN / "15/bin/postgres").exists():
        pytest.skip("needs postgresql-15")
    with lost(major=15) as made:
        yield made


def test_every_row_is_as_it_was_at_that_instant(either: Lost) -> None:
    data = either.place / "again"

    restored = restore(Wish(folder=either.backups, data=data, until=either.noted_at))

    with looked_into(data, either.cluster) as connection:
        assert contents(connection) == either.noted
        titles = {row[0] for row in connection.execute("SELECT title FROM c_globex.work_task")}
    assert titles == {f"{when} {number}" for when in ("Before", "Between") for number in range(5)}
    assert restored.findings.clients == 2
    assert restored.findings.reached_at <= either.noted_at


def test_a_restored_deployment_rests_until_it_is_told_to_work(of_18: Lost) -> None:
    data = of_18.place / "resting"
    restore(Wish(folder=of_18.backups, data=data, until=of_18.noted_at))

    with running_on(data, of_18.cluster) as deployment:
        url = deployment.variables["DATABASE_URL"]
        with psycopg.connect(url) as app, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            app.execute("DELETE FROM public.accounts_session")
        with pytest.raises(CannotStart, match=r"run .* after_restore first"):
            check_works(url)
        deployment.run("after_restore", "--skip", "500")
        check_works(url)
        deployment.work(1, "After")
        with psycopg.connect(url) as app:
            last = app.execute("SELECT number FROM c_globex.work_task WHERE title = 'After 0'").fetchone()
            told = app.execute(TOLD).fetchall()

    assert last == ("GLOBEX-511",)
    assert told == [("accounts.sessions.ended",), ("work.numbers.skipped",)]
