"""A restored database rests: it can be read and not written to, until somebody says that it goes to work."""

from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql

from motorblok.config.launch.refusals import CannotStart

# A comment, because the database's owner may take it away again.
MARK = "Motorblok was restored to "
READ = """
SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()
"""


def lay_down(connection: "psycopg.Connection[Any]", *, database: str, restored_to: datetime) -> None:
    """Let the database rest."""
    name, mark = sql.Identifier(database), sql.Literal(MARK + restored_to.isoformat())
    connection.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(name))
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, mark))


def restored_to(words: str | None) -> datetime | None:
    """To which instant a database was restored that rests, by what READ finds; None for one that works."""
    return datetime.fromisoformat(words.removeprefix(MARK)) if words and words.startswith(MARK) else None


def wake(connection: "psycopg.Connection[Any]", *, database: str) -> None:
    """Let the database work, as its owner."""
    name = sql.Identifier(database)
    connection.execute(sql.SQL("ALTER DATABASE {} RESET default_transaction_read_only").format(name))
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS NULL").format(name))


def check_works(url: str) -> None:
    """Raises CannotStart for a database that rests."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        found = connection.execute(READ).fetchone()
    if at := restored_to(found[0] if found else None):
        raise CannotStart(
            f"This database was restored to {at.isoformat(timespec='seconds')} and can only be read: "
            "run ./motorblok after_restore first."
        )
