"""Task numbers: unique, rising, never reused."""

from django.db import connection

# As text in so many words: a sharded database returns nothing that PostgreSQL would have to convert by itself.
NEXT = "UPDATE work_series SET last = last + 1 WHERE is_internal = %s RETURNING prefix || last::text"


def next_number(*, is_internal: bool) -> str:
    """The next number of a series. Its row stays locked until the commit, so take it as late as can be."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [is_internal])
        return str(cursor.fetchone()[0])
