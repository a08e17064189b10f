"""Fixtures for the tests of the import."""

import pytest

from motorblok.exchange.logs import memory
from motorblok.kernel import schema
from tests.exchange.logs import NOW


@pytest.fixture
def known_clients(acme, globex):
    """An earlier import made Acme of the log's C1 and Globex of its C2: nothing needs to be built."""
    with schema.entered(schema.PUBLIC):
        for key, client in (("C1", acme), ("C2", globex)):
            memory.remember("helpdesk", memory.What.CLIENT, key, client.id, at=NOW)
