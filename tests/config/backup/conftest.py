"""Deployments that were lost, one of each PostgreSQL that we are tested on; what is left are their backups."""

from collections.abc import Iterator

import pytest

from tests.config.backup.clusters import DEBIAN
from tests.config.backup.losing import Lost, lost


@pytest.fixture(scope="session")
def of_18() -> Iterator[Lost]:
    with lost(major=18) as made:
        yield made


@pytest.fixture(scope="session")
def of_15() -> Iterator[Lost]:
    if not (DEBIAN / "15/bin/postgres").exists():
        pytest.skip("needs postgresql-15")
    with lost(major=15) as made:
        yield made


@pytest.fixture(params=[18, 15])
def either(request: pytest.FixtureRequest) -> Lost:
    found: Lost = request.getfixturevalue(f"of_{request.param}")
    return found
