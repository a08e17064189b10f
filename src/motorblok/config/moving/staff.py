"""The staff that a client's rows name: travels as a name without access, so that what somebody did still bears it."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from psycopg import sql

from motorblok.config.moving.shapes import tables_in

COLUMNS = ("id", "name", "email_sha256")
NOBODYS = "moved.invalid"  # RFC 2606: no mail ever goes there
# Where rows hold staff as a plain id; wherever else, it is written as "staff:<id>".
BY_ID = {
    "client": {"work_task": "assignee_id", "work_timeentry": "staff_id"},
    "public": {
        "accounts_assignment": "staff_id",
        "accounts_apikey": "staff_id",
        "notify_notice": "person_id",
        "board_row": "assignee_id",
    },
}
# Canonical JSON begins with the actor; what else a leaf names is looked for only where there is anything (byte 20 is past
# the beginning of the actor). Looking at whole leaves would take longer than copying them.
IN_THE_BOOK = r"""
SELECT substring(beginning FROM '"staff:([0-9a-f-]{{36}})"')::uuid AS id
FROM (SELECT DISTINCT encode(substring(leaf FROM 1 FOR 54), 'escape') AS beginning FROM {book}) AS begun
UNION
SELECT (regexp_matches(encode(leaf, 'escape'), '"staff:([0-9a-f-]{{36}})"', 'g'))[1]::uuid FROM {book}
WHERE position('staff:'::bytea IN substring(leaf FROM 20)) > 0
"""
NAMED = """
SELECT id, name, encode(sha256(convert_to(lower(email), 'UTF8')), 'hex') AS email_sha256
FROM public.accounts_person WHERE kind = 'staff' AND id IN ({}) ORDER BY id
"""
# With the role that may least, a password that nothing matches, never joined and left at once.
CLOSED_ACCOUNTS = """
INSERT INTO public.accounts_person (password, id, kind, email, name, role, language, theme, mails, deactivated_at)
SELECT '!', id, 'staff', id || '@{nobodys}', name, 'agent', '', 'auto', 'none', %s FROM {staged} staged
WHERE NOT EXISTS (SELECT 1 FROM public.accounts_person here WHERE here.id = staged.id)
RETURNING id
"""
TWINS = """
SELECT here.name FROM {staged} staged JOIN public.accounts_person here
ON here.kind = 'staff' AND encode(sha256(convert_to(lower(here.email), 'UTF8')), 'hex') = staged.email_sha256
WHERE here.id <> staged.id ORDER BY here.name
"""


def named_in(schema_name: str, theirs: dict[str, sql.Composed]) -> sql.Composed:
    """The staff that is named in a client's schema and in its rows of public tables, whose conditions `theirs` gives."""
    there = tables_in(schema_name)
    ids = [
        sql.SQL("SELECT {} FROM {}").format(sql.Identifier(column), sql.Identifier(schema_name, table))
        for table, column in BY_ID["client"].items()
        if table in there
    ]
    ids += _in_public(theirs)
    ids.append(sql.SQL(IN_THE_BOOK).format(book=sql.Identifier(schema_name, "audit_event")))
    return sql.SQL(NAMED).format(sql.SQL(" UNION ").join(ids))


def _in_public(theirs: dict[str, sql.Composed]) -> Iterator[sql.Composed]:
    for table, column in BY_ID["public"].items():
        yield sql.SQL("SELECT {} FROM {} WHERE {}").format(
            sql.Identifier(column), sql.Identifier("public", table), theirs[table]
        )


def make_closed_accounts(staged: sql.Identifier, *, at: datetime) -> int:
    """Give those that are not here an account without access under their own ids; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(CLOSED_ACCOUNTS).format(nobodys=sql.SQL(NOBODYS), staged=staged), [at])
        return int(cursor.rowcount)


def twins(staged: sql.Identifier) -> list[str]:
    """The staff here that has the e-mail address of somebody named, but another account."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(TWINS).format(staged=staged))
        return [name for (name,) in cursor.fetchall()]
