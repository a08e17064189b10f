"""The browser of the journeys, and a database whose commits the server sees."""

import pytest

from motorblok.kernel import schema
from tests.journeys.chromium import chromium, visit

__all__ = ["chromium", "visit"]


@pytest.fixture
def public_committed(transactional_db):
    """Work in the public schema; commits are real."""
    with schema.entered(schema.PUBLIC):
        yield
