"""The app login can write the book and cannot change it: the database itself refuses."""

import pytest
from django.db import DatabaseError, connection, transaction

REFUSED = [
    "UPDATE audit_event SET kind = 'x'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "DROP TABLE audit_event",
    "ALTER TABLE audit_event ADD COLUMN x int",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "UPDATE audit_unsealed SET event_id = event_id",
    "UPDATE audit_unread SET event_id = event_id",
    "DELETE FROM audit_unsealed",
    "UPDATE audit_disclosure SET value = 'x'",
    "CREATE TABLE mine (x int)",
    "DELETE FROM django_migrations",
    "UPDATE django_migrations SET name = 'x'",
]


@pytest.mark.parametrize("statement", REFUSED)
@pytest.mark.parametrize("book", ["public", "c_acme"])
def test_the_app_login_cannot(acme, book, statement):
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL search_path = "{book}"')

        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            cursor.execute(statement)


def test_the_app_login_cannot_become_the_owner(acme):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'audit_event' LIMIT 1")
        (owner,) = cursor.fetchone()

        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(f'SET ROLE "{owner}"')
