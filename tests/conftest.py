"""The fixtures of the whole suite: a database with two clients, the schemas to enter, the book to look into."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases

from motorblok.audit.models import Event
from motorblok.config.celery import app as celery_app
from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from tenants.models import Client
from tests import world


def pytest_configure() -> None:
    """Let the owner clean up after tests that really commit, for the app login may not; send messages nowhere.

    Passwords are hashed the cheap way: an Argon2 hash takes longer than most tests. Pages name static files as they
    are called in the source, so that nothing is collected first.
    """
    TransactionTestCase._fixture_teardown = lambda _test: world.restore()
    celery_app.conf.broker_url = "memory://localhost"
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # else WhiteNoise warns that there is none
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: pytest.FixtureDef,
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """Make the database, and Acme and Globex in it, as the owner; hand it over to the app login."""
    verbosity = request.config.option.verbose
    with django_db_blocker.unblock(), world.as_owner():
        databases = setup_databases(
            verbosity=verbosity,
            interactive=False,
            keepdb=django_db_keepdb and not django_db_createdb,
            serialized_aliases=[],
        )
        world.build()
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            world.end_other_sessions()
        with django_db_blocker.unblock(), world.as_owner():
            teardown_databases(databases, verbosity=verbosity)


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    """Keys of their own in Redis for each test, and nothing remembered from the test before."""
    prefix = uuid4().hex
    settings.CACHES["default"]["KEY_PREFIX"] = cache.key_prefix = prefix
    world.forget_caches()
    yield
    schema.choose(None)


@pytest.fixture
def public(db: None) -> Iterator[None]:
    """Work in the public schema."""
    with schema.entered(schema.PUBLIC):
        yield


@pytest.fixture
def acme(db: None) -> Iterator[Client]:
    """Acme Bakeries, with its schema entered."""
    client = world.client("acme")
    with schema.entered(client.schema_name):
        yield client


@pytest.fixture
def acme_committed(transactional_db: None) -> Iterator[Client]:
    """Acme with its schema entered, for a test whose commits are real."""
    client = world.client("acme")
    with schema.entered(client.schema_name):
        yield client


@pytest.fixture
def globex(db: None) -> Iterator[Client]:
    """Globex Energy, with its schema entered; where a test takes both clients, the later one is in force."""
    client = world.client("globex")
    with schema.entered(client.schema_name):
        yield client


@pytest.fixture
def globex_schema(db: None) -> str:
    """The name of Globex's schema, not entered."""
    return world.client("globex").schema_name


@pytest.fixture
def owner() -> Iterator[None]:
    """Work as the owner login; for tests marked django_db(transaction=True), as the connection is made anew."""
    with world.as_owner():
        yield


@pytest.fixture
def owner_undone(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """Work as the owner login in one transaction that is rolled back, tables and all; not to be mixed with `db`."""
    with django_db_blocker.unblock(), world.as_owner(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True, slots=True)
class Book:
    """What was recorded since the fixture began, in the schema in force when asked."""

    since: UUID

    def events(self) -> list[Event]:
        """The events, in the order in which they were recorded."""
        return list(Event.objects.filter(id__gt=self.since).order_by("id"))

    def kinds(self) -> list[str]:
        """The names of their kinds."""
        return [event.kind for event in self.events()]


@pytest.fixture
def book(db: None) -> Book:
    """The event book, from here on."""
    return Book(new_id())
