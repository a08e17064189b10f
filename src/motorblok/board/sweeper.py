"""Fires the alarms that are due: exactly once each, however many sweepers run and whenever one is killed."""

from datetime import datetime

from django.db import connection, transaction

BATCH = 2000
# A large batch in one statement: small ones would each read past the dead entries at the head of the index.
SWEEP = """
WITH due AS MATERIALIZED (
    SELECT clock_id, cycle, kind FROM board_alarm WHERE fire_at <= %s ORDER BY fire_at LIMIT %s
    FOR UPDATE SKIP LOCKED
), taken AS (
    DELETE FROM board_alarm USING due
    WHERE (board_alarm.clock_id, board_alarm.cycle, board_alarm.kind) = (due.clock_id, due.cycle, due.kind)
    RETURNING board_alarm.*
), fired AS (
    INSERT INTO board_fired (clock_id, cycle, kind, client_id, subject, target, fire_at)
    SELECT clock_id, cycle, kind, client_id, subject, target, fire_at FROM taken
    ON CONFLICT DO NOTHING
)
SELECT count(*) FROM taken
"""


def sweep(*, at: datetime, limit: int = BATCH) -> int:
    """Move the alarms due at an instant, at most `limit`, into the ledger; returns how many. Committed = fired."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SWEEP, [at, limit])
        return int(cursor.fetchone()[0])


def sweep_all(*, at: datetime) -> int:
    """Sweep until nothing is due."""
    total = 0
    while swept := sweep(at=at):
        total += swept
    return total
