"""The name server of the tests of addresses."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.tenants.name_server import NameServer, serving


@pytest.fixture
def dns(settings: Settings) -> Iterator[NameServer]:
    """Whom DNS is asked through: it knows no name yet."""
    with serving() as server:
        settings.MOTORBLOK_RESOLVERS = [server.place]
        yield server
