"""What stands in a schema, as comparable lines: columns, constraints, indexes, privileges."""

from collections.abc import Sequence

from django.db import connection

# Names of the schema itself are cut out, so that equal schemas give equal lines.
LINES = """
WITH spaces AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = ANY (%s)),
tables AS (
    SELECT class.oid, class.relname, class.relkind, class.relacl, spaces.nspname
    FROM pg_class class JOIN spaces ON spaces.oid = class.relnamespace WHERE class.relkind IN ('r', 'p', 'v', 'm', 'S')
),
lines AS (
    SELECT nspname, format('%%s %%s %%s', relkind, relname, relacl) AS line FROM tables
    UNION ALL
    SELECT nspname, format('column %%s.%%s %%s%%s%%s %%s', relname, attname, format_type(atttypid, atttypmod),
        CASE WHEN attnotnull THEN ' not null' ELSE '' END, attidentity,
        replace(pg_get_expr(adbin, adrelid), nspname || '.', ''))
    FROM tables JOIN pg_attribute ON attrelid = tables.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE relkind <> 'S'
    UNION ALL
    SELECT nspname, format('constraint %%s.%%s %%s', relname, conname,
        replace(pg_get_constraintdef(pg_constraint.oid), nspname || '.', ''))
    FROM tables JOIN pg_constraint ON conrelid = tables.oid WHERE contype <> 'n'
    UNION ALL
    SELECT nspname, format('index %%s%%s', replace(pg_get_indexdef(indexrelid), nspname || '.', ''),
        CASE WHEN indisvalid THEN '' ELSE ' (invalid)' END)
    FROM tables JOIN pg_index ON indrelid = tables.oid
)
"""
SHAPE = f"{LINES} SELECT line FROM lines"  # noqa: S608  constants
DIGESTS = f"""{LINES}
SELECT nspname, encode(sha256(convert_to(string_agg(line, E'\\n' ORDER BY line COLLATE "C"), 'UTF8')), 'hex')
FROM lines GROUP BY nspname
"""  # noqa: S608  constants


def shape_of(schema_name: str) -> frozenset[str]:
    """Every table, column, constraint, index and privilege of one schema, a line each."""
    with connection.cursor() as cursor:
        cursor.execute(SHAPE, [[schema_name]])
        return frozenset(row[0] for row in cursor.fetchall())


def digests(schema_names: Sequence[str]) -> dict[str, str]:
    """One SHA-256 per schema over those lines; a schema without tables is absent."""
    with connection.cursor() as cursor:
        cursor.execute(DIGESTS, [list(schema_names)])
        return dict(cursor.fetchall())
