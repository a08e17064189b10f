"""Rows as PostgreSQL's COPY writes them, and back: in one order and one spelling everywhere, a digest taken on the way."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from psycopg import sql

AT_ONCE = 1 << 16
# How values are spelled must depend neither on the server nor on the login.
SPELLING = (
    "SET LOCAL timezone TO 'UTC'",
    "SET LOCAL datestyle TO 'ISO, YMD'",
    "SET LOCAL intervalstyle TO 'postgres'",
    "SET LOCAL bytea_output TO 'escape'",  # half as long as hex for leaves, which are text
    "SET LOCAL extra_float_digits TO 1",
)
# Rows are sorted whole, and a leaf is long.
ROOM_TO_SORT = "SET LOCAL work_mem TO '64MB'"


@dataclass(frozen=True, slots=True)
class Digest:
    """What was copied: how many rows, how many bytes, and the SHA-256 of the bytes in hex."""

    rows: int
    bytes: int
    sha256: str


def spell_alike() -> None:
    """Have values written in one way until the transaction ends, and long tables sorted in memory."""
    with connection.cursor() as cursor:
        for statement in (*SPELLING, ROOM_TO_SORT):
            cursor.execute(statement)


def copy_out(select: sql.Composed, write: Callable[[bytes], object]) -> Digest:
    """Hand the rows of a SELECT on, a line each, in blocks of about 64 KB."""
    return digested(_blocks(select), write)


def digest_of(select: sql.Composed) -> Digest:
    """The digest of the rows of a SELECT, which must be ordered."""
    return digested(_blocks(select), lambda _block: None)


def copy_in(table: sql.Composable, columns: Sequence[str], blocks: Iterable[bytes]) -> int:
    """Put lines into a table; returns how many rows that were."""
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(table, named)
    with connection.cursor() as cursor:
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            for block in blocks:
                copy.write(block)
        return int(cursor.rowcount)


def digested(blocks: Iterable[bytes], write: Callable[[bytes], object]) -> Digest:
    """Hand blocks on; returns their digest. A row is a line: COPY writes the ends of lines in values in another way."""
    sha256, rows, size = hashlib.sha256(), 0, 0
    for block in blocks:
        sha256.update(block)
        rows, size = rows + block.count(b"\n"), size + len(block)
        write(block)
    return Digest(rows, size, sha256.hexdigest())


def _blocks(select: sql.Composed) -> Iterator[bytes]:
    gathered = bytearray()
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(select)) as copy:
        for line in copy:
            gathered += line
            if len(gathered) >= AT_ONCE:
                yield bytes(gathered)
                gathered.clear()
    yield bytes(gathered)
