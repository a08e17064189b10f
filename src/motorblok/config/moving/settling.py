"""What must be so after a restore: no alarm fires twice, nothing is sent again, no number is given twice, nobody is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from psycopg import sql

from billing.readers import record_usage
from motorblok.accounts.models import Session
from motorblok.audit.models import Unread
from motorblok.audit.queries import entries
from motorblok.config.moving.choosing import OTHER_BOOKS
from motorblok.config.moving.fitting import Target
from motorblok.config.moving.staging import Staged, run
from motorblok.kernel import schema
from motorblok.notify.models import Mailing, Notice
from motorblok.notify.readers import fill_inboxes
from tenants.models import BackfillRun

AT_ONCE = 500
FIRED_ALREADY = """
DELETE FROM public.board_alarm alarm USING public.board_fired fired WHERE alarm.client_id = %s
AND (fired.clock_id, fired.cycle, fired.kind) = (alarm.clock_id, alarm.cycle, alarm.kind)
"""
# Their hour came while the client was away: the screens show it, and nobody is told of it so late.
PASSED = """
WITH passed AS (DELETE FROM public.board_alarm WHERE client_id = %s AND fire_at <= %s RETURNING *)
INSERT INTO public.board_fired (clock_id, cycle, kind, client_id, subject, target, fire_at, fired_at, told_at)
SELECT clock_id, cycle, kind, client_id, subject, target, fire_at, %s, %s FROM passed
"""
TOLD = "UPDATE public.board_fired SET told_at = %s WHERE client_id = %s AND told_at IS NULL"
# They tell of what was done after the export, which the book no longer knows.
FIRED_OF_NOTHING = """
DELETE FROM public.board_fired fired WHERE client_id = %s
AND NOT EXISTS (SELECT 1 FROM {schema}.sla_clock clock WHERE clock.id = fired.clock_id)
"""
NOTICES_OF_NOTHING = """
DELETE FROM public.notify_notice notice WHERE client_id = %s AND schema = %s
AND NOT EXISTS (SELECT 1 FROM {schema}.audit_event event WHERE event.id = notice.event_id)
"""
GIVEN_ON_THE_BOARD = r"""
SELECT is_internal, max((regexp_match(number, '(\d+)$'))[1]::int) FROM public.board_row WHERE client_id = %s GROUP BY is_internal
"""
GIVEN_IN_THE_SCHEMA = "SELECT is_internal, last FROM {schema}.work_series"
NOT_BEFORE = "UPDATE {schema}.work_series SET last = %s WHERE is_internal = %s AND last < %s"


@dataclass(frozen=True, slots=True)
class Given:
    """The highest task number that was ever given out, of what the client sees or of what is internal."""

    is_internal: bool
    last: int


def given_out(target: Target, *, has_series: bool) -> list[Given]:
    """The numbers given out here so far, also after the export was made; to be asked before anything is replaced."""
    with connection.cursor() as cursor:
        cursor.execute(GIVEN_ON_THE_BOARD, [target.id])
        rows = cursor.fetchall()
        if has_series:
            cursor.execute(sql.SQL(GIVEN_IN_THE_SCHEMA).format(schema=_schema(target)))
            rows += cursor.fetchall()
    return [Given(is_internal, last) for is_internal, last in rows if last]


def settle(target: Target, rows: Staged, *, given: Sequence[Given], at: datetime) -> list[str]:
    """See to it all, for a client under its own name; returns what is to be told of it."""
    client = target.id
    run(FIRED_OF_NOTHING, values=[client], schema=_schema(target))
    run(NOTICES_OF_NOTHING, values=[client, target.schema], schema=_schema(target))
    run(FIRED_ALREADY, values=[client])
    passed = run(PASSED, values=[client, at, at, at])
    run(TOLD, values=[at, client])
    read = _read_quietly(target, rows)
    dropped = Notice.objects.filter(client_id=client, mailing=Mailing.DUE).update(mailing=Mailing.DROPPED)
    for each in given:
        run(NOT_BEFORE, values=[each.last, each.is_internal, each.last], schema=_schema(target))
    Session.objects.filter(client_id=client).delete()
    BackfillRun.objects.filter(client_id=client).delete()  # of rows that are gone
    told = {
        "alarms whose hour had passed were marked as fired": passed,
        "mails that waited were dropped": dropped,
    }
    told["events were read for inboxes and usage, and nobody was mailed"] = read
    return [f"{count} {words}." for words, count in told.items() if count]


def settle_copy(target: Target) -> None:
    """Have no reader look into the book of a copy."""
    run("DELETE FROM {schema}.audit_unread", schema=_schema(target))


def _read_quietly(target: Target, rows: Staged) -> int:
    """Show what nobody had read to those readers who only keep rows; who mails does not see it."""
    with schema.entered(target.schema):
        unread = list(Unread.objects.order_by("event_id").values_list("event_id", flat=True))
        for start in range(0, len(unread), AT_ONCE):
            batch = entries(unread[start : start + AT_ONCE])
            fill_inboxes(batch)
            if not any(OTHER_BOOKS in tally.left_out for tally in rows.tallies.values()):
                record_usage(batch)
        Unread.objects.all().delete()
    return len(unread)


def _schema(target: Target) -> sql.Identifier:
    return sql.Identifier(target.schema)
