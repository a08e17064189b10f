"""The machines of the tests: Acme's ERP, Rita's and Sam's robots at the provider, Globex's ERP."""

import pytest

from tenants.models import Client
from tests.api.callers import Caller, agent, at_the_client, at_the_provider, staff


@pytest.fixture
def erp(acme: Client) -> Caller:
    """Acme's own machine: reads and sends in."""
    return at_the_client(acme)


@pytest.fixture
def ritas(acme: Client) -> Caller:
    """A machine that acts for Rita, who leads, at Acme."""
    return at_the_provider(acme, staff("Rita Lead"))


@pytest.fixture
def sams(acme: Client) -> Caller:
    """A machine that acts for Sam, who works for Acme in finance alone."""
    return at_the_provider(acme, agent("Sam Agent", acme, "finance"))


@pytest.fixture
def globex_erp(globex: Client) -> Caller:
    """Globex's own machine."""
    return at_the_client(globex)
