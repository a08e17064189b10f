"""What every test of moving a client needs: the owner login, a furnished client, and the time."""

from datetime import UTC, datetime

import pytest

from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tenants import actions
from tests.config.moving import furnished


@pytest.fixture
def initech(transactional_db, owner):
    """Initech with all its belongings, committed."""
    return furnished.initech()


@pytest.fixture
def export(initech, tmp_path):
    """Its file."""
    return furnished.exported(initech.client, tmp_path)


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.fixture
def suspended(initech, export, now):
    """Initech, suspended after it was exported."""
    with schema.entered(schema.PUBLIC):
        actions.suspend_client(initech.client, reason="To restore it", actor=SYSTEM, at=now)
    return initech
