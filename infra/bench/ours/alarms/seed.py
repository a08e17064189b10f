"""Arms alarms by the million, as some days of arming and disarming leave them: scattered, with free places in between."""

import sys

from django.core.management import call_command
from django.db import connection

from motorblok.kernel import schema

CLIENTS = 1000
OF_A_CLOCK = 4
SHARE_DUE = 10
"""One alarm in so many will be due at one instant; as many are disarmed again and leave a free place."""
LATER = "2100-01-01 09:00:00+00"
"""When the alarms go off that shall be due together, until the bench sets the instant."""
ARM = """
INSERT INTO board_alarm (clock_id, cycle, kind, client_id, subject, fire_at)
SELECT ('019b0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, kind,
    ('019a0000-0000-7000-8000-' || lpad(to_hex(n %% %(clients)s), 12, '0'))::uuid,
    'task:019c0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'),
    CASE WHEN kind = 'breached' AND n::bigint * %(due)s %% %(clocks)s < %(due)s THEN %(later)s::timestamptz
         ELSE %(later)s::timestamptz + random() * interval '30 days' END
FROM generate_series(0, %(clocks)s - 1) AS n,
    unnest(ARRAY['warned_50', 'warned_75', 'disarmed', 'warned_90', 'breached']) AS kind
WHERE kind <> 'disarmed' OR n::bigint * %(due)s %% %(clocks)s < %(due)s
ORDER BY n, kind
"""


def seed(size: int) -> None:
    """Arm `size` alarms, four of each clock."""
    call_command("migrate", public_only=True, verbosity=0)
    values: dict[str, int | str] = {
        "clocks": size // OF_A_CLOCK,
        "due": size // SHARE_DUE,
        "clients": CLIENTS,
        "later": LATER,
    }
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.7)")
        cursor.execute(ARM, values)
        cursor.execute("DELETE FROM board_alarm WHERE kind = 'disarmed'")


if __name__ == "__main__":
    seed(int(sys.argv[1]))
