"""Multiplies the tasks that the verbs have made, row by row in all their tables, for a bench that shall not wait for hours."""

from uuid import UUID

from django.db import connection, transaction

# A copy keeps the beginning of its original's id, and with it the order in which things were recorded.
NEW_ID = "(left({0}::text, 24) || substr(md5({0}::text || copy), 1, 12))::uuid"
TASK_OF_SUBJECT = "substr(subject, 6)::uuid"
NEW_NUMBER = "(regexp_match(number, '^(.*-)'))[1] || ((regexp_match(number, '([0-9]+)$'))[1]::int + copy * %(originals)s)"
NEW_SUBJECT = f"'task:' || {NEW_ID.format(TASK_OF_SUBJECT)}"
NEW_LEAF = (
    "convert_to(replace(replace(convert_from(leaf, 'UTF8'), substr(subject, 6), "
    f"{NEW_ID.format(TASK_OF_SUBJECT)}::text), id::text, {NEW_ID.format('id')}::text), 'UTF8')"
)
EARLIER = "{} - copy * interval '7 minutes 13 seconds'"
COPIED = {
    "work_task": {
        "id": NEW_ID.format("id"),
        "number": NEW_NUMBER,
        "received_at": EARLIER.format("received_at"),
    },
    "audit_event": {
        "id": NEW_ID.format("id"),
        "subject": NEW_SUBJECT,
        "leaf": NEW_LEAF,
        "occurred_at": EARLIER.format("occurred_at"),
    },
    "audit_disclosure": {"event_id": NEW_ID.format("event_id")},
    "audit_unsealed": {"event_id": NEW_ID.format("event_id")},
    "sla_clock": {
        "id": NEW_ID.format("id"),
        "subject": NEW_SUBJECT,
        **{name: EARLIER.format(name) for name in ("started_at", "due_at", "breach_at")},
    },
    "board_row": {
        "task_id": NEW_ID.format("task_id"),
        "number": NEW_NUMBER,
        **{name: EARLIER.format(name) for name in ("received_at", "urgent_at", "due_at")},
    },
    "board_alarm": {
        "clock_id": NEW_ID.format("clock_id"),
        "subject": NEW_SUBJECT,
        "fire_at": EARLIER.format("fire_at"),
    },
}
OF_TASKS = {
    "audit_event": "subject LIKE 'task:%%'",
    "audit_disclosure": "event_id IN (SELECT id FROM audit_event WHERE subject LIKE 'task:%%')",
    "audit_unsealed": "event_id IN (SELECT id FROM audit_event WHERE subject LIKE 'task:%%')",
    "board_row": "client_id = %(client)s",
    "board_alarm": "client_id = %(client)s",
}
ORDER = (
    "audit_disclosure",
    "audit_unsealed",
    "audit_event",
    "sla_clock",
    "work_task",
    "board_row",
    "board_alarm",
)
COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""


@transaction.atomic
def multiply(client_id: UUID, *, times: int) -> None:
    """Have `times` tasks for each one there is, in the client's schema, which is in force, and in the public tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM work_task")
        values = {"client": client_id, "originals": cursor.fetchone()[0], "last": times - 1}
        for table in ORDER:
            cursor.execute(_copy(table, _columns(table)), values)
        cursor.execute("UPDATE work_series SET last = (SELECT count(*) FROM work_task) WHERE NOT is_internal")


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        return [name for (name,) in cursor.fetchall()]


def _copy(table: str, columns: list[str]) -> str:
    chosen = ", ".join(COPIED[table].get(name, name) for name in columns)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} "
        f"FROM {table}, generate_series(1, %(last)s) AS copy WHERE {OF_TASKS.get(table, 'true')}"
    )
